import { fromCallback, fromPromise } from 'xstate';
import type { OrderRecord } from '../../core/model/order.js';
import { ProblemError } from '../../core/model/problem.js';
import {
  isSecret,
  type JsonObject,
  requestEnvelope,
  Secret,
  type ServerStatus,
} from '../../core/protocol/index.js';
import { coerceObject } from '../../core/protocol/read.js';
import { paymentMachine } from '../../machines/payment/machine.js';
import type { MoneyRequest, NewAttempt, SignedRequest } from '../../machines/payment/types.js';
import { readAnswer } from '../sdk/read-answer.js';
import { deadline } from './clock-actors.js';
import type { Services } from './services.js';
import { servicesOf } from './services-of.js';
import { signedPayload } from './sign.js';

/** One read of the order status, when its turn has come. */
export const readStatus = fromPromise<ServerStatus, { orderId: string; urgent: boolean }>(
  ({ input: { orderId, urgent }, signal, system }) =>
    servicesOf(system).statusReads.read(orderId, { urgent, signal }),
);

/** The payment statechart with the merchant's server, the journal and the SDK behind it. */
export const paymentWithServices: typeof paymentMachine = paymentMachine.provide({
  actors: {
    deadline,
    authorize: fromPromise(({ input, system }) => authorize(servicesOf(system), input.attempt)),
    claimAttempt: fromPromise(({ input, system }) => servicesOf(system).journal.claim(input.order)),
    readStatus,
    attempt: fromCallback<
      { type: 'none' },
      { order: OrderRecord; signed: SignedRequest | undefined }
    >(({ input, system, sendBack }) => {
      const { order, signed } = input;
      // A box that went through JSON is empty: a restored snapshot can send nothing.
      if (!isSecret(signed)) return undefined;
      const { client } = servicesOf(system);
      return client.submit(signed.reveal(), order.requestId, requestName(order, signed), {
        answered: (result) => {
          const answer = readAnswer(result, order.orderId);
          // What is about something else is no evidence; but the SDK has answered.
          sendBack(
            answer.isForeign ? { type: 'attempt.unsure' } : { type: 'attempt.answered', answer },
          );
        },
        unsure: () => sendBack({ type: 'attempt.unsure' }),
        unsent: () => sendBack({ type: 'attempt.unsent' }),
      });
    }),
  },
});

async function authorize(
  services: Services,
  attempt: NewAttempt | undefined,
): Promise<SignedRequest> {
  if (!isSecret(attempt?.request)) throw new ProblemError({ reason: 'invalid', retry: false });
  const request: MoneyRequest = attempt.request.reveal();
  const { order } = request.params;
  const payload =
    request.operation === 'upiTxn'
      ? await signedPayload(services, 'upiTxn', request.params, order)
      : await signedPayload(services, 'onboardingAndPay', request.params, order);
  return new Secret<JsonObject>({ ...requestEnvelope(attempt.requestId, payload) });
}

function requestName(order: OrderRecord, signed: SignedRequest) {
  if (order.kind === 'checkout') return 'checkout';
  const payload = coerceObject(signed.reveal()['payload']);
  return payload?.['action'] === 'onboardingAndPay' ? 'onboardingAndPay' : 'upiTxn';
}
