import {
  type ActorOptions,
  createActor,
  type EventObject,
  fromCallback,
  fromTransition,
} from 'xstate';
import type { OrderRecord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { Secret, type ServerStatus } from '../../../core/protocol/index.js';
import { paymentMachine } from '../../../machines/payment/machine.js';
import type {
  ClaimResult,
  NewAttempt,
  PaymentEvent,
  PaymentInput,
  SignedRequest,
} from '../../../machines/payment/types.js';
import { pathOf, settle } from '../../machines/support/path.js';
import { type Scripted, scripted } from '../../model/support/scripted.js';
import { NOW, orderOf, serverStatusOf } from './payment-context.js';

export const SIGNED: SignedRequest = new Secret({ payload: {} });

/** A first attempt for A1 that the merchant's server has to sign. */
export const ATTEMPT: NewAttempt = {
  orderId: 'A1',
  kind: 'pay',
  amount: '2.00',
  attemptId: 'a1',
  requestId: 'r1',
};

/** An order known from before: there is nothing to send of it. */
export const KNOWN: Partial<PaymentInput> = {
  attempt: undefined,
  order: orderOf({ status: 'pending', at: NOW }),
};

interface Options extends Pick<ActorOptions<typeof paymentMachine>, 'inspect'> {
  readonly isAlone?: boolean;
}

/** One order under a parent that only listens; every answer comes when the test gives it. */
export function paymentUnderParent(
  more: Partial<PaymentInput> = {},
  { isAlone = false, ...options }: Options = {},
) {
  const authorize = scripted<SignedRequest, { attempt: NewAttempt | undefined }>();
  const claimAttempt = scripted<ClaimResult, { order: OrderRecord }>();
  const readStatus = scripted<ServerStatus, { orderId: string; urgent: boolean }>();
  const clocks = new Map<string, { readonly at: number; pass(): void }>();
  const sent: { order: OrderRecord; signed: SignedRequest | undefined }[] = [];
  let now = NOW;
  const machine = paymentMachine.provide({
    actors: {
      authorize: authorize.logic,
      claimAttempt: claimAttempt.logic,
      readStatus: readStatus.logic,
      attempt: fromCallback(({ input }) => void sent.push(input)),
      deadline: fromCallback(({ input, self, sendBack }) => {
        clocks.set(self.id, { at: input.at, pass: () => sendBack({ type: 'deadline.passed' }) });
        return () => void clocks.delete(self.id);
      }),
    },
  });
  const parent = createActor(
    fromTransition((told: readonly EventObject[], event: EventObject) => [...told, event], []),
  ).start();
  const order = orderOf({ status: 'authorizing', at: NOW });
  const input = {
    order,
    attempt: ATTEMPT,
    canQueryStatus: true,
    timings: defaultTimings,
    clock: { now: () => now },
    ...(isAlone ? {} : { parent }),
  };
  const actor = createActor(machine, { ...options, input: { ...input, ...more } });
  const path = pathOf(actor);
  actor.start();
  let heard = 0;
  return {
    actor,
    path,
    /** What the attempt's actor was started with, each time. */
    sent,
    order: () => actor.getSnapshot().context.order,
    at: () => path.at(-1),
    /** What the parent was told since this was asked last. */
    told: () => {
      const all = parent.getSnapshot().context;
      const news = all.slice(heard);
      heard = all.length;
      return news;
    },
    /** The actors at work: their names, and what each was started with. */
    running: () =>
      Object.fromEntries(
        Object.entries(actor.getSnapshot().children).map(([id, child]) => {
          const snapshot = child?.getSnapshot();
          return [id, snapshot !== undefined && 'input' in snapshot ? snapshot.input : undefined];
        }),
      ),
    /** How long the one deadline that runs has yet to go. */
    left: () => {
      const [clock, ...others] = clocks.values();
      if (clock === undefined || others.length > 0) throw new Error(`${clocks.size} clocks run`);
      return clock.at - now;
    },
    /** Time goes by, and nothing else. */
    wait: (ms: number) => {
      now += ms;
    },
    passDeadline: async () => {
      for (const { at, pass } of [...clocks.values()]) {
        now = Math.max(now, at);
        pass();
      }
      await settle();
    },
    send: async (event: PaymentEvent) => {
      actor.send(event);
      await settle();
    },
    signs: (signature: SignedRequest | Error = SIGNED) => answer(authorize, signature),
    claims: (result: ClaimResult | Error = { claimed: true }) => answer(claimAttempt, result),
    /** The server answers what it was asked, or fails. */
    serverSays: (serverStatus: ServerStatus | Error) => answer(readStatus, serverStatus),
  };
}

async function answer<Output>(
  asked: Pick<Scripted<Output, unknown>, 'resolve' | 'reject'>,
  answered: Output | Error,
): Promise<void> {
  if (answered instanceof Error) asked.reject(answered);
  else asked.resolve(answered);
  await settle();
}

export type Payment = ReturnType<typeof paymentUnderParent>;

/** The same, signed, looked at and sent; the parent was told so. */
export async function sentPayment(
  more: Partial<PaymentInput> = {},
  look: ServerStatus = serverStatusOf('untouched'),
): Promise<Payment> {
  const payment = paymentUnderParent(more);
  await payment.signs();
  if (more.canQueryStatus !== false) await payment.serverSays(look);
  await payment.claims();
  payment.told();
  return payment;
}
