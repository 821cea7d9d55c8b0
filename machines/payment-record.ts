import { responseCode, type StatusReading } from '../src/protocol/index.js';
import type { MandateState, OrderRecord, OrderStatusWord } from './order.js';
import type { AttemptAnswer, PaymentContext } from './payment.types.js';
import { verdictOf } from './payment-verdict.js';
import type { Problem } from './problem.js';

/** The order as it is to be shown while it is open. */
export function shown(context: PaymentContext, status: OrderStatusWord): OrderRecord {
  return { ...context.order, status, settled: false, updatedAt: context.now };
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
        verified: context.reading !== undefined,
        endedTxns:
          order.txnUuid === undefined ? order.endedTxns : [...order.endedTxns, order.txnUuid],
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
    problem: problemFromReport(answer),
  };
}

function problemFromReport(answer: AttemptAnswer): Problem | undefined {
  if (answer.report.means !== 'notPaid') return undefined;
  return { reason: 'declined', code: answer.report.code, retry: true };
}

function mandateFromAnswer(order: OrderRecord, answer: AttemptAnswer): MandateState | undefined {
  if (order.kind !== 'mandate') return order.mandate;
  const result = answer.mandate;
  return { status: mandateStatus(result?.gatewayResponseCode, answer.report.means), result };
}

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
  const word = reading.mandate;
  const status =
    word !== undefined && Object.hasOwn(MANDATE_WORDS, word) ? MANDATE_WORDS[word] : undefined;
  return {
    ...order,
    txnUuid: reading.txnUuid ?? order.txnUuid,
    mandate: status === undefined ? order.mandate : { ...order.mandate, status },
  };
}
