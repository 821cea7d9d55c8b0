import type { Exploration } from './explore.js';

/**
 * Adds up explorations of different seeds into one, for searches that ran in several processes. Of
 * `states`, which overlap, it keeps the largest.
 *
 * @example
 * ```ts
 * const first = await explore({ seed: 1, schedules: 50 });
 * const second = await explore({ seed: 51, schedules: 50 });
 * mergeExplorations([first, second]).schedules; // 100
 * ```
 */
export function mergeExplorations(parts: readonly [Exploration, ...Exploration[]]): Exploration {
  return {
    schedules: parts.reduce((sum, part) => sum + part.schedules, 0),
    states: parts.reduce((most, part) => Math.max(most, part.states), 0),
    exhausted: parts.find((part) => part.exhausted !== undefined)?.exhausted,
    findings: parts.flatMap((part) => part.findings),
    faults: sums(parts.map((part) => part.faults)),
    taken: sums(parts.map((part) => part.taken)),
    transitions: parts[0].transitions,
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
