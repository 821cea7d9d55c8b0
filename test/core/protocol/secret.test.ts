import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isSecret, Secret } from '../../../core/protocol/index.js';

describe('a secret', () => {
  const secret = new Secret('919876543210');

  it.each([
    ['JSON', JSON.stringify({ secret })],
    ['a template', `${secret}`],
    ['String', String(secret)],
    ['concatenation', `number ${secret}`],
    ['util.inspect', inspect(secret, { depth: 9, showHidden: true })],
    ['util.inspect of a holder', inspect({ deep: { secret } }, { depth: 9 })],
    ['its keys', JSON.stringify([Object.keys(secret), Object.entries(secret)])],
    ['a copy', JSON.stringify({ ...secret })],
    ['an error', JSON.stringify(new Error(String(secret)).message)],
  ])('shows nothing in %s', (_, print) => {
    expect(print).not.toContain('9876543210');
  });

  it('opens only where it is asked to', () => {
    expect(secret.reveal()).toBe('919876543210');
  });

  it('that went through JSON is none any more', () => {
    expect(isSecret(secret)).toBe(true);
    expect(isSecret(JSON.parse(JSON.stringify(secret)))).toBe(false);
    expect(isSecret(undefined)).toBe(false);
    expect(isSecret({ reveal: () => 1 })).toBe(false);
  });
});
