import { createCoverage } from './coverage.js';
import { type Exhausted, exhaust, SEARCHES } from './exhaustive.js';
import { fingerprint } from './fingerprint.js';
import type { Violation } from './invariants.js';
import { printScript } from './print-script.js';
import { type Run, runRandom, runScript, traceScript } from './run.js';
import type { ServedBy } from './served-by.js';
import { shrink } from './shrink.js';

/**
 * What to explore, and for how long.
 *
 * @example
 * ```ts
 * const until = Date.now() + 60_000;
 * const options: ExploreOptions = { seed: 1, schedules: 20_000, goOn: () => Date.now() < until };
 * await explore(options);
 * ```
 */
export interface ExploreOptions {
  /** The first seed; schedule `n` has the seed `seed + n`. */
  readonly seed: number;
  /** How many random schedules. */
  readonly schedules: number;
  /** Most steps of a random schedule; it has at least a third of them. Default 30. */
  readonly length?: number | undefined;
  /** Steps of the exhaustive part; 0 leaves it out. Default 0. */
  readonly depth?: number | undefined;
  /** Stops at the first violation. Default `true`. */
  readonly stopAtFirst?: boolean | undefined;
  /** Makes what stands in place of the simulator's own server, for each schedule. */
  readonly server?: ServedBy | undefined;
  /** Asked before every schedule: `false` ends the search. */
  readonly goOn?: (() => boolean) | undefined;
}

/**
 * A violation, made as small as it gets.
 *
 * @example
 * ```ts
 * const [finding] = (await explore({ seed: 1, schedules: 100 })).findings;
 * if (finding !== undefined) console.log(finding.seed, finding.test);
 * ```
 */
export interface Finding {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** A test that can be pasted and run. */
  readonly test: string;
  /** The states the script goes through: one line for each step. */
  readonly states: readonly string[];
}

/**
 * What the search came to.
 *
 * @example
 * ```ts
 * const { findings, states } = await explore({ seed: 1, schedules: 100 });
 * console.log(`${states.size} states, ${findings.length} findings`);
 * ```
 */
export interface Exploration {
  readonly schedules: number;
  /** Distinct states at the end of a step: digests of fingerprints. */
  readonly states: ReadonlySet<number>;
  readonly exhausted: Omit<Exhausted, 'failed'> | undefined;
  readonly findings: readonly Finding[];
  /** Injected faults, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** How often each transition was taken. */
  readonly taken: Readonly<Record<string, number>>;
  /** Every transition there is, by machine. */
  readonly transitions: Readonly<Record<string, readonly string[]>>;
}

/**
 * Drives the real flow on the simulator through schedules and faults, and checks the invariants of
 * docs/money-safety.md after every step. The same options, the same search.
 *
 * @example
 * ```ts
 * const { findings } = await explore({ seed: 1, schedules: 1_000 });
 * for (const finding of findings) console.log(finding.test);
 * ```
 */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const { seed, schedules, length = 30, depth = 0, stopAtFirst = true, server } = options;
  const coverage = createCoverage();
  const faults = new Map<string, number>();
  const findings: Finding[] = [];
  const states = new Set<number>();
  let done = 0;

  async function note(run: Run): Promise<void> {
    for (const [kind, times] of run.harness.faults)
      faults.set(kind, (faults.get(kind) ?? 0) + times);
    if (run.violations.length === 0) return;
    const small = await shrink(run, (script) => runScript(script, { server }));
    const { script, violations } = small;
    const test = printScript(script, violations);
    findings.push({ seed: script.seed, violations, test, states: await traceScript(script) });
  }

  const exhausted: Exhausted[] = [];
  const sum = (of: 'schedules' | 'states') => exhausted.reduce((all, one) => all + one[of], 0);
  for (const search of depth > 0 ? SEARCHES : []) {
    exhausted.push(await exhaust(seed, search, depth, coverage.watch));
  }
  for (const { failed } of exhausted) for (const run of failed.slice(0, 1)) await note(run);

  while (done < schedules && (options.goOn?.() ?? true)) {
    if (stopAtFirst && findings.length > 0) break;
    await note(
      await runRandom(seed + done, length, {
        flow: coverage.watch,
        server,
        step: (harness) => states.add(digest(fingerprint(harness))),
      }),
    );
    done += 1;
  }
  return {
    schedules: done,
    states,
    exhausted:
      depth > 0 ? { schedules: sum('schedules'), states: sum('states'), depth } : undefined,
    findings,
    faults: Object.fromEntries(faults),
    taken: coverage.taken,
    transitions: coverage.all,
  };
}

/** Forty-odd bits of a text: enough to count states without keeping their prints. */
function digest(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}
