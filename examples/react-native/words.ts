import type { Problem, UpiOrder } from 'upi-flow';
import { rupees } from './shop';

/** How news feels. It chooses a colour and a sign; the words say it in full. */
export type Tone = 'success' | 'pending' | 'failed' | 'plain';

/** What a problem means to the person. `message` is for developers and is never shown. */
export function explain({ reason, code, retry }: Problem): string {
  switch (reason) {
    case 'timeout':
      return 'That took too long. Please try again.';
    case 'offline':
      return 'You seem to be offline. Connect, then try again.';
    case 'authorizeFailed':
    case 'orderStatusFailed':
      return 'Our server did not answer. Please try again.';
    case 'authorizeMismatch':
      return 'Our server asked for something else than you confirmed, so nothing was paid.';
    case 'storageFailed':
      return 'Your phone could not save this payment, so we did not start it.';
    case 'permissionDenied':
      return 'The permissions were not given.';
    case 'smsTokenExpired':
      return 'The SMS was not verified in time.';
    case 'simMismatch':
      return 'The SMS came from another number. Choose the SIM your bank knows.';
    case 'registrationDeclined':
      return 'UPI cannot be set up on this phone. Please contact your bank.';
    case 'bindLimit':
      return 'Your SIM was checked too often today. Please come back tomorrow.';
    case 'boundElsewhere':
      return 'This number is set up on another phone. Remove it there first.';
    case 'vpaTaken':
      return 'Somebody has this UPI ID already. Choose another one.';
    case 'cancelled':
      return 'You left before it was done.';
    case 'notReady':
      return 'UPI is not ready yet. Please try again.';
    case 'notLinked':
      return 'UPI is not set up on this phone any more. Please set it up again.';
    case 'stopped':
      return 'UPI has ended. Please close the app and open it again.';
    case 'declined':
    case 'integration':
    case 'invalid':
    case 'unreadable':
      return retry
        ? 'That did not work. Please try again.'
        : `That did not work. If you contact us, say ${code ?? reason}.`;
  }
}

/** Why the bank said no, where it is something the person can change. */
function refusal({ category }: UpiOrder): string {
  switch (category) {
    case 'insufficientFunds':
      return 'There is not enough money in the account.';
    case 'wrongPin':
      return 'The UPI PIN was wrong.';
    case 'pinTriesExceeded':
      return 'The UPI PIN was wrong too often. Try again tomorrow.';
    case 'limitExceeded':
      return 'The payment is above a limit of your bank.';
    case 'bankUnavailable':
      return 'Your bank cannot be reached right now.';
    default:
      return '';
  }
}

/** Whether it is still being found out what became of an order that nobody called paid. */
export function isInDoubt({ settled, status }: UpiOrder): boolean {
  return !settled && (status === 'pending' || isUnpaid(status));
}

function isUnpaid(status: UpiOrder['status']): boolean {
  return (
    status === 'failure' ||
    status === 'payFailure' ||
    status === 'backPress' ||
    status === 'userAborted'
  );
}

/** An order in one or two words, for lists. */
export function statusOf(order: UpiOrder): { readonly word: string; readonly tone: Tone } {
  // "Not paid" is not the last word until the order is settled.
  if (isUnpaid(order.status) && isInDoubt(order)) return { word: 'Checking', tone: 'pending' };
  switch (order.status) {
    case 'authorizing':
      return { word: 'Starting', tone: 'plain' };
    case 'submitted':
      return { word: 'Being paid', tone: 'pending' };
    case 'pending':
      return { word: 'Pending', tone: 'pending' };
    case 'success':
      return { word: order.verified ? 'Paid' : 'Paid, being confirmed', tone: 'success' };
    case 'failure':
    case 'payFailure':
      return { word: 'Not paid', tone: 'failed' };
    case 'backPress':
    case 'userAborted':
      return { word: 'Cancelled', tone: 'plain' };
    case 'refunded':
      return { word: 'Refunded', tone: 'plain' };
    case 'unresolved':
      return { word: 'Being looked into', tone: 'pending' };
  }
}

/** What became of an order, for the screen after a payment. */
export function outcomeOf(order: UpiOrder): {
  readonly title: string;
  readonly lead: string;
  readonly tone: Tone;
} {
  const { tone } = statusOf(order);
  const amount = rupees(order.amount);
  if (isUnpaid(order.status) && isInDoubt(order)) {
    return {
      tone,
      title: 'Not paid, as far as we know',
      lead: 'We are checking. This page changes by itself. Please do not pay for this order again.',
    };
  }
  switch (order.status) {
    case 'authorizing':
    case 'submitted':
    case 'pending':
      return {
        tone,
        title: 'Payment pending',
        lead: 'Your bank has not told us yet whether it was paid. We keep asking, and this page changes by itself. Please do not pay for this order again.',
      };
    case 'success':
      return order.verified
        ? { tone, title: 'Paid', lead: 'The shop has your payment. Thank you.' }
        : {
            tone,
            title: 'Paid',
            lead: 'The shop is confirming your payment. You need not wait here.',
          };
    case 'failure':
      return {
        tone,
        title: 'Not paid',
        lead: `${why(order)} Nothing was taken for this order.`.trim(),
      };
    case 'payFailure':
      return {
        tone,
        title: 'Not paid',
        lead: 'UPI is set up, but the payment did not go through. Nothing was taken.',
      };
    case 'backPress':
    case 'userAborted':
      return {
        tone,
        title: 'Payment cancelled',
        lead: 'You left before paying. Nothing was taken.',
      };
    case 'refunded':
      return {
        tone,
        title: 'Money returned',
        lead: `${amount} came back to your account. Banks may take some days to show it.`,
      };
    case 'unresolved':
      return {
        tone,
        title: 'We are looking into this',
        lead: `Your bank confirmed another amount than ${amount}. Please do not pay again: contact the shop and name this order.`,
      };
  }
}

function why(order: UpiOrder): string {
  return refusal(order) || (order.problem === undefined ? '' : explain(order.problem));
}
