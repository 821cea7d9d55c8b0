import * as z from 'zod/mini';
import { issue } from '../../../core/protocol/check.js';
import {
  type Checked,
  checkMandate,
  checkOrder,
  checkTpv,
  type Issue,
} from '../../../core/protocol/index.js';
import { customerId as anyCustomerId } from '../juspay/inputs.js';
import type { NewOrder, OrderTerms } from './order.js';

/** Of somebody: Juspay is asked about an order in its customer's name, so it has to be one that can be sent. */
export const customerId = anyCustomerId.check(z.minLength(1, 'customerId.format'));

const payBy = z.optional(z.enum(['session', 'signature']));
const createMandate = z.optional(z.enum(['OPTIONAL', 'REQUIRED']));

/** Checks an order before it goes into the books; what belongs to no order is left out. */
export function checkNewOrder(input: NewOrder): Checked<NewOrder> {
  const { customerId: customer, mandate, createMandate: create, tpv, payBy: way, ...given } = input;
  const issues: Issue[] = [];
  const order = checkOrder(given);
  if (!order.ok) issues.push(...order.issues);
  if (!z.safeParse(customerId, customer).success)
    issues.push(issue('customerId', customer === undefined ? 'required' : 'customerId.format'));
  if (!z.safeParse(createMandate, create).success)
    issues.push(issue('createMandate', 'word.unknown'));
  if (!z.safeParse(payBy, way).success) issues.push(issue('payBy', 'word.unknown'));
  if (create !== undefined && mandate === undefined)
    issues.push(issue('createMandate', 'mandate.only'));
  const terms = order.ok && mandate !== undefined ? checkMandate(order.value, mandate) : undefined;
  if (terms?.ok === false) issues.push(...terms.issues.map((one) => under('mandate', one)));
  const accounts = tpv === undefined ? undefined : checkTpv(tpv);
  if (accounts?.ok === false) issues.push(...accounts.issues.map((one) => under('tpv', one)));
  if (!order.ok || issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: {
      ...order.value,
      customerId: customer,
      ...(terms?.ok ? { mandate: terms.value } : {}),
      ...(create === undefined ? {} : { createMandate: create }),
      ...(accounts?.ok ? { tpv: accounts.value } : {}),
      ...(way === undefined ? {} : { payBy: way }),
    },
  };
}

function under(field: string, { path, ...rest }: Issue): Issue {
  return { path: path === '' ? field : `${field}.${path}`, ...rest };
}

/** What is kept of an order besides its id, customer and amount, with its keys in one order. */
export function termsOf({
  gatewayReferenceId,
  mandate,
  createMandate: create,
  tpv,
  payBy: way,
}: OrderTerms): string {
  const sorted = mandate && Object.fromEntries(Object.entries(mandate).sort());
  return JSON.stringify({
    gatewayReferenceId,
    mandate: sorted,
    createMandate: create,
    tpv,
    payBy: way,
  });
}
