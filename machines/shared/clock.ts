/** The time of the phone: what the charts read when they plan a wait or date a record. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
}

/** Epoch ms. A clock that went through JSON is none any more: time stands still then. */
export function timeOf(clock: Clock): number {
  return typeof clock.now === 'function' ? clock.now() : 0;
}
