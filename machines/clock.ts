/** The time of the phone: what the charts read when they plan a wait or date a record. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
}
