import type { Trial } from './trial.js';

/** Prints what was measured on Hermes, in lines fit for a test's output. */
export function printTrial(trial: Trial, print: (line: string) => void): void {
  const { sizes, start, said, complaint } = trial;
  const row = (what: string, text: string): void => print(`  ${what.padEnd(46)}${text}`);
  print(`Hermes ${trial.version}, bundled by Metro for release, on ${process.platform}`);
  row('bundle, not minified', `${kb(sizes.bundle)}, gzip ${kb(sizes.bundleGzip)}`);
  row('bytecode', `${kb(sizes.bytecode)}, gzip ${kb(sizes.bytecodeGzip)}`);
  row("bytecode of this React Native's compiler", kb(sizes.bytecodeV1));
  row('the VM starts and ends, with nothing to do', ms(start.bare));
  row('and with an app that starts one flow', ms(start.loaded));
  row('  its entry runs after', ms(start.evaluated));
  row('  the first createUpiFlow is done after', ms(start.created));
  row('  the flow takes commands after', ms(start.ready));
  for (const one of said) {
    if (one.kind !== 'times') continue;
    row('createUpiFlow, warm', ms(one.times.create));
    row('createUpiFlow until it takes commands, warm *', ms(one.times.ready));
    row('one SDK event in, one new state out', ms(one.times.event));
    row('device read again: command to new state *', ms(one.times.refresh));
    print("  * with the simulator's own work, on the same VM");
  }
  const played = said.filter((one) => one.kind === 'scenario').length;
  print(
    `  ${played} scenarios of the demo were played.${complaint === '' ? '' : `\n${complaint}`}`,
  );
}

function kb(bytes: number): string {
  return `${Math.round(bytes / 1_000)} kB`;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;
}
