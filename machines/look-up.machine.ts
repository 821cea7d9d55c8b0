import { assign, enqueueActions, setup } from 'xstate';
import type { StatusReading } from '../src/protocol/index.js';
import { type DeadlinePassed, deadlineSuppliedByHost, suppliedByHost } from './actors.js';
import { statusFailure } from './status-mistakes.js';

export interface LookUpInput {
  readonly orderId: string;
  /** Ms to wait before each look, the next first. */
  readonly waits: readonly number[];
}

export interface LookUpContext extends LookUpInput {
  /** Epoch ms, read from the clock by the action `stamp`. */
  readonly now: number;
  /** Epoch ms of the next look. */
  readonly deadlineAt: number;
}

export type LookUpEvent = DeadlinePassed | { readonly type: 'app.foreground' };

/** One read of the merchant's order status. */
const readStatus = suppliedByHost<StatusReading, { orderId: string; urgent: boolean }>();

/**
 * Asks about an order that ended without money, now and then: a server that was behind is believed in
 * the end. It decides nothing; the root hears of every answer as `order.lookedUp`, and of the end as
 * `lookUp.ended`.
 *
 * @example
 * ```ts
 * const machine = lookUpMachine.provide({ actors: { readStatus: fromPromise(askMyServer) } });
 * createActor(machine, { input: { orderId: 'A1', waits: [60_000] } }).start();
 * ```
 */
export const lookUpMachine = setup({
  types: {
    context: {} as LookUpContext,
    events: {} as LookUpEvent,
    input: {} as LookUpInput,
    tags: {} as 'waiting',
  },
  actors: { readStatus, deadline: deadlineSuppliedByHost },
  actions: {
    stamp: assign({ now: ({ context }) => context.now }),
    startWait: assign({ deadlineAt: ({ context }) => context.now + (context.waits[0] ?? 0) }),
    endWait: assign({ waits: ({ context }) => context.waits.slice(1) }),
    reportReading: enqueueActions(
      ({ context: { orderId }, enqueue, self }, { reading }: { reading: StatusReading }) => {
        const parent = self._parent;
        if (parent !== undefined) {
          enqueue.sendTo(parent, { type: 'order.lookedUp', orderId, reading });
        }
      },
    ),
    reportNoStatus: enqueueActions(
      ({ context: { orderId }, enqueue, self }, { error }: { error: unknown }) => {
        const parent = self._parent;
        const problem = statusFailure(error);
        if (parent === undefined || problem === undefined) return;
        enqueue.sendTo(parent, { type: 'order.unclear', orderId, problem });
      },
    ),
    reportEnd: enqueueActions(({ context: { orderId }, enqueue, self }) => {
      const parent = self._parent;
      if (parent !== undefined) enqueue.sendTo(parent, { type: 'lookUp.ended', orderId });
    }),
  },
  guards: {
    hasMoreLooks: ({ context }) => context.waits.length > 0,
  },
}).createMachine({
  id: 'lookUp',
  description: 'Asks now and then about an order that ended without money.',
  context: ({ input }) => ({ ...input, now: 0, deadlineAt: 0 }),
  initial: 'routing',
  states: {
    routing: {
      description: 'Goes on while there are looks to come.',
      always: [{ guard: 'hasMoreLooks', target: 'waiting' }, { target: 'ended' }],
    },
    waiting: {
      description: 'Until the next look.',
      tags: 'waiting',
      entry: ['stamp', 'startWait'],
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
        onDone: {
          target: 'routing',
          actions: { type: 'reportReading', params: ({ event }) => ({ reading: event.output }) },
        },
        onError: {
          target: 'routing',
          actions: { type: 'reportNoStatus', params: ({ event }) => ({ error: event.error }) },
        },
      },
    },
    ended: { description: 'The root stops it.', entry: 'reportEnd' },
  },
});
