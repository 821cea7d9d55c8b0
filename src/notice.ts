import type { Problem } from '../machines/problem.js';
import type { UpiCommand } from './command.js';
import type { Issue } from './protocol/index.js';
import type { UpiOrder } from './view/order-view.js';

/**
 * Why a command was rejected.
 *
 * - `invalid`: it is malformed; `issues` say what and what to do
 * - `notStarted`: the flow was not started, or was stopped
 * - `notReady`: the SDK is not ready
 * - `busy`: something else owns the SDK's screen
 * - `notAllowed`: not possible in the present step
 *
 * @example
 * ```ts
 * flow.on('command.rejected', ({ command, reason }) => {
 *   if (reason === 'invalid' || reason === 'notAllowed') report(`${command}: ${reason}`);
 * });
 * ```
 */
export type RejectionReason = 'invalid' | 'notStarted' | 'notReady' | 'busy' | 'notAllowed';

/**
 * What happens once and is told once.
 *
 * @example
 * ```ts
 * flow.on('order.settled', ({ order }) => track(order.status));
 * ```
 */
export type UpiNotice =
  /** The truth about an order is known. */
  | { readonly type: 'order.settled'; readonly order: UpiOrder }
  /** Money may or may not have moved; it is being found out. Never show this as failed. */
  | { readonly type: 'order.pending'; readonly order: UpiOrder }
  | {
      readonly type: 'command.rejected';
      readonly command: UpiCommand['type'] | undefined;
      readonly reason: RejectionReason;
      readonly issues: readonly Issue[];
      /** What a developer, or time, can do about it: the storage could not be read yet. */
      readonly problem?: Problem | undefined;
    }
  /**
   * The SDK answered a request nobody waits for any more, or never made. Told once for each thing
   * that is said under one id, however often it is repeated.
   */
  | {
      readonly type: 'sdk.late';
      readonly requestId: string | undefined;
      readonly operation: string | undefined;
    }
  /** The SDK said something that cannot be read. */
  | { readonly type: 'sdk.malformed'; readonly reason: string }
  /** Something needs a developer's eye: a record set aside, an amount that differs. */
  | { readonly type: 'error'; readonly problem: Problem; readonly orderId?: string | undefined };

/**
 * The notice of one type.
 *
 * @example
 * ```ts
 * const track = ({ order }: UpiNoticeOf<'order.settled'>) => log(order.status);
 * flow.on('order.settled', track);
 * ```
 */
export type UpiNoticeOf<T extends UpiNotice['type']> = Extract<UpiNotice, { type: T }>;
