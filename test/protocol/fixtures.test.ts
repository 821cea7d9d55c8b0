import { describe, expect, it } from 'vitest';
import { seedSamples } from '../../fixtures/seed-samples.js';
import { buildRequest, decodeEvent, operations } from '../../src/protocol/index.js';
import { base } from './support/inputs.js';

describe('the seed samples', () => {
  it('are all there', () => {
    const count = (seed: string) => seedSamples.filter((entry) => entry.seed === seed).length;
    expect([count('002'), count('003'), count('004')]).toEqual([18, 3, 4]);
    expect(new Set(seedSamples.map(({ name, kind }) => `${name} ${kind}`)).size).toBe(25);
  });

  it.each(seedSamples)('$seed $kind: $name is JSON', ({ kind, text }) => {
    const parsed: unknown = JSON.parse(text);
    if (kind === 'response') expect(decodeEvent(text).type).toBe('result');
    if (kind === 'request') expect(operations).toHaveProperty(actionOf(parsed));
    if (kind === 'claims') {
      const built = buildRequest('onboarding', {}, base);
      const identity = Object.keys((built.ok && built.value.claims) || {});
      expect(Object.keys(parsed as object).slice(0, 3)).toEqual(identity);
    }
    if (kind === 'session') expect(parsed).toHaveProperty('order_id');
  });
});

function actionOf(request: unknown): string {
  expect(request).toHaveProperty('payload.action');
  return (request as { payload: { action: string } }).payload.action;
}
