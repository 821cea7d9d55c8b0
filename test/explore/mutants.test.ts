import { describe, expect, it } from 'vitest';
import { MUTANTS } from './support/mutants.js';
import { exploreMutant } from './support/mutate.js';

/** A mutant that survives this many schedules is a hole in the checker. */
const SCHEDULES = 500;

describe.concurrent('the explorer catches', () => {
  it.each(MUTANTS)('$name', { timeout: 120_000 }, async (mutant) => {
    const { rules } = await exploreMutant(mutant, SCHEDULES);
    expect(rules.filter((rule) => mutant.rules.includes(rule))).not.toEqual([]);
  });

  it('nothing where nothing is broken', { timeout: 120_000 }, async () => {
    const sound = { name: 'sound', rules: [], edits: [] };
    expect(await exploreMutant(sound, 50)).toEqual({ done: 50, rules: [] });
  });
});
