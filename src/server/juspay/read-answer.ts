import { issue } from '../../../core/protocol/check.js';
import { isSameOrder } from '../../../core/protocol/index.js';
import { coerceBoolean, isObject, type JsonObject, textAt } from '../../../core/protocol/read.js';
import { JuspayError } from './juspay-error.js';
import { failureOf, readFailure } from './read-failure.js';
import type { Answer, Request } from './send.js';

/** What an answer should be about. */
export interface Asked {
  /** In the spelling of this library. */
  readonly field: 'orderId' | 'mandateId' | 'objectReferenceId' | 'uniqueRequestId';
  readonly id: string;
  /** Whether an answer that does not name it is none. */
  readonly isNeeded: boolean;
}

const KEYS = {
  orderId: ['order_id', 'orderId'],
  mandateId: ['mandate_id', 'mandateId'],
  objectReferenceId: ['object_reference_id', 'objectReferenceId'],
  uniqueRequestId: ['unique_request_id', 'uniqueRequestId'],
} as const satisfies Record<Asked['field'], readonly string[]>;

/** The object in an answer, as it came. Throws a `JuspayError` when it is none, or about another. */
export function objectIn({ status, body }: Answer, request: Request, asked: Asked): JsonObject {
  if (!isObject(body)) throw new JuspayError({ reason: 'unreadable', status });
  const named = textAt(body, ...KEYS[asked.field]);
  // Objects tell of errors of their own; what does not say whose it is, is an error as a whole.
  const isFlagged = coerceBoolean(body['error']) === true;
  const isFailure = isFlagged || (named === undefined && readFailure(body) !== undefined);
  if (isFailure) throw new JuspayError(failureOf(status, body, request.isRepeatable));
  if (named !== undefined && !isAsked(named, asked)) throw differing([asked.field], status);
  if (named === undefined && asked.isNeeded) {
    throw new JuspayError({ reason: 'unreadable', status });
  }
  return body;
}

function isAsked(named: string, { field, id }: Asked): boolean {
  return field === 'orderId' ? isSameOrder(named, id) : named === id;
}

/** An answer about something else than was asked. */
export function differing(fields: readonly string[], status: number): JuspayError {
  return new JuspayError({
    reason: 'conflict',
    status,
    fields: fields.map((field) => issue(field, 'server.differs')),
    message: 'Juspay answered about something else than was asked.',
  });
}
