import type { MoneyRequest, NewAttempt } from '../../machines/payment.types.js';
import {
  buildRequest,
  type Checked,
  checkParams,
  readCheckout,
  Secret,
} from '../protocol/index.js';
import type { CommandContext } from './command-context.js';

/** Checks a command that moves money and makes an attempt of it, with ids of its own. */
export function readMoneyCommand(
  type: 'pay' | 'mandate.create' | 'checkout',
  command: unknown,
  context: CommandContext,
): Checked<NewAttempt> {
  const fields = typeof command === 'object' && command !== null ? { ...command } : {};
  if (type === 'checkout') return readSession(Reflect.get(fields, 'sdkPayload'), context);
  return readPayment(type, fields, context);
}

function readPayment(
  type: 'pay' | 'mandate.create',
  fields: object,
  context: CommandContext,
): Checked<NewAttempt> {
  const field = (name: string): unknown => Reflect.get(fields, name) ?? undefined;
  const kind = type === 'pay' ? 'pay' : 'mandate';
  if (kind === 'mandate' && field('mandate') === undefined) return MISSING_MANDATE;
  const terms = kind === 'mandate' ? { mandate: field('mandate'), tpv: field('tpv') } : {};
  const common = { order: field('order'), udf: field('udf'), ...terms };
  const request =
    field('onboard') === true
      ? onboardingRequest(context, {
          ...common,
          accountRefId: field('accountRefId'),
          mobileNumber: field('mobileNumber'),
          showStatusScreen: field('showStatusScreen'),
        })
      : paymentRequest(context, {
          ...common,
          accountRefId: field('accountRefId') ?? primaryAccount(context),
        });
  if (!request.ok) return request;
  const { orderId, amount } = request.value.params.order;
  return {
    ok: true,
    value: {
      orderId,
      kind,
      amount,
      attemptId: context.newId(),
      requestId: context.newId(),
      request: new Secret(request.value),
    },
  };
}

/** Everything that would be refused later is refused now, before anything is written. */
function paymentRequest(context: CommandContext, input: object): Checked<MoneyRequest> {
  const params = checkParams('upiTxn', input);
  if (!params.ok) return params;
  const built = buildRequest('upiTxn', params.value, context.base);
  return built.ok ? { ok: true, value: { operation: 'upiTxn', params: params.value } } : built;
}

function onboardingRequest(context: CommandContext, input: object): Checked<MoneyRequest> {
  const params = checkParams('onboardingAndPay', input);
  if (!params.ok) return params;
  const built = buildRequest('onboardingAndPay', params.value, context.base);
  return built.ok
    ? { ok: true, value: { operation: 'onboardingAndPay', params: params.value } }
    : built;
}

function readSession(sdkPayload: unknown, context: CommandContext): Checked<NewAttempt> {
  const session = readCheckout(sdkPayload);
  if (!session.ok) return session;
  const { orderId, amount, requestId, request } = session.value;
  return {
    ok: true,
    value: {
      orderId,
      kind: 'checkout',
      amount,
      attemptId: context.newId(),
      // The session's own id comes back with its result.
      requestId,
      signed: new Secret(request),
    },
  };
}

function primaryAccount({ accounts }: CommandContext): string | undefined {
  return (accounts.find((account) => account.isPrimary) ?? accounts[0])?.referenceId;
}

const MISSING_MANDATE: Checked<never> = {
  ok: false,
  issues: [{ path: 'mandate', code: 'required', message: 'Expected the terms of the mandate.' }],
};
