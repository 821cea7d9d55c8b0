import { readAmount } from './amount.js';
import { count, flag, type JsonObject, keeping, text, textAt, word } from './read.js';

/** What became of a mandate: a result of its own, beside that of its first debit. */
export interface MandateResult {
  /** Rupees with two decimals. */
  readonly amount?: string | undefined;
  /** The wire also says `EXACT` for fixed and `MAX` for variable. */
  readonly amountRule?: 'FIXED' | 'VARIABLE' | undefined;
  /** `WEEKLY`, `MONTHLY`, ...: upper case. */
  readonly frequency?: string | undefined;
  /** As printed: `ON`, `BEFORE`, `AFTER`, and `ASPRESENTED` in one example. */
  readonly ruleType?: string | undefined;
  readonly ruleValue?: number | undefined;
  /** Unique mandate number: names the mandate in every later execution. */
  readonly umn?: string | undefined;
  readonly name?: string | undefined;
  readonly gatewayMandateId?: string | undefined;
  /** `00` active, `01` pending, anything else failed. */
  readonly gatewayResponseCode?: string | undefined;
  readonly gatewayResponseMessage?: string | undefined;
  readonly gatewayResponseStatus?: string | undefined;
  readonly blockFunds?: boolean | undefined;
  readonly payerRevocable?: boolean | undefined;
  /** A day, as printed: `2022/01/20`. */
  readonly validityStart?: string | undefined;
  readonly validityEnd?: string | undefined;
  readonly [key: string]: unknown;
}

const amountRules = new Map([
  ['FIXED', 'FIXED'],
  ['EXACT', 'FIXED'],
  ['VARIABLE', 'VARIABLE'],
  ['MAX', 'VARIABLE'],
] as const);

/** Reads the mandate of a payment's answer. */
export function readMandateResult(wire: JsonObject): MandateResult {
  return keeping(
    {
      amount: readAmount(wire['amount']),
      amountRule: word(wire['amountRule'], amountRules),
      frequency: textAt(wire, 'recurrencePattern', 'frequency')?.toUpperCase(),
      ruleType: textAt(wire, 'recurrenceRule', 'ruleType'),
      ruleValue: count(wire['recurrenceValue'] ?? wire['ruleValue']),
      umn: text(wire['umn']),
      name: textAt(wire, 'mandateName', 'mandate_name', 'madate_name'),
      gatewayMandateId: text(wire['gatewayMandateId']),
      gatewayResponseCode: text(wire['gatewayResponseCode']),
      gatewayResponseMessage: text(wire['gatewayResponseMessage']),
      gatewayResponseStatus: text(wire['gatewayResponseStatus']),
      blockFunds: flag(
        wire['blockFund'] ?? wire['blockFunds'] ?? wire['block_fund'] ?? wire['block_funds'],
      ),
      payerRevocable: flag(wire['payerRevocable'] ?? wire['payer_revocable']),
      validityStart: text(wire['validityStart']),
      validityEnd: text(wire['validityEnd']),
    },
    wire,
  );
}
