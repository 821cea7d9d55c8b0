import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../src/journal/scope.js';

describe('a scope', () => {
  it('is short, stable and shows nothing of its parts', () => {
    const scope = scopeOf('sandbox', 'stock', '919876543210');
    expect(scope).toBe(scopeOf('sandbox', 'stock', '919876543210'));
    expect(scope).toMatch(/^[0-9a-f]{16}$/);
  });

  it('differs for everything that differs', () => {
    const scopes = [
      scopeOf('sandbox', 'stock', 'a'),
      scopeOf('production', 'stock', 'a'),
      scopeOf('sandbox', 'stock', 'b'),
      scopeOf('sandbox', 'stocka'),
      scopeOf('sandbox', 'stock'),
      scopeOf('sandboxstock', 'a'),
      scopeOf('sandbox', 'sto', 'cka'),
      scopeOf('sandbox|5:stock', 'a'),
    ];
    expect(new Set(scopes).size).toBe(scopes.length);
  });

  it('tells ten thousand customers apart', () => {
    const scopes = Array.from({ length: 10_000 }, (_, n) => scopeOf('sandbox', 'stock', `c${n}`));
    expect(new Set(scopes).size).toBe(10_000);
  });
});
