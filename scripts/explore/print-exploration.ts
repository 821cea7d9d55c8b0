import { type Exploration, UNREACHABLE } from '../../testing/index.js';

/** Prints what a search came to; answers why it did not come out well, in one line. */
export function printExploration(
  result: Exploration,
  seconds: number,
  isPartial: boolean,
): string | undefined {
  const { schedules, states, exhausted, findings, faults, taken, transitions } = result;
  const total = schedules + (exhausted?.schedules ?? 0);
  console.log(
    `schedules    ${total} in ${seconds.toFixed(1)} s, ${(total / seconds).toFixed(0)} per second`,
  );
  console.log(`random       ${schedules} schedules, ${states.size} distinct states`);
  if (exhausted !== undefined) {
    const { depth } = exhausted;
    console.log(
      `exhaustive   ${exhausted.schedules} schedules to depth ${depth}, ${exhausted.states} distinct states`,
    );
  }
  const injected = Object.entries(faults).sort(([, a], [, b]) => b - a);
  console.log(`faults       ${injected.map(([kind, times]) => `${kind} ${times}`).join(', ')}`);
  let missing = 0;
  for (const [machine, names] of Object.entries(transitions)) {
    const reachable = names.filter((name) => !Object.hasOwn(UNREACHABLE, name));
    const never = reachable.filter((name) => taken[name] === undefined);
    missing += never.length;
    console.log(
      `transitions  ${machine}: ${reachable.length - never.length} of ${reachable.length} reachable ones taken`,
    );
    for (const name of never) console.log(`             never taken: ${name}`);
    for (const name of names.filter((one) => Object.hasOwn(UNREACHABLE, one))) {
      console.log(`             unreachable: ${name} (${UNREACHABLE[name]})`);
    }
  }
  for (const { seed, violations, test, states } of findings) {
    console.log(
      `\nviolation at seed ${seed}: ${violations.map(({ rule, saw }) => `${rule} ${saw}`).join('; ')}`,
    );
    console.log(test);
    console.log('\nstates, step by step');
    for (const [at, line] of states.entries())
      console.log(`${String(at + 1).padStart(4)}  ${line}`);
  }
  console.log(`violations   ${findings.length}`);
  if (findings.length > 0) {
    return `${times(findings.length, 'schedule', 'schedules')} broke a rule; the seeds are above.`;
  }
  if (missing === 0 || isPartial) return undefined;
  const never = `${times(missing, 'transition was', 'transitions were')} never taken`;
  return `${never}; search for longer, or pass --partial for a short search.`;
}

function times(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
