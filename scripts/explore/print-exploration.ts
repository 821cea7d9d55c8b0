import { type Exploration, UNREACHABLE } from '../../src/testing/index.js';

/** Prints what a search came to; answers whether everything held and was reached. */
export function printExploration(
  result: Exploration,
  seconds: number,
  isPartial: boolean,
): boolean {
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
  const why = whyNot(findings.length, isPartial ? 0 : missing);
  if (why !== undefined) console.log(why);
  return why === undefined;
}

/** Why a search did not come out well, in one line; `undefined` when it did. */
function whyNot(violations: number, missing: number): string | undefined {
  if (violations > 0) return `failed       ${violations} violations: see the seeds above`;
  if (missing === 0) return undefined;
  return `failed       no violation, but ${missing} transitions were never taken: search for longer`;
}
