import { inspect } from 'node:util';
import { v4 } from 'uuid';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { safeCode, safeId } from '../../core/model/redact.js';
import { safeText } from '../../core/model/safe-text.js';
import { isSecret, Secret } from '../../core/protocol/index.js';
import { memoryStorage, responseCode } from '../../src/index.js';
import { scopeOf } from '../../src/journal/scope.js';
import { platformNewId } from '../../src/platform/new-id.js';
import { systemClock } from '../../src/platform/system-clock.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a text from outside', () => {
  it.each([
    ['SMS from 919876543210 not matched', 'SMS from • not matched'],
    ['SMS from +91 98765-43210 not matched', 'SMS from • • not matched'],
    ['VPA secret.name@upf not available', 'VPA • not available'],
    ['mail to a.b+c@example.com', 'mail to •'],
    ['token eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9 is old', 'token • is old'],
    ['JP_012 Unable to process payment U30', 'JP_012 Unable to process payment U30'],
    ['tkn_1a2b3c4d5e6f7a8b_9c0d1e2f, expired', '•, expired'],
    ['“abc” a.b.c-d_e', '• •'],
    [`${'x'.repeat(195)}@upf`, '•'],
    ['SMS_VERIFICATION_MISMATCH', 'SMS_VERIFICATION_MISMATCH'],
    ['', ''],
  ])('%s', (text, safe) => {
    expect(safeText(text)).toBe(safe);
  });

  it('is cut', () => {
    expect(safeText('word '.repeat(1_000)).length).toBeLessThanOrEqual(200);
  });
});

describe('an id or a code from outside', () => {
  it('is kept when it looks like one', () => {
    expect([safeCode('U30'), safeCode('JP_012'), safeCode(undefined)]).toEqual([
      'U30',
      'JP_012',
      undefined,
    ]);
    expect(safeId('moz3hjuAtiiQriCVFBn')).toBe('moz3hjuAtiiQriCVFBn');
  });

  it('is left out when it may be somebody’s', () => {
    for (const text of ['mobile 919876543210', '919876543210', 'asha@ypay', '', 'x'.repeat(65)]) {
      expect([safeCode(text), safeId(text)]).toEqual([undefined, undefined]);
    }
  });
});

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

describe('ids', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('come from the platform where it makes them', () => {
    const newId = platformNewId();
    expect(newId()).toMatch(UUID);
    expect(newId()).not.toBe(newId());
  });

  it('are made of random bytes where it only has those', () => {
    let next = 0;
    vi.stubGlobal('crypto', {
      getRandomValues: (bytes: Uint8Array) => bytes.map(() => (next++ * 37) % 256),
    });
    const newId = platformNewId();
    const ids = [newId(), newId(), newId()];
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(3);
  });

  it.each([
    ['all zeros', 0, '00000000-0000-4000-8000-000000000000'],
    ['all ones', 255, 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
  ])('have version and variant whatever the bytes are: %s', (_, byte, id) => {
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.fill(byte) });
    expect(platformNewId()()).toBe(id);
  });

  it.each([
    ['nothing', undefined],
    ['an empty object', {}],
    ['texts', { randomUUID: 'yes', getRandomValues: 'no' }],
  ])('cannot be made of %s: that is said at creation', (_, source) => {
    vi.stubGlobal('crypto', source);
    expect(() => platformNewId()).toThrow(
      new Error(
        'createUpiFlow: this platform has no crypto.randomUUID or crypto.getRandomValues. ' +
          'Pass newId, a function that returns a uuid v4, or install a polyfill such as ' +
          'react-native-get-random-values before upi-flow is loaded.',
      ),
    );
  });

  it('are never made of nothing: such an id would repeat', () => {
    vi.stubGlobal('crypto', { getRandomValues: () => undefined });
    expect(() => platformNewId()()).toThrow();
  });

  it('are those of the package uuid', () => {
    let next = 0;
    const counting = (bytes: Uint8Array): Uint8Array => bytes.map(() => next++ % 256);
    vi.stubGlobal('crypto', { getRandomValues: counting });
    const ours = platformNewId()();
    next = 0;
    expect(ours).toBe(v4());
    vi.stubGlobal('crypto', { randomUUID: () => 'from the platform' });
    expect([platformNewId()(), v4()]).toEqual(['from the platform', 'from the platform']);
  });
});

describe('the defaults', () => {
  it('remember as long as the process lives', () => {
    const storage = memoryStorage();
    expect(storage.getItem('a')).toBeNull();
    storage.setItem('a', '1');
    expect(storage.getItem('a')).toBe('1');
    storage.removeItem('a');
    expect(storage.getItem('a')).toBeNull();
  });

  it('use the platform’s clock', () => {
    vi.useFakeTimers({ now: 5_000 });
    try {
      const passed: string[] = [];
      systemClock.setTimeout(() => passed.push('kept'), 100);
      systemClock.clearTimeout(systemClock.setTimeout(() => passed.push('stopped'), 50));
      expect(systemClock.now()).toBe(5_000);
      vi.advanceTimersByTime(100);
      expect(passed).toEqual(['kept']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('know what a response code means', () => {
    expect(responseCode('z9')).toMatchObject({ category: 'insufficientFunds' });
  });
});
