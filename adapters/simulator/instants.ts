const IST_OFFSET = 19_800_000;

/**
 * ISO-8601 in UTC with milliseconds, as the SDK prints session times.
 *
 * @param at epoch milliseconds
 *
 * @example
 * ```ts
 * isoUtc(1626679253318); // '2021-07-19T07:20:53.318Z'
 * ```
 */
export function isoUtc(at: number): string {
  return new Date(at).toISOString();
}

/**
 * ISO-8601 in UTC without milliseconds, as the session API prints token expiry.
 *
 * @param at epoch milliseconds
 *
 * @example
 * ```ts
 * isoSeconds(1707906973000); // '2024-02-14T10:36:13Z'
 * ```
 */
export function isoSeconds(at: number): string {
  return `${isoUtc(at).slice(0, 19)}Z`;
}

/**
 * Indian time with its offset, as the rails print timestamps.
 *
 * @param at epoch milliseconds
 *
 * @example
 * ```ts
 * istTime(1640854026000); // '2021-12-30T14:17:06+05:30'
 * ```
 */
export function istTime(at: number): string {
  return `${isoUtc(at + IST_OFFSET).slice(0, 19)}+05:30`;
}

/**
 * A date of a mandate's validity, Indian time.
 *
 * @param at epoch milliseconds
 *
 * @example
 * ```ts
 * istDate(1640854026000); // '2021/12/30'
 * ```
 */
export function istDate(at: number): string {
  return isoUtc(at + IST_OFFSET)
    .slice(0, 10)
    .replaceAll('-', '/');
}
