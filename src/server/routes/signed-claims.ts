import { issue } from '../../../core/protocol/check.js';
import { type JsonObject, sameAmount } from '../../../core/protocol/index.js';
import {
  identityClaims,
  missingForClaims,
  moneyClaims,
  type SignedClaims,
} from '../../../core/protocol/requests/claims.js';
import type { ServerOrder } from '../orders/order.js';
import type { Customer } from './customer.js';
import { Refusal } from './problem.js';

/** Who signs, and when. */
export interface Signatory {
  readonly merchantId: string;
  readonly issuingPsp: string | undefined;
  readonly timestamp: number;
}

const MONEY = new Set(['upiTxn', 'onboardingAndPay']);

export function isMoney(action: string): boolean {
  return MONEY.has(action);
}

/** What is signed where no money moves: who it is, and the number of the phone. */
export function identityFor(asked: JsonObject, customer: Customer, by: Signatory): SignedClaims {
  const claims = {
    ...identityClaims({ ...by, customerId: customer.customerId }),
    ...phonesIn(asked, customer),
  };
  return agreed(asked, claims, 'forbidden');
}

/** What is signed for an order: what the books say, and nothing that was only asked for. */
export function moneyFor(asked: JsonObject, order: ServerOrder, by: Signatory): SignedClaims {
  const { orderId, customerId, amount, gatewayReferenceId, mandate, createMandate, tpv } = order;
  if (order.payBy === 'session') {
    throw new Refusal('otherTerms', { detail: 'This order is paid by a session.' });
  }
  if (tpv !== undefined && tpv.bankAccountHashes === undefined) {
    // Codes of banks are not signed: nothing would hold anybody to them.
    throw new Refusal('otherTerms', { detail: 'Only hashes of accounts can be signed.' });
  }
  const [lack] = missingForClaims(
    { order: { orderId, amount, gatewayReferenceId }, mandate },
    { ...by, customerId },
  );
  if (lack !== undefined) throw new TypeError(`createUpiServer: ${lack.path}: ${lack.message}`);
  const claims = moneyClaims(
    { order: { orderId, amount, gatewayReferenceId }, mandate, createMandate, tpv },
    { ...by, customerId },
  );
  return agreed(asked, claims, 'otherTerms');
}

/** The claims of ours, if they are what was asked for; any time was. */
function agreed(
  asked: JsonObject,
  claims: SignedClaims,
  otherwise: 'forbidden' | 'otherTerms',
): SignedClaims {
  const names = new Set([...Object.keys(asked), ...Object.keys(claims)]);
  const differing = [...names].filter((name) => name !== 'timestamp' && !isSame(name));
  if (differing.length === 0) return claims;
  const isWho = differing.some((name) => name === 'customer_id' || name === 'merchant_id');
  throw new Refusal(isWho ? 'forbidden' : otherwise, {
    // A name that nobody knows may hold anything.
    detail: `These claims differ: ${differing.filter((name) => Object.hasOwn(claims, name)).join(', ') || 'one that is not known'}.`,
  });

  function isSame(name: string): boolean {
    const ours = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const theirs = Object.hasOwn(asked, name) ? asked[name] : undefined;
    if (name === 'amount' || name === 'mandate.max_amount') return sameAmount(ours, theirs);
    // Juspay compares order ids without regard to case, but signs what the books say.
    return ours === theirs;
  }
}

/** A customer may name a phone; where it is known which is theirs, no other. */
function phonesIn(asked: JsonObject, { mobileNumber }: Customer): Record<string, string> {
  const phones: Record<string, string> = {};
  for (const name of ['customer_mobile_number', 'customer_phone']) {
    const number = Object.hasOwn(asked, name) ? asked[name] : undefined;
    if (number === undefined) continue;
    if (typeof number !== 'string' || !/^(?:91)?\d{10}$/.test(number)) {
      throw new Refusal('invalid', { issues: [issue(`claims.${name}`, 'mobileNumber.format')] });
    }
    if (mobileNumber !== undefined && number.slice(-10) !== mobileNumber.slice(-10)) {
      throw new Refusal('forbidden', {
        detail: 'This phone number is not the one of the customer.',
      });
    }
    phones[name] = number;
  }
  return phones;
}
