import type {
  LedgerChange,
  LedgerOrder,
  LedgerRefund,
  LedgerStatus,
} from '../../adapters/simulator/ledger.js';
import { mandateEvent } from '../../adapters/simulator/pushes.js';

/** An event that Juspay tells the merchant of, and what its webhook holds. */
export interface LedgerEvent {
  readonly name: string;
  readonly holds: 'order' | 'txn' | 'mandate';
}

const FAILED: ReadonlySet<LedgerStatus> = new Set([
  'AUTHENTICATION_FAILED',
  'AUTHORIZATION_FAILED',
  'JUSPAY_DECLINED',
]);

/** The events of one change, in the order they are told. */
export function ledgerEvents({ before, after }: LedgerChange): readonly LedgerEvent[] {
  return [
    ...mandateEvents(before, after),
    ...moneyEvents(before, after),
    ...refundEvents(before, after),
  ];
}

function moneyEvents(before: LedgerOrder | undefined, after: LedgerOrder): LedgerEvent[] {
  const isNewWord = after.status !== before?.status;
  const isNewTxn = after.txnUuid !== undefined && after.txnUuid !== before?.txnUuid;
  if (after.debits.length > (before?.debits.length ?? 0)) {
    const charged: LedgerEvent = { name: 'TXN_CHARGED', holds: 'txn' };
    return isNewWord ? [charged, { name: 'ORDER_SUCCEEDED', holds: 'order' }] : [charged];
  }
  if (!isNewWord && !isNewTxn) return [];
  if (FAILED.has(after.status)) {
    return [
      { name: 'TXN_FAILED', holds: 'txn' },
      { name: 'ORDER_FAILED', holds: 'order' },
    ];
  }
  const isUnderWay = after.status === 'PENDING_VBV' || after.status === 'AUTHORIZING';
  return isNewTxn && isUnderWay ? [{ name: 'TXN_CREATED', holds: 'txn' }] : [];
}

function mandateEvents(before: LedgerOrder | undefined, after: LedgerOrder): LedgerEvent[] {
  const status = after.mandate?.status;
  if (status === undefined || status === before?.mandate?.status) return [];
  return [{ name: mandateEvent(status), holds: 'mandate' }];
}

function refundEvents(before: LedgerOrder | undefined, after: LedgerOrder): LedgerEvent[] {
  const isAuto = after.status === 'AUTO_REFUNDED';
  const changed = after.refunds.filter((refund) => {
    const known = before?.refunds.find(({ id }) => id === refund.id);
    return known?.status !== refund.status;
  });
  return changed.map((refund) => ({ name: refundEvent(refund, isAuto), holds: 'order' }));
}

function refundEvent({ status }: LedgerRefund, isAuto: boolean): string {
  switch (status) {
    case 'PENDING':
      return isAuto ? 'AUTO_REFUND_INITIATED' : 'REFUND_INITIATED';
    case 'MANUAL_REVIEW':
      return 'REFUND_MANUAL_REVIEW_NEEDED';
    case 'SUCCESS':
      return isAuto ? 'AUTO_REFUND_SUCCEEDED' : 'ORDER_REFUNDED';
    case 'FAILURE':
      return isAuto ? 'AUTO_REFUND_FAILED' : 'ORDER_REFUND_FAILED';
  }
}
