import {
  isUnaware,
  type MandateResult,
  type Outcome,
  responseCode,
  reveal,
  type StatusReading,
} from '../src/protocol/index.js';
import type { MandateState, OrderRecord, OrderStatusWord } from './order.js';
import type { AttemptAnswer, PaymentContext } from './payment.types.js';
import { verdictOf } from './payment-verdict.js';
import type { Problem } from './problem.js';

/** The order as it is to be shown while it is open. */
export function shown(context: PaymentContext, status: OrderStatusWord): OrderRecord {
  const { order, now } = context;
  // The same record while it looks the same: nothing is told, written or rendered anew.
  const verdict = verdictOf(context);
  const verified = order.verified || (verdict.is === 'paid' && verdict.verified);
  if (order.status === status && order.verified === verified && !order.settled) return order;
  return { ...order, status, verified, settled: false, updatedAt: now };
}

/** The order as the verdict leaves it. */
export function settled(context: PaymentContext): OrderRecord {
  const verdict = verdictOf(context);
  const { order } = context;
  const ended = { ...order, settled: true, updatedAt: context.now };
  switch (verdict.is) {
    case 'paid':
      return { ...ended, status: 'success', verified: verdict.verified, problem: undefined };
    case 'refunded':
      return { ...ended, status: 'refunded', verified: true };
    case 'mismatch':
      return { ...ended, status: 'unresolved', verified: false };
    case 'notPaid':
      return {
        ...ended,
        status: verdict.outcome,
        problem: problemOfEnd(verdict.outcome, order.code),
        verified: context.reading !== undefined,
        foreignTxns:
          order.txnUuid === undefined ? order.foreignTxns : [...order.foreignTxns, order.txnUuid],
      };
    case 'open':
      return order;
  }
}

/** The order with what the SDK said. */
export function withAnswer(order: OrderRecord, answer: AttemptAnswer): OrderRecord {
  return {
    ...order,
    reported: answer.report.outcome,
    code: answer.report.code,
    txnUuid: answer.txnUuid ?? order.txnUuid,
    account: answer.account ?? order.account,
    mandate: mandateFromAnswer(order, answer),
  };
}

/** Why an order ended without money: said only once that is certain. */
function problemOfEnd(outcome: Outcome, code: string | undefined): Problem {
  const cancelled = outcome === 'backPress' || outcome === 'userAborted';
  return { reason: cancelled ? 'cancelled' : 'declined', code, retry: true };
}

function mandateFromAnswer(order: OrderRecord, answer: AttemptAnswer): MandateState | undefined {
  if (order.kind !== 'mandate') return order.mandate;
  const result = answer.mandate;
  const code = reveal(result, NO_MANDATE).gatewayResponseCode;
  return { status: mandateStatus(code, answer.report.means), result };
}

const NO_MANDATE: MandateResult = {};

function mandateStatus(
  code: string | undefined,
  means: AttemptAnswer['report']['means'],
): MandateState['status'] {
  if (code === '00') return 'active';
  if (code === '01') return 'pending';
  if (code !== undefined && code !== '') {
    return responseCode(code)?.moneyMayHaveMoved === 'maybe' ? 'pending' : 'failed';
  }
  if (means === 'notPaid') return 'failed';
  return means === 'paid' ? 'active' : 'pending';
}

const MANDATE_WORDS: Readonly<Record<string, MandateState['status']>> = {
  CREATED: 'pending',
  ACTIVE: 'active',
  FAILURE: 'failed',
  FAILED: 'failed',
  PAUSED: 'ended',
  REVOKED: 'ended',
  EXPIRED: 'ended',
};

/** The order with what the server said. */
export function withReading(order: OrderRecord, reading: StatusReading): OrderRecord {
  const word = order.kind === 'mandate' ? reading.mandate : undefined;
  const status =
    word !== undefined && Object.hasOwn(MANDATE_WORDS, word) ? MANDATE_WORDS[word] : undefined;
  const txnUuid = ownTxn(order, reading) ?? order.txnUuid;
  const isNews =
    txnUuid !== order.txnUuid || (status !== undefined && status !== order.mandate?.status);
  if (!isNews) return order;
  return {
    ...order,
    txnUuid,
    mandate: status === undefined ? order.mandate : { ...order.mandate, status },
  };
}

/** The transaction the server names, unless it is the failure an earlier attempt ended with. */
function ownTxn(order: OrderRecord, reading: StatusReading): string | undefined {
  return isUnaware(order, reading) ? undefined : reading.txnUuid;
}
