import * as z from 'zod/mini';
import { safeServerStatus } from '../../core/model/redact.js';
import {
  type Checked,
  isSameOrder,
  type JsonObject,
  LIMITS,
  readOrderStatus,
  type ServerStatus,
} from '../../core/protocol/index.js';
import type { CommandEvent } from './command-event.js';
import { id, invalidFields } from './fields.js';

const fields = z.object({ orderId: id(LIMITS.id), status: z.unknown() });

/** Reads what the merchant's server told the app by another way: about this order, or refused. */
export function readInform(command: JsonObject): Checked<CommandEvent<'order.inform'>> {
  const read = z.safeParse(fields, command);
  if (!read.success) return invalidFields('orderId');
  const { orderId } = read.data;
  const serverStatus = serverStatusIn(read.data.status);
  if (saysNothing(serverStatus)) return invalidFields('status');
  if (serverStatus.orderId !== undefined && !isSameOrder(serverStatus.orderId, orderId)) {
    return invalidFields('status.orderId');
  }
  // The command itself names the order.
  return {
    ok: true,
    value: { type: 'order.inform', orderId, serverStatus: { ...serverStatus, orderId } },
  };
}

/** What cannot even be looked at says nothing. */
function serverStatusIn(status: unknown): ServerStatus {
  try {
    return safeServerStatus(readOrderStatus(status));
  } catch {
    return readOrderStatus(undefined);
  }
}

/** Neither about the order, nor about its mandate or a refund of it. */
function saysNothing({ about, moneyStatus, mandate }: ServerStatus): boolean {
  return moneyStatus === 'silent' && about !== 'refund' && mandate === undefined;
}
