/**
 * The most that is taken of what an app passes in: everything here is kept in memory or in the
 * storage, and goes over the wire. Lengths are in characters.
 */
export const LIMITS = {
  /** An order id, and the request id of a session. A `pay` order is shorter: 20. */
  id: 64,
  /** What the SDK or the dashboard named: a SIM, a bank, an account, a merchant's VPA. */
  reference: 128,
  /** An address such as name@psp. */
  vpa: 255,
  /** The name of a mandate, shown to the customer. */
  mandateName: 100,
  /** What an order is about, shown to the customer. */
  description: 255,
  /** Entries of a list of ids. */
  list: 50,
  /** Free fields that come back with the result: how many, and the lengths of key and value. */
  udfFields: 50,
  udfName: 64,
  udfValue: 1_000,
  /** Levels of the payload of a session. */
  depth: 32,
} as const;

/** Whether a text is short enough, and holds no control character and no half of one. */
export function isTidy(text: string, most: number): boolean {
  // No property escapes: not every engine on phones has them.
  return text.length <= most && Array.from(text).every(isPrintable);
}

function isPrintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0);
  return !isControl && !(code >= 0xd800 && code <= 0xdfff);
}
