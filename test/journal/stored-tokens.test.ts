import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import { TOKENS_1, TOKENS_2 } from '../../fixtures/stored-texts.js';
import { memoryStorage } from '../../src/index.js';
import { parseTokens, printTokens } from '../../src/journal/stored-tokens.js';
import { atRest, journalOn, KEYS, record, TOKENS } from './support/records.js';
import { failing } from './support/storages.js';

const DAY = 24 * 3_600_000;
const WRITTEN = [1_767_587_400_000, 1_767_587_460_000];

describe('the stored count of SMS tokens is read', () => {
  it('version 1, numbers with commas, and written as version 2', () => {
    expect(parseTokens(TOKENS_1)).toEqual({ at: WRITTEN, damaged: false });
    expect(printTokens(WRITTEN)).toBe(TOKENS_2);
  });

  it('version 2', () => {
    expect(parseTokens(TOKENS_2)).toEqual({ at: WRITTEN, damaged: false });
  });

  it.each([
    ['nothing', null, false],
    ['an empty text, as version 1 left it', '', false],
    ['another checksum', TOKENS_2.replace('7460', '7461'), true],
    ['the future', TOKENS_2.replace('"version":2', '"version":3'), true],
    ['words', 'a,,NaN,{}', true],
    ['a list without its version', '[1,2]', true],
    ['half a text', TOKENS_2.slice(0, 40), true],
  ])('%s', (_, text, damaged) => {
    expect(parseTokens(text).damaged).toBe(damaged);
  });

  it('and nothing else breaks the reading', () => {
    const pieces = fc.constantFrom(
      TOKENS_1,
      TOKENS_2,
      '1',
      ',',
      '"',
      '{',
      '9999999999999999',
      '.',
      'x',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseTokens(text).at.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

function setUp(text?: string) {
  const clock = createVirtualClock();
  const storage = memoryStorage();
  if (text !== undefined) storage.setItem(TOKENS, text);
  return { clock, storage, journal: journalOn(storage, { clock }) };
}

describe('a damaged count of SMS tokens', () => {
  it('is quarantined, and counts as the whole limit for a day, not for ever', async () => {
    const { clock, storage, journal } = setUp('a,,NaN,{}');
    const now = clock.now();
    expect(await journal.countBindAttempt(3)).toEqual({
      allowed: false,
      attempts: [now, now, now],
    });
    expect(JSON.parse(String(storage.getItem(`${TOKENS}/unreadable`)))).toEqual({
      at: now,
      text: 'a,,NaN,{}',
    });
    await clock.advance(DAY - 1);
    expect(await journal.countBindAttempt(3)).toMatchObject({ allowed: false });
    await clock.advance(1);
    expect(await journal.countBindAttempt(3)).toMatchObject({ allowed: true });
    await clock.advance(1);
    expect(await journal.countBindAttempt(3)).toMatchObject({ allowed: true });
  });

  it('keeps the times that can be recognised', async () => {
    const { clock, storage, journal } = setUp();
    await journal.countBindAttempt(3);
    const first = clock.now();
    await clock.advance(DAY / 2);
    storage.setItem(TOKENS, String(storage.getItem(TOKENS)).slice(0, -6));
    const now = clock.now();
    expect(await journal.countBindAttempt(3)).toEqual({
      allowed: false,
      attempts: [first, now, now],
    });
    await clock.advance(DAY / 2);
    expect(await journal.countBindAttempt(3)).toMatchObject({ allowed: true });
  });

  it('is reported at the start, and mended', async () => {
    const { storage, journal } = setUp('a,,NaN,{}');
    storage.setItem(KEYS.legacy, '{"version":1,"orders":[]}');
    expect(await journal.restore()).toMatchObject({
      orders: [],
      problem: { reason: 'storageFailed' },
    });
    await atRest();
    expect(parseTokens(String(storage.getItem(TOKENS))).damaged).toBe(false);
    expect(await journal.restore()).toEqual({ orders: [] });
  });

  it('is not written over while it cannot be copied: no token is asked for', async () => {
    const { clock, storage } = setUp('damaged');
    const full = failing(
      storage,
      (operation, key) => operation === 'set' && key.includes('unreadable'),
    );
    const journal = journalOn(full, { clock });
    await expect(journal.countBindAttempt(3)).rejects.toMatchObject({
      problem: { reason: 'storageFailed' },
    });
    expect(storage.getItem(TOKENS)).toBe('damaged');
  });

  it('that cannot be read at all forgets no order', async () => {
    const { clock, storage, journal } = setUp();
    await journal.claim(record('A1'));
    const broken = failing(storage, (_, key) => key === TOKENS);
    const { orders } = await journalOn(broken, { clock }).restore();
    expect(orders).toMatchObject([{ orderId: 'A1' }]);
  });
});

describe('SMS tokens counted while the clock was ahead', () => {
  it('do not block new ones until their time has come', async () => {
    const { clock, journal, storage } = setUp();
    const wrong = clock.now() + 400 * DAY;
    storage.setItem(TOKENS, printTokens([wrong, wrong, wrong]));
    expect(await journal.countBindAttempt(3)).toMatchObject({ allowed: false });
    await clock.advance(DAY);
    expect(await journal.countBindAttempt(3)).toMatchObject({ allowed: true });
  });
});
