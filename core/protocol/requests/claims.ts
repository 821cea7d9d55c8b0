import * as z from 'zod/mini';
import { issue, issueCode } from '../check.js';
import type { Issue } from '../issues.js';
import { nonEmpty } from './inputs.js';
import { blocksFunds, type MandateTerms } from './mandate-terms.js';
import type { Order } from './order.js';
import type { Tpv } from './tpv.js';

/** Who asks, and when. */
export interface ClaimsBase {
  readonly merchantId: string;
  readonly customerId: string;
  /** Epoch milliseconds: when the request is made. It is inside the signed bytes. */
  readonly timestamp: number;
  /** `YES_BIZ`, `AXIS_BIZ`, ...: part of the keys of `metadata.*` claims. */
  readonly issuingPsp?: string | undefined;
}

/** The schema of {@link ClaimsBase}. */
export const claimsBase = z.object(
  {
    merchantId: nonEmpty,
    customerId: nonEmpty,
    timestamp: z.number(issueCode('timestamp.format')),
    issuingPsp: z.optional(nonEmpty),
  },
  issueCode('object'),
);

/** What the merchant's server signs: wire spelling, signing order, all values strings. */
export type SignedClaims = Readonly<Record<string, string>>;

/** The claims of every signed request. */
export function identityClaims(base: ClaimsBase): SignedClaims {
  return {
    merchant_id: base.merchantId,
    customer_id: base.customerId,
    timestamp: String(base.timestamp),
  };
}

/** What a payment is about. */
export interface MoneyTerms {
  readonly order: Order;
  readonly mandate?: MandateTerms | undefined;
  readonly tpv?: Tpv | undefined;
  /** `OPTIONAL` leaves it to the bank whether a mandate comes to be; the default is `REQUIRED`. */
  readonly createMandate?: 'OPTIONAL' | 'REQUIRED' | undefined;
}

/** What the claims of a payment lack: the issuing PSP is part of the names of two of them. */
export function missingForClaims({ order, mandate }: MoneyTerms, base: ClaimsBase): Issue[] {
  const needsPsp = mandate !== undefined || order.gatewayReferenceId !== undefined;
  if (!needsPsp || base.issuingPsp !== undefined) return [];
  return [issue('issuingPsp', 'issuingPsp.required')];
}

/**
 * The claims of a payment or mandate (docs/protocol.md, Claims), in the key order of signed samples.
 * `mandate.block_funds` is the spelling of the page's table; its sample prints `block_fund`.
 */
export function moneyClaims(
  { order, mandate, tpv, createMandate = 'REQUIRED' }: MoneyTerms,
  base: ClaimsBase,
): SignedClaims {
  const metadata = `metadata.${base.issuingPsp}`;
  return texts({
    ...identityClaims(base),
    amount: order.amount,
    [`${metadata}:gateway_reference_id`]: order.gatewayReferenceId,
    order_id: order.orderId,
    [`${metadata}:mandate_name`]: mandate?.name,
    'options.create_mandate': mandate && createMandate,
    'mandate.max_amount': mandate?.maxAmount,
    'mandate.amount_rule': mandate?.amountRule,
    'mandate.frequency': mandate?.frequency,
    bankAccountHashes: tpv?.bankAccountHashes && JSON.stringify(tpv.bankAccountHashes),
    'mandate.start_date': mandate?.startDate,
    'mandate.end_date': mandate?.endDate,
    'mandate.block_funds': mandate && blocksFunds(mandate),
    'mandate.rule_type': mandate?.ruleType,
    'mandate.rule_value': mandate?.ruleValue,
    'mandate.payer_revocable': mandate?.payerRevocable,
  });
}

function texts(
  claims: Readonly<Record<string, string | number | boolean | undefined>>,
): SignedClaims {
  const out: Record<string, string> = {};
  for (const [key, value] of Object.entries(claims)) {
    if (value !== undefined) out[key] = String(value);
  }
  return out;
}
