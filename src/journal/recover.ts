import * as z from 'zod/mini';
import { type OrderRecord, strongerPaid } from '../../core/model/order.js';
import { isFields, readJson } from '../../core/model/read-json.js';
import { safeTxn } from '../../core/model/redact.js';
import { readAmount } from '../../core/protocol/index.js';
import { type DamagedObject, scanFields, scanObjects } from './scan-damaged-json.js';
import { mandateState, orderKind, paidWord, refundState } from './stored-order.js';

/** An order with one of these words was settled, or as good as: where `settled` is damaged. */
const UNPAID: ReadonlySet<unknown> = new Set(['failure', 'payFailure', 'backPress', 'userAborted']);

/** What a text that cannot be trusted as a whole still has to say. */
export interface DamagedText {
  readonly text: string;
  /** What JSON makes of the text; `undefined` when it is none. */
  readonly value: unknown;
  /** Whether we wrote it: then an order begins with its id. */
  readonly isOurs: boolean;
  /** The order of an entry that is beyond doubt. */
  readonly valid: (entry: object) => OrderRecord | undefined;
}

/**
 * Every order that can be recognised: a valid one as it was, any other as `pending`, so that it is
 * asked about and cannot be paid again before. Total.
 */
export function recoverOrders(
  { text, value, isOurs, valid }: DamagedText,
  now: number,
): OrderRecord[] {
  const entries: readonly DamagedObject[] =
    value === undefined
      ? scanObjects(text, 'orderId', isOurs)
      : entriesIn(value).map((entry) => ({ whole: entry, fields: entry }));
  const orders = new Map<string, OrderRecord>();
  for (const { whole, fields } of entries) {
    const found = (whole && valid(whole)) ?? recovered(fields, now);
    if (found === undefined) continue;
    const before = orders.get(found.orderId);
    orders.set(found.orderId, before === undefined ? found : inQuestion(before, found, now));
  }
  return [...orders.values()];
}

/** The order whose record says no more than this: asked about, and not to be paid before. Total. */
export function recoverOrder(text: string, orderId: string, now: number): OrderRecord {
  const value = readJson(text);
  const entries = entriesIn(value);
  const mine = entries.find((entry) => Reflect.get(entry, 'orderId') === orderId) ?? entries[0];
  const fields = mine ?? (isFields(value) ? value : scanFields(text));
  return recovered({ ...fields, orderId }, now) ?? unknownOrder(orderId, now);
}

/** An order of which only the id is known. */
export function unknownOrder(orderId: string, now: number): OrderRecord {
  return {
    ...inDoubt(now),
    orderId,
    kind: 'pay',
    attempts: 1,
    attemptId: ownId(orderId),
    requestId: ownId(orderId),
    earlierRequestIds: [],
    at: now,
    foreignTxns: [],
    foreignUnknown: true,
  };
}

/** Every object with an order id, however deep. */
function entriesIn(value: unknown): object[] {
  const found: object[] = [];
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (isFields(next) && typeof next['orderId'] === 'string') found.push(next);
    for (const part of Object.values(next).reverse()) rest.push(part);
  }
  return found;
}

/** An open order with what is still known of it; `undefined` when that is not even its id. */
function recovered(entry: object, now: number): OrderRecord | undefined {
  const field = (name: string): unknown =>
    Object.hasOwn(entry, name) ? Reflect.get(entry, name) : undefined;
  const orderId = textOf(field('orderId'));
  if (orderId === undefined) return undefined;
  const amounts = new Set([amountOf(field('amount')), amountOf(field('amountAgain'))]);
  amounts.delete(undefined);
  const txnUuid = textOf(field('txnUuid'));
  const wasToldPaid = field('reported') === 'success';
  const wasSettled = field('settled') === true || UNPAID.has(field('status'));
  const earlierRequestIds = textsOf(field('earlierRequestIds'));
  const ended = textsOf(field('endedTxns'));
  const foreign = [...textsOf(field('foreignTxns')), ...ended];
  // Damage must not make a retried order look like a first attempt: the lists count, too.
  const attempts = [countOf(field('attempts')), earlierRequestIds.length + 1, ended.length];
  return {
    ...unknownOrder(orderId, now),
    kind: z.safeParse(orderKind, field('kind')).data ?? 'pay',
    // One that may be another amount is none: a paid order would seem to be another one.
    amount: amounts.size === 1 ? [...amounts][0] : undefined,
    // No other word of the SDK is kept.
    reported: wasToldPaid ? 'success' : undefined,
    paid: z.safeParse(paidWord, field('paid')).data ?? (wasToldPaid ? 'reported' : undefined),
    attempts: Math.max(...attempts),
    attemptId: textOf(field('attemptId')) ?? ownId(orderId),
    requestId: textOf(field('requestId')) ?? ownId(orderId),
    earlierRequestIds,
    at: timeOf(field('at')) ?? now,
    // The transaction it was settled with is in question again.
    foreignTxns: [...new Set(foreign)].filter((txn) => !wasSettled || txn !== txnUuid),
    sdkTxnUuid: safeTxn(textOf(field('sdkTxnUuid'))),
    txnUuid: safeTxn(txnUuid),
    mandate: z.safeParse(mandateState, field('mandate')).data,
    refund: z.safeParse(refundState, field('refund')).data,
  };
}

/** An order that is there twice: nobody knows which one holds, so the server is asked. */
function inQuestion(one: OrderRecord, other: OrderRecord, now: number): OrderRecord {
  const requestIds = [...one.earlierRequestIds, other.requestId, ...other.earlierRequestIds];
  return {
    ...one,
    ...inDoubt(now),
    amount: one.amount === other.amount ? one.amount : undefined,
    reported: [one, other].some(({ reported }) => reported === 'success') ? 'success' : undefined,
    paid: strongerPaid(one.paid, other.paid),
    attempts: Math.max(one.attempts, other.attempts),
    earlierRequestIds: [...new Set(requestIds)].filter((id) => id !== one.requestId),
    foreignTxns: [...new Set([...one.foreignTxns, ...other.foreignTxns])],
    foreignUnknown: true,
    txnUuid: one.txnUuid ?? other.txnUuid,
    mandate: one.mandate ?? other.mandate,
  };
}

/** As an order stands when only the server can say how it ended. */
function inDoubt(now: number) {
  return { status: 'pending', verified: false, settled: false, updatedAt: now } as const;
}

/** The same at every reading, so that the order is known again. */
function ownId(orderId: string): string {
  return `recovered:${orderId}`;
}

function amountOf(value: unknown): string | undefined {
  const amount = textOf(value);
  return amount === readAmount(amount) ? amount : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => textOf(one) !== undefined) : [];
}

function countOf(value: unknown): number {
  return Number.isSafeInteger(value) ? Math.max(1, Number(value)) : 1;
}

function timeOf(value: unknown): number | undefined {
  return Number.isFinite(value) ? Number(value) : undefined;
}
