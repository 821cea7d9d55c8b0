/** Numbers and identifiers drawn from a seed: the same seed gives the same sequence. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** A string of decimal digits, for example an RRN. */
  digits(length: number): string;
  /** A string of lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A uuid of version 4. */
  uuid(): string;
  /** An independent sequence, so that one consumer does not shift another's numbers. */
  fork(name: string): Random;
}

/** Creates a seeded source of randomness (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function unit(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  function between(low: number, high: number): number {
    return low + Math.floor(unit() * (high - low + 1));
  }

  function hex(length: number): string {
    let text = '';
    while (text.length < length) {
      text += between(0, 15).toString(16);
    }
    return text;
  }

  return {
    between,
    hex,
    digits(length) {
      let text = String(between(1, 9));
      while (text.length < length) {
        text += String(between(0, 9));
      }
      return text;
    },
    uuid() {
      const variant = between(8, 11).toString(16);
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
    },
    fork: (name) => createRandom(hash(`${seed}/${name}`)),
  };
}

/** A 32-bit FNV-1a hash of a text. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
