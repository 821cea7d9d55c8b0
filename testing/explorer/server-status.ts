/** What one answer of order status comes to. */
export type MoneyStatus = 'paid' | 'refunded' | 'underWay' | 'failed' | 'untouched' | 'unclear';

/** What the server said about one order, as it reached a flow. */
export interface ServerStatus {
  readonly at: number;
  readonly moneyStatus: MoneyStatus;
  /** Every transaction that it names. */
  readonly txns: readonly string[];
  /** It names order, amount and currency as it should: whoever reads it knows the truth. */
  readonly isWhole: boolean;
}

const MONEY_STATUSES: Readonly<Record<string, MoneyStatus>> = {
  CHARGED: 'paid',
  COD_INITIATED: 'paid',
  AUTO_REFUNDED: 'refunded',
  VOIDED: 'refunded',
  STARTED: 'underWay',
  PENDING_VBV: 'underWay',
  VBV_SUCCESSFUL: 'underWay',
  AUTHORIZING: 'underWay',
  AUTHORIZED: 'underWay',
  CAPTURE_INITIATED: 'underWay',
  PENDING: 'underWay',
  PENDING_AUTHENTICATION: 'underWay',
  AUTHENTICATION_FAILED: 'failed',
  AUTHORIZATION_FAILED: 'failed',
  JUSPAY_DECLINED: 'failed',
  NEW: 'untouched',
  CREATED: 'untouched',
  NOT_FOUND: 'untouched',
};

/** What has one of these is about something else than the money of the order. */
const OTHERS = ['mandate_id', 'object_reference_id', 'unique_request_id'] as const;

type Fields = Readonly<Record<string, unknown>>;

/** Reads one answer of order status as a careful reader would; of a webhook, what it holds. */
export function serverStatusOf(orderId: string, answer: unknown, at: number): ServerStatus {
  const unclear: ServerStatus = { at, moneyStatus: 'unclear', txns: [], isWhole: false };
  const outer = fieldsOf(answer);
  const content = fieldsOf(outer['content']);
  const fields = 'content' in outer ? fieldsOf(content['order'] ?? content['txn']) : outer;
  if (OTHERS.some((name) => name in fields)) return unclear;
  if (field(fields, 'orderId', 'order_id') !== orderId) return unclear;
  if ((field(fields, 'currency') ?? 'INR') !== 'INR') return unclear;
  const amount = field(fields, 'amount', 'txn_amount');
  const moneyStatus = moneyStatusOf(fields, amount);
  if (moneyStatus === undefined) return { ...unclear, txns: txnsOf(fields) };
  return { at, moneyStatus, txns: txnsOf(fields), isWhole: amount !== undefined };
}

/** A refund counts when the money is back, and not before. */
function moneyStatusOf(fields: Fields, amount: unknown): MoneyStatus | undefined {
  const status = String(field(fields, 'status') ?? '');
  const moneyStatus = Object.hasOwn(MONEY_STATUSES, status) ? MONEY_STATUSES[status] : undefined;
  if (status !== 'CHARGED' && status !== 'AUTO_REFUNDED') return moneyStatus;
  const refunds = listOf(fields['refunds']);
  if (refunds.length === 0) return moneyStatus;
  const done = refunds.filter((one) => one['status'] === 'SUCCESS');
  const back = done.reduce((sum, one) => sum + Number(one['amount']), 0);
  return back >= Number(amount) ? 'refunded' : 'paid';
}

/** The transactions of a list, or the one beside the status, or in its detail. */
function txnsOf(fields: Fields): readonly string[] {
  const one = field(fields, 'txnUuid', 'txn_uuid') ?? fieldsOf(fields['txn_detail'])['txn_uuid'];
  const all = [one, ...listOf(fields['txn_list']).map((txn) => txn['txn_uuid'])];
  return all.filter((id) => id !== undefined && id !== null).map(String);
}

function field(fields: Fields, ...names: readonly string[]): unknown {
  return names
    .map((name) => (Object.hasOwn(fields, name) ? fields[name] : undefined))
    .find((value) => value !== undefined && value !== null);
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
