import { createActor, fromCallback } from 'xstate';
import type { OrderRecord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { Secret, type StatusReading } from '../../../core/protocol/index.js';
import { paymentMachine } from '../../../machines/payment/machine.js';
import type {
  ClaimResult,
  NewAttempt,
  PaymentEvent,
  SignedRequest,
} from '../../../machines/payment/types.js';
import { branchRecorder, type Rig } from './drive.js';
import { type Scripted, scripted, scriptedDeadline } from './scripted.js';

/** How an order comes to its actor. */
export type PaymentStart = 'new' | 'signed' | 'known';

export interface PaymentRig extends Rig {
  readonly authorize: Scripted<SignedRequest, { attempt: NewAttempt | undefined }>;
  readonly claimAttempt: Scripted<ClaimResult, { order: OrderRecord }>;
  readonly readStatus: Scripted<StatusReading, { orderId: string; urgent: boolean }>;
  /** How often the attempt was handed over with something to send. */
  readonly sent: number;
  readonly order: OrderRecord;
  send(event: PaymentEvent): void;
  /** The SDK says something about the attempt. */
  answer(event: PaymentEvent): void;
  passDeadline(): void;
}

export const ORDER: OrderRecord = {
  orderId: 'A1',
  kind: 'pay',
  amount: '2.00',
  status: 'authorizing',
  verified: false,
  settled: false,
  attempts: 1,
  attemptId: 'attempt',
  requestId: 'request',
  earlierRequestIds: [],
  at: 1_000,
  updatedAt: 1_000,
  foreignTxns: [],
  foreignUnknown: false,
};

const ATTEMPT: NewAttempt = {
  orderId: 'A1',
  kind: 'pay',
  amount: '2.00',
  attemptId: 'attempt',
  requestId: 'request',
};

export const SIGNED: SignedRequest = new Secret({ payload: {} });

const COMMANDS: readonly PaymentEvent[] = [
  { type: 'app.foreground' },
  { type: 'order.recheck', orderId: 'A1' },
  { type: 'sdk.terminated' },
];

/** Every wait is as long: an order is believed to be unpaid after one, and parked after two. */
export const TIMINGS = {
  ...defaultTimings,
  pollFirst: 5_000,
  pollMax: 5_000,
  pollFor: 10_000,
  noTransactionFor: 5_000,
  noTransactionAfterAbort: 5_000,
};

export function paymentRig(start: PaymentStart, canQueryStatus: boolean): PaymentRig {
  const authorize = scripted<SignedRequest, { attempt: NewAttempt | undefined }>();
  const claimAttempt = scripted<ClaimResult, { order: OrderRecord }>();
  const readStatus = scripted<StatusReading, { orderId: string; urgent: boolean }>();
  const deadline = scriptedDeadline(ORDER.at);
  const { taken, inspect } = branchRecorder();
  const listeners = new Set<(event: PaymentEvent) => void>();
  let sent = 0;
  const attempt = fromCallback<
    { type: 'none' },
    { order: OrderRecord; signed: SignedRequest | undefined }
  >(({ input, sendBack }) => {
    if (input.signed !== undefined) sent += 1;
    listeners.add(sendBack);
    return () => void listeners.delete(sendBack);
  });
  const actor = createActor(
    paymentMachine.provide({
      actors: {
        authorize: authorize.logic,
        claimAttempt: claimAttempt.logic,
        readStatus: readStatus.logic,
        attempt,
        deadline: deadline.logic,
      },
    }),
    {
      input: {
        clock: deadline,
        order: ORDER,
        canQueryStatus,
        timings: TIMINGS,
        attempt:
          start === 'known'
            ? undefined
            : { ...ATTEMPT, ...(start === 'signed' && { signed: SIGNED }) },
      },
      inspect,
    },
  );
  return {
    actor,
    taken,
    authorize,
    claimAttempt,
    readStatus,
    commands: COMMANDS,
    send: (event) => actor.send(event),
    answer: (event) => {
      for (const listener of listeners) listener(event);
    },
    passDeadline: deadline.pass,
    get deadlines() {
      return deadline.running;
    },
    get sent() {
      return sent;
    },
    get order() {
      return actor.getSnapshot().context.order;
    },
  };
}
