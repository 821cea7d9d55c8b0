import type { Call } from '../call.js';
import { istDate, istTime } from '../instants.js';
import { type JsonObject, textAt } from '../json.js';
import { isAmount } from '../money.js';
import { badParameter } from '../sdk-refusal.js';
import { gateway } from './shapes.js';

/**
 * Refuses claims that lack what a mandate needs. What the documentation's own samples violate
 * (fixed amounts, blocked funds) is let through.
 */
export function needMandateClaims(claims: JsonObject): void {
  const create = textAt(claims, 'options.create_mandate');
  if (create !== 'REQUIRED' && create !== 'OPTIONAL') {
    throw badParameter('options.create_mandate');
  }
  if (!isAmount(textAt(claims, 'mandate.max_amount') ?? '')) {
    throw badParameter('mandate.max_amount');
  }
  for (const name of ['mandate.start_date', 'mandate.end_date']) {
    if (!/^\d{10,17}$/.test(textAt(claims, name) ?? '')) {
      throw badParameter(name);
    }
  }
  if (nameOf(claims) === undefined) {
    throw badParameter('metadata.<issuing_psp>:mandate_name');
  }
}

/** `mandate_name` is printed `madate_name` on some pages. */
function nameOf(claims: JsonObject): string | undefined {
  const key = Object.keys(claims).find((name) => /^metadata\..+:man?date_name$/.test(name));
  return key === undefined ? undefined : textAt(claims, key);
}

/** The `mandate` member of an answer, as in the documented sample: EXACT stands for FIXED. */
export function mandateShape(
  call: Call,
  about: {
    readonly orderId: string;
    readonly amount: string;
    readonly umn: string;
    readonly vpa: string;
    readonly code: string;
  },
): JsonObject {
  const { claims, world } = call;
  const { clock, random, settings } = world;
  const { merchantId, prefix, handle } = settings.merchant;
  const pattern = textAt(claims, 'mandate.frequency') ?? 'ASPRESENTED';
  const rule = textAt(claims, 'mandate.rule_type');
  const value = textAt(claims, 'mandate.rule_value');
  const status = about.code === '00' ? 'SUCCESS' : about.code === '01' ? 'PENDING' : 'FAILURE';
  return {
    amount: about.amount,
    amountRule: textAt(claims, 'mandate.amount_rule') === 'FIXED' ? 'EXACT' : 'MAX',
    blockFund: textAt(claims, 'mandate.block_funds') ?? 'false',
    expiry: istTime(clock.trueNow() + 3 * 24 * 3_600_000),
    gatewayMandateId: `${prefix}${random.hex(29)}`,
    gatewayReferenceId: random.digits(12),
    ...gateway(about.code),
    gatewayResponseStatus: status,
    initiatedBy: 'PAYER',
    mandateName: nameOf(claims) ?? '',
    mandateTimestamp: istTime(clock.trueNow()),
    merchantCustomerId: textAt(claims, 'customer_id') ?? '',
    merchantRequestId: random.hex(14),
    orgMandateId: `${prefix}${random.hex(29)}`,
    payeeMcc: '4924',
    payeeName: merchantId.toUpperCase(),
    payeeVpa: `${merchantId}@${handle}`,
    payerName: 'customer1',
    payerRevocable: textAt(claims, 'mandate.payer_revocable') ?? 'true',
    payerVpa: about.vpa,
    recurrencePattern: pattern,
    ...(rule !== undefined && { recurrenceRule: rule }),
    ...(value !== undefined && { recurrenceValue: value }),
    refUrl: 'https://www.example.com',
    remarks: 'UPI Mandate',
    role: 'PAYER',
    shareToPayee: 'true',
    transactionType: 'UPI_MANDATE',
    umn: about.umn,
    validityEnd: dateOf(textAt(claims, 'mandate.end_date')),
    validityStart: dateOf(textAt(claims, 'mandate.start_date')),
  };
}

/** Samples print seconds, milliseconds and longer numbers; the first thirteen digits are ms. */
function dateOf(epoch: string | undefined): string {
  const digits = (epoch ?? '0').slice(0, 13);
  return istDate(digits.length === 10 ? Number(digits) * 1000 : Number(digits));
}
