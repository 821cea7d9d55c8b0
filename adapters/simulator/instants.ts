const IST_OFFSET = 19_800_000;

/**
 * ISO-8601 in UTC with milliseconds, as the SDK prints session times.
 *
 * @param at epoch milliseconds
 */
export function isoUtc(at: number): string {
  return new Date(at).toISOString();
}

/**
 * ISO-8601 in UTC without milliseconds, as the session API prints token expiry.
 *
 * @param at epoch milliseconds
 */
export function isoSeconds(at: number): string {
  return `${isoUtc(at).slice(0, 19)}Z`;
}

/**
 * Indian time with its offset, as the rails print timestamps.
 *
 * @param at epoch milliseconds
 */
export function istTime(at: number): string {
  return `${isoUtc(at + IST_OFFSET).slice(0, 19)}+05:30`;
}

/**
 * A date of a mandate's validity, Indian time.
 *
 * @param at epoch milliseconds
 */
export function istDate(at: number): string {
  return isoUtc(at + IST_OFFSET)
    .slice(0, 10)
    .replaceAll('-', '/');
}
