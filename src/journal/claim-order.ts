import {
  endedUnpaid,
  type OrderRecord,
  wasRequested,
  withHistory,
} from '../../core/model/order.js';
import { problem } from '../../core/model/problem.js';
import type { ClaimResult } from '../../machines/payment/types.js';
import { LossyStorageError } from './lossy-storage-error.js';
import type { OrderStorage } from './order-storage.js';
import { endingOf } from './settled-promises.js';
import { parseOrder, printOrder } from './stored-order.js';

/**
 * Writes the attempt down, unless its order is open, was paid, or had this request before. Answers
 * `undefined` when another process is claiming the order: its record is not there yet. `wanted`
 * throws once nobody waits any more: nothing is written then, and nothing claimed. Call it while nothing else in this
 * process works on the order.
 */
export async function claimOrder(
  { records, openIndex, doors }: OrderStorage,
  attempt: OrderRecord,
  wanted: () => void,
): Promise<ClaimResult | undefined> {
  const { orderId, attemptId, requestId } = attempt;
  const [found, door] = await Promise.all([records.findNew(orderId), doors.look(orderId)]);
  const existing = found.order;
  if (existing !== undefined && (!endedUnpaid(existing) || wasRequested(existing, requestId))) {
    return { claimed: false, existing };
  }
  const order = existing === undefined ? attempt : withHistory(attempt, existing);
  const text = printOrder(order);
  if (await doors.isShut(attempt, existing, door)) return undefined;
  if (!(await doors.enter(attempt, existing, door, wanted))) return undefined;

  const win = async (): Promise<boolean> => {
    const [last, stands] = await Promise.all([
      doors.whoIsLast(attempt, existing),
      records.stands(found),
    ]);
    // We have just named ourselves, and another process undoes that only after it wrote the record.
    if (last === 'nobody' && (await records.stands(found))) throw new LossyStorageError(true);
    if (last !== 'us' || !stands) return false;
    wanted();
    await records.write(found, text);
    return true;
  };
  const won = win();
  // The record comes first: one that is not listed was never sent.
  const listed = openIndex.register(orderId, won);
  const isBack = won.then((isWinner) => (isWinner ? records.find(orderId) : undefined));
  // Nothing of it may go on when the next one has its turn.
  const [ending, , back] = await Promise.all([endingOf(listed), endingOf(won), endingOf(isBack)]);
  if (ending.status === 'rejected') throw ending.reason;
  if (back.status === 'rejected') throw back.reason;
  if (back.value === undefined) return undefined;
  // It may have been written when another had taken over.
  wanted();
  doors.forget(attempt);
  if (back.value.text === undefined) throw new LossyStorageError(false);
  const standing = parseOrder(back.value.text);
  // What does not come back as it was written may not be sent.
  if (standing?.orderId !== orderId) throw problem('storageFailed', false);
  return { claimed: standing.attemptId === attemptId, existing: standing };
}
