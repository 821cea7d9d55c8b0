import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/testing/index.js';
import { CASES } from './support/worse-world.js';

// Each of these broke the rules it names, on the product as it was before the world got worse.
describe('in a worse world', () => {
  it.each(CASES)('$name', async ({ script }) => {
    const { violations } = await runScript(script);
    expect(violations).toEqual([]);
  });
});
