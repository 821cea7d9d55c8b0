import type { Call, Operation } from '../call.js';
import { textAt } from '../json.js';
import { toPaise, toRupees } from '../money.js';
import type { PaymentPlan } from '../person.js';
import { SdkRefusal } from '../sdk-refusal.js';
import { needText, renamed } from './parameters.js';

/** The payment page's lower-case words, and whether they come as an error. */
const WORDS: Readonly<
  Record<
    Exclude<PaymentPlan['answer'], 'silence'>,
    { status: string; code?: string; text?: string }
  >
> = {
  SUCCESS: { status: 'charged' },
  PENDING: { status: 'pending_vbv', code: 'JP_006', text: 'Transaction status awaited' },
  FAILURE: { status: 'authorization_failed', code: 'JP_012', text: 'Unable to process payment' },
  Pay_Failure: {
    status: 'authorization_failed',
    code: 'JP_012',
    text: 'Unable to process payment',
  },
  BACKPRESS: { status: 'backpressed', code: 'JP_002', text: 'User aborted' },
  USER_ABORTED: { status: 'user_aborted', code: 'JP_002', text: 'User aborted' },
};

/** `paymentPage` of `in.juspay.hyperpay`: the payload of a session, passed on as it is. */
export const paymentPage: Operation = {
  needsAuth: true,
  async run(call) {
    const { bank, ledger, person, random, settings } = call.world;
    const orderId = needText(call.payload, 'orderId');
    const amount = toRupees(toPaise(needText(call.payload, 'amount')));
    const known = ledger.order(orderId);
    const isOwn = call.claims['order_id'] === orderId;
    if (!isOwn || known === undefined || known.amount !== amount) {
      throw new SdkRefusal('JP_012', 'INVALID_DATA');
    }
    const scripted: PaymentPlan = person.plan(orderId) ?? { answer: 'SUCCESS' };
    const txnUuid = `moz${random.hex(17)}`;
    const request = { orderId, amount, txnUuid, requestId: call.requestId };
    if (scripted.atOnce === true) {
      bank.take(request, scripted);
      reply(call, orderId, scripted);
      return;
    }
    await call.trip();
    const end = await call.screen('checkout', scripted.actsAfter ?? settings.pace);
    const plan: PaymentPlan = end === 'back' ? { answer: 'BACKPRESS' } : scripted;
    const isMandate = textAt(call.claims, 'options.create_mandate') !== undefined;
    const umn = isMandate ? `${random.hex(32)}@${settings.merchant.handle}` : undefined;
    if (end === 'done') {
      await call.reach();
    }
    bank.take({ ...request, umn }, plan);
    await call.wait(plan.answerAfter ?? settings.latency);
    reply(call, orderId, plan);
    if (plan.thenAnswer !== undefined) {
      await call.wait(plan.thenAfter ?? 1_000);
      reply(call, orderId, { ...plan, answer: plan.thenAnswer });
    }
  },
};

function reply(call: Call, orderId: string, plan: PaymentPlan): void {
  if (plan.answer === 'silence') {
    return;
  }
  const { status, code, text } = WORDS[plan.answer];
  const isAttempted = plan.answer !== 'BACKPRESS';
  const payload = renamed(
    {
      action: call.action,
      status,
      orderId,
      paymentInstrument: isAttempted ? 'UPI' : '',
      paymentInstrumentGroup: isAttempted ? 'UPI' : '',
    },
    plan,
  );
  const errorCode = plan.errorCode ?? code;
  if (errorCode === undefined) {
    call.answer(payload);
  } else {
    call.fail(errorCode, plan.errorMessage ?? text ?? '', payload);
  }
}
