import { type ArmedList, createArmedList } from './armed.js';

/**
 * What can go wrong with a webhook:
 *
 * - `duplicate`: the same event twice, the second `ms` later; default 0
 * - `reorder`: it comes after the event that follows it; after `ms` without any, default 60,000
 * - `lose`: it is never sent
 * - `noId`: it has no `id`
 * - `delay`: it comes `ms` later, default 600,000
 * - `wrongAuth`: the first try has another password
 * - `texts`: numbers and flags as texts
 *
 * @example
 * ```ts
 * mock.webhooks.arm('lose', { event: 'ORDER_SUCCEEDED' });
 * ```
 */
export type WebhookFault =
  | 'duplicate'
  | 'reorder'
  | 'lose'
  | 'noId'
  | 'delay'
  | 'wrongAuth'
  | 'texts';

/** The kinds of {@link WebhookFault}. */
export const WEBHOOK_FAULTS = [
  'duplicate',
  'reorder',
  'lose',
  'noId',
  'delay',
  'wrongAuth',
  'texts',
] as const satisfies readonly WebhookFault[];

/**
 * Which webhooks a fault befalls.
 *
 * @example
 * ```ts
 * mock.webhooks.arm('delay', { event: 'TXN_CHARGED', times: 2, ms: 3_600_000 });
 * ```
 */
export interface WebhookFaultMatch {
  /** For example `ORDER_SUCCEEDED`. Default every event. */
  readonly event?: string | undefined;
  /** How many events it befalls; `Infinity` for all of them. Default 1. */
  readonly times?: number | undefined;
  readonly ms?: number | undefined;
}

/** A list of faults of webhooks, by the names of events. */
export function createWebhookFaults(): ArmedList<WebhookFault, WebhookFaultMatch, string> {
  return createArmedList((event, _kind, match) => (match.event ?? event) === event);
}
