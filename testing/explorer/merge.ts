import type { Exploration } from './explore.js';

/**
 * Adds up explorations into one, for searches that ran in several processes.
 *
 * @example
 * ```ts
 * const first = await explore({ seed: 1, schedules: 50 });
 * const second = await explore({ seed: 51, schedules: 50 });
 * mergeExplorations([first, second]).schedules; // 100
 * ```
 */
export function mergeExplorations(parts: readonly Exploration[]): Exploration {
  const states = new Set<number>();
  for (const part of parts) for (const state of part.states) states.add(state);
  return {
    schedules: parts.reduce((sum, part) => sum + part.schedules, 0),
    states,
    exhausted: parts.find((part) => part.exhausted !== undefined)?.exhausted,
    findings: parts.flatMap((part) => part.findings),
    faults: sums(parts.map((part) => part.faults)),
    taken: sums(parts.map((part) => part.taken)),
    transitions: parts[0]?.transitions ?? {},
  };
}

function sums(
  records: readonly Readonly<Record<string, number>>[],
): Readonly<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const record of records) {
    for (const [key, value] of Object.entries(record)) total[key] = (total[key] ?? 0) + value;
  }
  return total;
}
