import type { ActorRef, Snapshot } from 'xstate';
import type { OrderRecord } from '../../core/model/order.js';
import type { Problem } from '../../core/model/problem.js';
import type { ServerStatus } from '../../core/protocol/index.js';

/** What the charts of one order tell whoever started them. */
export type OrderNews =
  | { readonly type: 'order.changed'; readonly order: OrderRecord }
  /** The server said something of the order that cannot be understood. */
  | { readonly type: 'order.unclear'; readonly orderId: string; readonly problem: Problem }
  /** What the server said of a settled order. */
  | {
      readonly type: 'order.lookedUp';
      readonly orderId: string;
      readonly serverStatus: ServerStatus;
    }
  | { readonly type: 'lookUp.ended'; readonly orderId: string };

/** Who started the chart of an order; it is lost when a snapshot is restored. */
export type OrderParent = ActorRef<Snapshot<unknown>, OrderNews>;
