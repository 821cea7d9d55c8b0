import { assertEvent, type DoneActorEvent, type ErrorActorEvent, setup } from 'xstate';
import type { ServerStatus } from '../../core/protocol/index.js';
import { statusFailure } from '../payment/status-mistakes.js';
import { type Clock, timeOf } from '../shared/clock.js';
import { type DeadlinePassed, deadlineNotProvided, notProvided } from '../shared/not-provided.js';
import type { OrderParent } from '../shared/order-parent.js';

export interface LookUpInput {
  readonly orderId: string;
  /** Ms to wait before each look, the next first. */
  readonly waits: readonly number[];
  readonly clock: Clock;
  /** Who hears of it. */
  readonly parent?: OrderParent | undefined;
}

export interface LookUpContext extends LookUpInput {
  /** Epoch ms of the next look. */
  readonly deadlineAt: number;
}

export type LookUpEvent =
  | DeadlinePassed
  | { readonly type: 'app.foreground' }
  | DoneActorEvent<ServerStatus, 'lookUpStatus'>
  | ErrorActorEvent<unknown, 'lookUpStatus'>;

/** One read of the merchant's order status. */
const readStatus = notProvided<ServerStatus, { orderId: string; urgent: boolean }>();

const base = setup({
  types: {
    context: {} as LookUpContext,
    events: {} as LookUpEvent,
    input: {} as LookUpInput,
    tags: {} as 'waiting',
  },
  actors: { readStatus, deadline: deadlineNotProvided },
});

const lookUpSetup = base.extend({
  actions: {
    startWait: base.assign({
      deadlineAt: ({ context: { clock, waits } }) => timeOf(clock) + (waits[0] ?? 0),
    }),
    endWait: base.assign({ waits: ({ context }) => context.waits.slice(1) }),
    notifyServerStatus: base.enqueueActions(({ context: { orderId, parent }, enqueue, event }) => {
      assertEvent(event, 'xstate.done.actor.lookUpStatus');
      if (parent === undefined) return;
      enqueue.sendTo(parent, { type: 'order.lookedUp', orderId, serverStatus: event.output });
    }),
    notifyNoStatus: base.enqueueActions(({ context: { orderId, parent }, enqueue, event }) => {
      assertEvent(event, 'xstate.error.actor.lookUpStatus');
      const problem = statusFailure(event.error);
      if (parent === undefined || problem === undefined) return;
      enqueue.sendTo(parent, { type: 'order.unclear', orderId, problem });
    }),
    notifyEnd: base.enqueueActions(({ context: { orderId, parent }, enqueue }) => {
      if (parent !== undefined) enqueue.sendTo(parent, { type: 'lookUp.ended', orderId });
    }),
  },
  guards: {
    hasMoreLooks: ({ context }) => context.waits.length > 0,
  },
});

/**
 * Asks about an order that ended without money, now and then: a server that was behind is believed in
 * the end. It decides nothing; the root hears of every answer as `order.lookedUp`, and of the end as
 * `lookUp.ended`.
 *
 * @example
 * ```ts
 * const machine = lookUpMachine.provide({ actors: { readStatus: fromPromise(askMyServer) } });
 * createActor(machine, { input: { orderId: 'A1', waits: [60_000], clock } }).start();
 * ```
 */
export const lookUpMachine = lookUpSetup.createMachine({
  id: 'lookUp',
  description: 'Asks now and then about an order that ended without money.',
  context: ({ input }) => ({ ...input, deadlineAt: 0 }),
  initial: 'routing',
  states: {
    routing: {
      description: 'Goes on while there are looks to come.',
      always: [{ guard: 'hasMoreLooks', target: 'waiting' }, { target: 'ended' }],
    },
    waiting: {
      description: 'Until the next look.',
      tags: 'waiting',
      entry: 'startWait',
      invoke: {
        src: 'deadline',
        id: 'lookUpDeadline',
        input: ({ context }) => ({ at: context.deadlineAt }),
      },
      on: {
        'deadline.passed': { target: 'checking', actions: 'endWait' },
        'app.foreground': 'checking',
      },
    },
    checking: {
      description: 'One read of the order status.',
      tags: 'waiting',
      invoke: {
        src: 'readStatus',
        id: 'lookUpStatus',
        input: ({ context }) => ({ orderId: context.orderId, urgent: false }),
        onDone: { target: 'routing', actions: 'notifyServerStatus' },
        onError: { target: 'routing', actions: 'notifyNoStatus' },
      },
    },
    ended: { description: 'The root stops it.', entry: 'notifyEnd' },
  },
});
