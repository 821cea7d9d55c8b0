import type { Call, Operation } from '../call.js';
import { flagAt, type JsonObject, textAt } from '../json.js';
import { isAmount, toPaise, toRupees } from '../money.js';
import type { PaymentPlan } from '../person.js';
import type { LinkedAccount } from '../phone.js';
import { badParameter, SdkRefusal } from '../sdk-refusal.js';
import { mandateShape, needMandateClaims } from './mandate.js';
import { onboard } from './onboarding.js';
import { echoed, needText, renamed } from './parameters.js';
import { accountShape, gateway } from './shapes.js';

/** `upiTxn`: pays from a linked account, with or without a mandate. */
export const upiTxn: Operation = {
  needsAuth: true,
  async run(call) {
    const order = orderOf(call);
    const accountRefId = needText(call.payload, 'accountRefId');
    if (!isAtOnce(call, order)) await call.trip();
    if (call.world.phone.status !== 'LINKED') {
      throw new SdkRefusal('JP_001', 'Exit : Error Status not matched status (LINKED)');
    }
    const from = call.world.phone.linked(accountRefId);
    if (from === undefined) {
      throw badParameter('accountRefId');
    }
    await pay(call, order, from);
  },
};

/** `onboardingAndPay`: brings the device to LINKED on the SDK's own screens, then pays. */
export const onboardingAndPay: Operation = {
  needsAuth: true,
  async run(call) {
    const order = orderOf(call);
    if (!isAtOnce(call, order)) await call.trip();
    call.world.ledger.open(order.orderId, order.amount);
    const isReady = call.world.phone.status === 'LINKED';
    const end = isReady ? 'linked' : await onboard(call);
    if (end === 'back') {
      return void call.fail('JP_002', 'USER_ABORTED', outcomeShape(call, order, 'BACKPRESS'));
    }
    const wanted = textAt(call.payload, 'accountRefId');
    const { phone } = call.world;
    const from = (wanted && phone.linked(wanted)) || phone.linkedAccounts[0];
    if (end === 'failed' || from === undefined) {
      return void call.fail('JP_001', 'Onboarding failed', outcomeShape(call, order, 'FAILURE'));
    }
    await pay(call, order, from);
  },
};

interface Order {
  readonly orderId: string;
  readonly amount: string;
  readonly isMandate: boolean;
}

/** The order as it was signed; what the payload repeats of it must agree. */
function orderOf(call: Call): Order {
  const { claims, payload, world } = call;
  const orderId = textAt(claims, 'order_id');
  const amount = textAt(claims, 'amount');
  if (orderId === undefined || amount === undefined || !isAmount(amount)) {
    throw badParameter(orderId === undefined ? 'order_id' : 'amount');
  }
  const said = payload['amount'];
  const isAgreed =
    (textAt(payload, 'orderId') ?? orderId) === orderId &&
    (said === undefined || toPaise(String(said)) === toPaise(amount));
  const known = world.ledger.order(orderId);
  if (!isAgreed || (known !== undefined && toPaise(known.amount) !== toPaise(amount))) {
    throw new SdkRefusal('JP_012', 'INVALID_DATA');
  }
  const isMandate = flagAt(payload, 'shouldCreateMandate');
  if (isMandate) {
    needMandateClaims(claims);
  }
  return { orderId, amount: toRupees(toPaise(amount)), isMandate };
}

function isAtOnce({ world }: Call, { orderId }: Order): boolean {
  return world.person.plan(orderId)?.atOnce === true;
}

async function pay(call: Call, order: Order, from: LinkedAccount): Promise<void> {
  const { bank, ledger, person, phone, random, settings } = call.world;
  const { orderId, amount, isMandate } = order;
  const accountRefId = from.account.referenceId;
  ledger.open(orderId, amount);
  // Without a UPI PIN only UPI Lite can pay, unless a script says otherwise.
  const mayPay = phone.hasPin(accountRefId) || from.account.lite === true;
  const usual: PaymentPlan = mayPay
    ? { answer: 'SUCCESS' }
    : { answer: 'FAILURE', gatewayResponseCode: 'ZM' };
  const scripted = person.plan(orderId) ?? usual;
  const txnUuid = `moz${random.hex(17)}`;
  const umn = isMandate ? `${random.hex(32)}@${settings.merchant.handle}` : undefined;

  const request = { orderId, amount, txnUuid, requestId: call.requestId, accountRefId, umn };
  const txn = { txnUuid, umn, from };
  if (scripted.atOnce === true) {
    bank.take(request, scripted);
    reply(call, order, scripted, txn);
    return;
  }
  const end = await call.screen('pin', scripted.actsAfter ?? settings.pace);
  const plan: PaymentPlan = end === 'back' ? { answer: 'USER_ABORTED' } : scripted;
  if (end === 'done') {
    await call.reach();
  }
  bank.take(request, plan);
  await call.wait(plan.answerAfter ?? settings.latency);
  reply(call, order, plan, txn);
  if (plan.thenAnswer !== undefined) {
    await call.wait(plan.thenAfter ?? 1_000);
    reply(call, order, { ...plan, answer: plan.thenAnswer }, txn);
  }
}

interface Txn {
  readonly txnUuid: string;
  readonly umn: string | undefined;
  readonly from: LinkedAccount;
}

function reply(call: Call, order: Order, plan: PaymentPlan, txn: Txn): void {
  if (plan.answer === 'silence') {
    return;
  }
  const isAborted = plan.answer === 'BACKPRESS' || plan.answer === 'USER_ABORTED';
  if (isAborted && call.action === 'upiTxn') {
    const { errorCode = 'JP_002', errorMessage = 'USER_ABORTED' } = plan;
    call.fail(errorCode, errorMessage, renamed({}, plan));
    return;
  }
  const payload = renamed(
    isAborted ? outcomeShape(call, order, plan.answer) : resultShape(call, order, plan, txn),
    plan,
  );
  const error = envelopeError(plan);
  if (error === undefined) {
    call.answer(payload);
  } else {
    call.fail(error.code, error.message, payload);
  }
}

function envelopeError(
  plan: PaymentPlan,
): { readonly code: string; readonly message: string } | undefined {
  if (plan.errorCode !== undefined) {
    return { code: plan.errorCode, message: plan.errorMessage ?? '' };
  }
  switch (plan.answer) {
    case 'FAILURE':
    case 'Pay_Failure':
      return { code: 'JP_012', message: plan.errorMessage ?? 'Unable to process payment' };
    case 'BACKPRESS':
    case 'USER_ABORTED':
      return { code: 'JP_002', message: plan.errorMessage ?? 'USER_ABORTED' };
    default:
      return undefined;
  }
}

function outcomeShape(call: Call, order: Order, status: string): JsonObject {
  const { action, payload } = call;
  return { action, status, orderId: order.orderId, ...echoed(payload) };
}

const MANDATE_CODES = { active: '00', pending: '01', failed: 'Z9' } as const;

/** As the documented samples: a mandate's answer names neither order nor transaction. */
function resultShape(call: Call, order: Order, plan: PaymentPlan, txn: Txn): JsonObject {
  const { action, world } = call;
  const { answer, gatewayResponseCode } = plan;
  const usual = answer === 'SUCCESS' ? '00' : answer === 'PENDING' ? '01' : 'Z9';
  const code = gatewayResponseCode ?? usual;
  // upiTxn documents no Pay_Failure.
  const status = action === 'upiTxn' && answer === 'Pay_Failure' ? 'FAILURE' : answer;
  if (txn.umn !== undefined) {
    const own = plan.mandate === undefined ? code : MANDATE_CODES[plan.mandate];
    const mandate = mandateShape(call, { ...order, umn: txn.umn, vpa: txn.from.vpa, code: own });
    return { action, status, mandate, ...echoed(call.payload) };
  }
  return {
    action,
    txnUuid: txn.txnUuid,
    selectedAccount: { vpa: txn.from.vpa, account: accountShape(txn.from.account, world) },
    orderId: order.orderId,
    status,
    accountRefId: txn.from.account.referenceId,
    ...gateway(code),
    ...echoed(call.payload),
  };
}
