import type { Issue } from '../../core/protocol/index.js';
import type { UpiCommand } from '../commands/command.js';
import type { RejectionCause, RejectionReason } from '../commands/rejection.js';
import type { UpiOrder } from '../state/order-view.js';
import type { ShownProblem } from '../state/shown-problem.js';

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
      /** What stands in the way, where the reason alone does not say it. */
      readonly because?: RejectionCause | undefined;
      /** The order that owns the screen, when one does. */
      readonly orderId?: string | undefined;
      /** The same as a sentence for developers: what to do about it. */
      readonly message?: string | undefined;
      readonly issues: readonly Issue[];
      /** What a developer, or time, can do about it: the storage could not be read yet. */
      readonly problem?: ShownProblem | undefined;
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
  /** Something needs a developer's eye: a record in quarantine, an amount that differs. */
  | {
      readonly type: 'error';
      readonly problem: ShownProblem;
      readonly orderId?: string | undefined;
    };

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
