import type { BindQuota } from '../../machines/device/types.js';
import type { Exclusively } from './order-storage.js';
import { quarantine } from './quarantine.js';
import { parseTokens, printTokens } from './stored-tokens.js';
import type { Texts } from './texts.js';

/** The count of SMS tokens of this device. */
export interface BindAttempts {
  /** Counts one more, unless there were `limit` in the last 24 hours. */
  count(limit: number): Promise<BindQuota>;
  /** Whether the count could not be understood; never rejects. */
  isDamaged(): Promise<boolean>;
  /** Makes a damaged count whole. */
  repair(limit: number): Promise<void>;
}

export interface BindAttemptsParts {
  readonly texts: Texts;
  /** Names the merchant on this device. */
  readonly scope: string;
  readonly exclusively: Exclusively;
  readonly now: () => number;
}

const DAY = 24 * 60 * 60 * 1_000;

export function createBindAttempts(parts: BindAttemptsParts): BindAttempts {
  const { texts, scope, exclusively, now } = parts;
  const key = `upi-flow/sms-tokens/${scope}`;

  /** The tokens of the last 24 hours. A damaged text counts as `limit` tokens, the unknown as new. */
  async function read(limit: number): Promise<readonly number[]> {
    const text = await texts.get(key);
    const { at, damaged } = parseTokens(text);
    const time = now();
    const recent = at.filter((one) => one > time - DAY);
    if (damaged && text !== undefined) await quarantine(texts, key, text, time);
    // A clock that was ahead must not lock anybody out until its time has come.
    const known = recent.map((one) => Math.min(one, time)).sort((a, b) => a - b);
    const missing = damaged ? Math.max(0, limit - known.length) : 0;
    const counted = [...known, ...Array.from({ length: missing }, () => time)];
    if (damaged || recent.some((one) => one > time)) await texts.set(key, printTokens(counted));
    return counted;
  }

  return {
    count: (limit) =>
      exclusively(key, async () => {
        const attempts = await read(limit);
        if (attempts.length >= limit) return { allowed: false, attempts };
        const counted = [...attempts, now()];
        await texts.set(key, printTokens(counted));
        return { allowed: true, attempts: counted };
      }),
    isDamaged: () =>
      // A count that cannot be read is no reason to forget orders: it is refused when it is needed.
      texts.getPatiently(key).then(
        (text) => parseTokens(text).damaged,
        () => false,
      ),
    repair: (limit) =>
      exclusively(key, async () => {
        await read(limit);
      }),
  };
}
