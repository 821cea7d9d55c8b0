import { describe, expect, it } from 'vitest';
import { explorePlanted } from './support/plant.js';
import { PLANTED } from './support/planted.js';

/** A fault that survives this many schedules from its seed on is a hole in the explorer. */
const SCHEDULES = 50;

describe.concurrent('the explorer finds', () => {
  it.each(PLANTED)('$name', { timeout: 120_000 }, async (fault) => {
    const { rules } = await explorePlanted(fault, SCHEDULES);
    expect(rules.filter((rule) => fault.rules.includes(rule))).not.toEqual([]);
  });

  it('nothing where nothing was planted', { timeout: 120_000 }, async () => {
    const sound = { name: 'sound', seed: 1, rules: [], edits: [] };
    expect(await explorePlanted(sound, 50)).toEqual({ done: 50, rules: [] });
  });
});
