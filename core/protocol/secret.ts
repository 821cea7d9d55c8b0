/**
 * A box for a value that must never be printed: a phone number, card digits, a signed payload.
 * Events, context and snapshots carry the box; only the code that builds the wire request opens it.
 * `JSON.stringify`, template strings and console output show `[secret]`, and a box that went through
 * JSON is no box any more, so a restored snapshot cannot send what it carried.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Call it only where the value leaves for the SDK. */
  reveal(): T {
    return this.#value;
  }

  toJSON(): string {
    return '[secret]';
  }

  toString(): string {
    return '[secret]';
  }
}

/** What is in the box, or `otherwise` when there is none, or JSON made a text of it. Never throws. */
export function reveal<T>(box: Secret<T> | undefined, otherwise: T): T {
  return box instanceof Secret ? box.reveal() : otherwise;
}

/** Whether `value` is still a box, and not the text that JSON made of one. */
export function isSecret(value: unknown): value is Secret<unknown> {
  return value instanceof Secret;
}
