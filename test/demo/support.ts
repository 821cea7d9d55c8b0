import { runDemo } from '../../demo/cli.js';
import { noPaint } from '../../demo/paint.js';

/** What a run of the demo printed. */
export interface Printed {
  readonly code: 0 | 1 | 2;
  readonly out: readonly string[];
  readonly errors: readonly string[];
}

/** Runs the demo with these arguments, in this process. */
export async function demo(...argv: readonly string[]): Promise<Printed> {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runDemo(argv, {
    print: (line) => void out.push(line),
    complain: (line) => void errors.push(line),
    paint: noPaint,
  });
  return { code, out, errors };
}

/** Everything a scenario prints for people. */
export async function inText(scenario: string, seed: number): Promise<string> {
  return (await demo('--scenario', scenario, '--seed', String(seed))).out.join('\n');
}
