import type { Operation } from '../call.js';
import { textAt } from '../json.js';
import { toPaise, toRupees } from '../money.js';
import type { PaymentPlan } from '../person.js';
import { Refusal } from '../refusal.js';
import { needText } from './parameters.js';

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
      throw new Refusal('JP_012', 'INVALID_DATA');
    }
    await call.trip();
    const txnUuid = `moz${random.hex(17)}`;
    const scripted: PaymentPlan = person.plan(orderId) ?? { answer: 'SUCCESS' };
    const end = await call.screen('checkout', scripted.actsAfter ?? settings.pace);
    const plan: PaymentPlan = end === 'back' ? { answer: 'BACKPRESS' } : scripted;
    const isMandate = textAt(call.claims, 'options.create_mandate') !== undefined;
    const umn = isMandate ? `${random.hex(32)}@${settings.merchant.handle}` : undefined;
    if (end === 'done') {
      await call.reach();
    }
    bank.take({ orderId, amount, txnUuid, umn }, plan);
    await call.wait(plan.answerAfter ?? settings.latency);
    if (plan.answer === 'silence') {
      return;
    }
    const { status, code, text } = WORDS[plan.answer];
    const isAttempted = plan.answer !== 'BACKPRESS';
    const payload = {
      action: call.action,
      status,
      orderId,
      paymentInstrument: isAttempted ? 'UPI' : '',
      paymentInstrumentGroup: isAttempted ? 'UPI' : '',
    };
    const errorCode = plan.errorCode ?? code;
    if (errorCode === undefined) {
      call.answer(payload);
    } else {
      call.fail(errorCode, plan.errorMessage ?? text ?? '', payload);
    }
  },
};
