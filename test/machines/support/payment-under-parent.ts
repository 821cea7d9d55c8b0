import type { OrderRecord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { Secret, type ServerStatus } from '../../../core/protocol/index.js';
import { paymentMachine } from '../../../machines/payment/machine.js';
import type {
  ClaimResult,
  PaymentEvent,
  PaymentInput,
  SignedRequest,
} from '../../../machines/payment/types.js';
import { chartUnderTest, done } from './chart.js';
import { pathOf } from './path.js';
import { NOW, orderOf, serverStatusOf } from './payment-context.js';
import { attemptFor } from './upi-flow-context.js';

export const SIGNED: SignedRequest = new Secret({ payload: {} });

/** A first attempt for A1 that the merchant's server has to sign. */
export const ATTEMPT = attemptFor('A1', { attemptId: 'a1', requestId: 'r1' });

/** An order known from before: there is nothing to send of it. */
export const KNOWN: Partial<PaymentInput> = {
  attempt: undefined,
  order: orderOf({ status: 'pending', at: NOW }),
};

/** One order under a parent that only listens; every answer comes when the test gives it. */
export function paymentUnderParent(more: Partial<PaymentInput> = {}) {
  const order = orderOf({ status: 'authorizing', at: NOW });
  const given = { order, attempt: ATTEMPT, canQueryStatus: true, timings: defaultTimings };
  const chart = chartUnderTest({
    machine: paymentMachine,
    input: (clock, parent) => ({ ...given, clock, parent, ...more }),
  });
  const { actor, clock, running, started, told } = chart;
  const path = pathOf(actor);
  actor.start();

  /** Ends the one of these actors that is at work. */
  async function answer(ids: readonly string[], answered: unknown): Promise<void> {
    const [actorId = ''] = running().flatMap(({ ref: { id } }) => (ids.includes(id) ? id : []));
    const failed = { type: `xstate.error.actor.${actorId}`, actorId, error: answered };
    chart.make(answered instanceof Error ? failed : done(actorId, answered));
  }

  return {
    actor,
    path,
    /** What the attempt's actor was started with, each time. */
    get sent() {
      return started.filter(({ ref }) => ref.src === 'attempt').map(({ input }) => input);
    },
    order: (): OrderRecord => actor.getSnapshot().context.order,
    at: () => path.at(-1),
    /** What the parent was told since this was asked last. */
    told: () => told.splice(0),
    /** The actors at work: their names, and what each was started with. */
    running: () => Object.fromEntries(running().map(({ ref, input }) => [ref.id, input])),
    /** How long the one deadline that runs has yet to go. */
    left: () => chart.deadlineAt() - clock.at,
    /** Time goes by, and nothing else. */
    wait: (ms: number) => {
      clock.at += ms;
    },
    passDeadline: async () => chart.passDeadline(),
    send: async (event: PaymentEvent) => actor.send(event),
    signs: (signature: SignedRequest | Error = SIGNED) => answer(['authorize'], signature),
    claims: (result: ClaimResult | Error = { claimed: true }) => answer(['claimAttempt'], result),
    /** The server answers what it was asked, or fails. */
    serverSays: (serverStatus: ServerStatus | Error) =>
      answer(['lookBefore', 'confirmStatus', 'pollStatus'], serverStatus),
  };
}

export type Payment = ReturnType<typeof paymentUnderParent>;

/** The same, signed, looked at and sent; the parent was told so. */
export async function sentPayment(more: Partial<PaymentInput> = {}): Promise<Payment> {
  const payment = paymentUnderParent(more);
  await payment.signs();
  if (more.canQueryStatus !== false) await payment.serverSays(serverStatusOf('untouched'));
  await payment.claims();
  payment.told();
  return payment;
}
