import { type JsonObject, textAt, textsAt } from '../json.js';
import type { PaymentPlan } from '../person.js';
import { badParameter } from '../sdk-refusal.js';

/** A mandatory string of the request. */
export function needText(payload: JsonObject, name: string): string {
  const text = textAt(payload, name);
  if (text === undefined) {
    throw badParameter(name);
  }
  return text;
}

/** A mandatory, non-empty array of strings of the request. */
export function needTexts(payload: JsonObject, name: string): string[] {
  const texts = textsAt(payload, name);
  if (texts === undefined || texts.length === 0) {
    throw badParameter(name);
  }
  return texts;
}

/**
 * The mobile number of the request in ten digits, where it names one: as it comes with or without 91.
 */
export function mobileNumberOf(payload: JsonObject): string | undefined {
  const number = payload['customerMobileNumber'];
  if (number === undefined) {
    return undefined;
  }
  if (typeof number !== 'string' || !/^(?:91)?\d{10}$/.test(number)) {
    throw badParameter('customerMobileNumber');
  }
  return number.slice(-10);
}

/** The optional members a request gets back as it sent them. */
export function echoed(payload: JsonObject): JsonObject {
  const udf = textAt(payload, 'udfParameters');
  return udf === undefined ? {} : { udfParameters: udf, otherInfo: udf };
}

/** An answer with what the plan has it name instead of what it is about. */
export function renamed(payload: JsonObject, { names }: PaymentPlan): JsonObject {
  if (names === undefined) {
    return payload;
  }
  const { txnUuid: _, ...unnamed } = payload;
  return {
    ...(names.txnUuid === undefined ? payload : unnamed),
    ...(names.txnUuid === 'other' && { txnUuid: 'mozUnknownToBanks' }),
    ...(names.orderId !== undefined && { orderId: names.orderId }),
    ...(names.action !== undefined && { action: names.action }),
  };
}
