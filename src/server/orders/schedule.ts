const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long to wait before each look at an open order, from the moment it could be paid: about three days. */
const WAITS: readonly number[] = [
  ...[2, 3, 5, 10, 20, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 4, 8, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6].map((hours) => hours * HOUR),
];

/** An order that nobody could clear up is looked at so seldom, for as long as it takes. */
const PARKED = 12 * HOUR;

/** Looks that are made whatever they find, when somebody says that something has begun: about an hour of them. */
export const RECHECKS = 12;

/** The plan for an order that was looked at so many times since it was sent; below 0 since somebody asked for it. */
export function nextCheck(checks: number): { readonly wait: number; readonly isOver: boolean } {
  const wait = WAITS[checks < 0 ? checks + RECHECKS : checks];
  return { wait: wait ?? PARKED, isOver: wait === undefined };
}
