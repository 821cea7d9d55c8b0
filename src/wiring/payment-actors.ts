import { assign, fromCallback, fromPromise } from 'xstate';
import type { OrderRecord } from '../../machines/order.js';
import { paymentMachine } from '../../machines/payment.machine.js';
import type { MoneyRequest, NewAttempt, SignedRequest } from '../../machines/payment.types.js';
import { ProblemError } from '../../machines/problem.js';
import {
  isSecret,
  type JsonObject,
  readOrderStatus,
  requestEnvelope,
  Secret,
  type StatusReading,
} from '../protocol/index.js';
import { readAnswer } from '../read-answer.js';
import { safeReading } from '../redact.js';
import { problem } from '../sdk-problem.js';
import { withDeadline } from '../with-deadline.js';
import { deadline } from './clock-actors.js';
import type { Host } from './host.js';
import { hostIn, nowIn } from './host-in.js';
import { signedPayload } from './sign.js';

/** The payment statechart with the merchant's server, the journal and the SDK behind it. */
export const wiredPayment: typeof paymentMachine = paymentMachine.provide({
  actions: { stamp: assign({ now: ({ system }) => nowIn(system) }) },
  actors: {
    deadline,
    authorize: fromPromise(({ input, system }) => authorize(hostIn(system), input.attempt)),
    claimAttempt: fromPromise(({ input, system }) => hostIn(system).journal.claim(input.order)),
    readStatus: fromPromise(({ input, system }) => readStatus(hostIn(system), input.orderId)),
    attempt: fromCallback<
      { type: 'none' },
      { order: OrderRecord; signed: SignedRequest | undefined }
    >(({ input, system, sendBack }) => {
      const { order, signed } = input;
      // A box that went through JSON is empty: a restored snapshot can send nothing.
      if (!isSecret(signed)) return undefined;
      const { client } = hostIn(system);
      return client.submit(signed.reveal(), order.requestId, requestName(order, signed), {
        answered: (result) =>
          sendBack({ type: 'attempt.answered', answer: readAnswer(result, order.orderId) }),
        unsure: () => sendBack({ type: 'attempt.unsure' }),
        unsent: () => sendBack({ type: 'attempt.unsent' }),
      });
    }),
  },
});

async function authorize(host: Host, attempt: NewAttempt | undefined): Promise<SignedRequest> {
  const boxed = attempt?.request;
  if (attempt === undefined || !isSecret(boxed)) {
    throw new ProblemError({ reason: 'invalid', retry: false });
  }
  const request: MoneyRequest = boxed.reveal();
  const { order } = request.params;
  const payload =
    request.operation === 'upiTxn'
      ? await signedPayload(host, request.operation, request.params, order)
      : await signedPayload(host, request.operation, request.params, order);
  return new Secret<JsonObject>({ ...requestEnvelope(attempt.requestId, payload) });
}

/** One read, with its own clock: a server that does not answer is asked again later. */
export async function readStatus(host: Host, orderId: string): Promise<StatusReading> {
  const { backend, deadlines, timings } = host;
  const asked = new Promise<unknown>((resolve) => resolve(backend.orderStatus?.(orderId)));
  const answer = await withDeadline(deadlines, timings.status, asked, () =>
    problem('timeout', true),
  );
  return safeReading(readOrderStatus(answer));
}

function requestName(order: OrderRecord, signed: SignedRequest) {
  if (order.kind === 'checkout') return 'checkout';
  const payload = signed.reveal()['payload'];
  const action =
    typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'action') : '';
  return action === 'onboardingAndPay' ? 'onboardingAndPay' : 'upiTxn';
}
