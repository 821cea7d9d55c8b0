import { v4 } from 'uuid';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { platformNewId } from '../../src/platform/new-id.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

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
