import { describe, expect, it } from 'vitest';
import { MUTANTS } from './support/mutants.js';
import { exploreMutant } from './support/mutate.js';

/** A mutant that survives this many schedules is a hole in the checker. */
const SCHEDULES = 4_000;

describe.concurrent('the explorer catches', () => {
  it.each(MUTANTS)('$name', { timeout: 300_000 }, async (mutant) => {
    const { rules } = await exploreMutant(mutant, SCHEDULES);
    expect(rules).not.toEqual([]);
  });
});
