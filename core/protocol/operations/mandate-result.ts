import {
  coerceBoolean,
  coerceEnum,
  coerceInteger,
  coerceString,
  coerceTimestamp,
  type JsonObject,
  textAt,
  withUnknownKeys,
} from '../read.js';
import { readAmount } from '../requests/amount.js';

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
  /** The gateway's own id of the mandate. */
  readonly gatewayMandateId?: string | undefined;
  /** The customer reference number (RRN) of its creation. */
  readonly gatewayReferenceId?: string | undefined;
  /** The `upiRequestId` of its creation. */
  readonly orgMandateId?: string | undefined;
  /** `00` active, `01` pending, anything else failed. */
  readonly gatewayResponseCode?: string | undefined;
  readonly gatewayResponseMessage?: string | undefined;
  readonly gatewayResponseStatus?: string | undefined;
  readonly blockFunds?: boolean | undefined;
  readonly payerRevocable?: boolean | undefined;
  /** A day, as printed: `2022/01/20`. */
  readonly validityStart?: string | undefined;
  readonly validityEnd?: string | undefined;
  /** Epoch ms until which the payer may agree to it; only where the payee began it. */
  readonly expiresAt?: number | undefined;
  /** Epoch ms of its creation. */
  readonly createdAt?: number | undefined;
  readonly initiatedBy?: 'PAYER' | 'PAYEE' | undefined;
  /** The customer's part in it. */
  readonly role?: 'PAYER' | 'PAYEE' | undefined;
  readonly payeeName?: string | undefined;
  readonly payeeVpa?: string | undefined;
  /** Merchant category code. */
  readonly payeeMcc?: string | undefined;
  readonly payerName?: string | undefined;
  readonly payerVpa?: string | undefined;
  readonly shareToPayee?: boolean | undefined;
  readonly remarks?: string | undefined;
  readonly refUrl?: string | undefined;
  /** `UPI_MANDATE`. */
  readonly transactionType?: string | undefined;
  readonly [key: string]: unknown;
}

const amountRules = new Map([
  ['FIXED', 'FIXED'],
  ['EXACT', 'FIXED'],
  ['VARIABLE', 'VARIABLE'],
  ['MAX', 'VARIABLE'],
] as const);

const parties = new Map([
  ['PAYER', 'PAYER'],
  ['PAYEE', 'PAYEE'],
] as const);

/** Reads the mandate of a payment's answer. */
export function readMandateResult(wire: JsonObject): MandateResult {
  return withUnknownKeys(
    {
      amount: readAmount(wire['amount']),
      amountRule: coerceEnum(wire['amountRule'], amountRules),
      frequency: textAt(wire, 'recurrencePattern', 'frequency')?.toUpperCase(),
      ruleType: textAt(wire, 'recurrenceRule', 'ruleType'),
      ruleValue: coerceInteger(wire['recurrenceValue'] ?? wire['ruleValue']),
      umn: coerceString(wire['umn']),
      name: textAt(wire, 'mandateName', 'mandate_name', 'madate_name'),
      gatewayMandateId: coerceString(wire['gatewayMandateId']),
      gatewayReferenceId: coerceString(wire['gatewayReferenceId']),
      orgMandateId: coerceString(wire['orgMandateId']),
      gatewayResponseCode: coerceString(wire['gatewayResponseCode']),
      gatewayResponseMessage: coerceString(wire['gatewayResponseMessage']),
      gatewayResponseStatus: coerceString(wire['gatewayResponseStatus']),
      blockFunds: coerceBoolean(
        wire['blockFund'] ?? wire['blockFunds'] ?? wire['block_fund'] ?? wire['block_funds'],
      ),
      payerRevocable: coerceBoolean(wire['payerRevocable'] ?? wire['payer_revocable']),
      validityStart: coerceString(wire['validityStart']),
      validityEnd: coerceString(wire['validityEnd']),
      expiresAt: coerceTimestamp(wire['expiry']),
      createdAt: coerceTimestamp(wire['mandateTimestamp']),
      initiatedBy: coerceEnum(wire['initiatedBy'], parties),
      role: coerceEnum(wire['role'], parties),
      payeeName: coerceString(wire['payeeName']),
      payeeVpa: coerceString(wire['payeeVpa']),
      payeeMcc: coerceString(wire['payeeMcc']),
      payerName: coerceString(wire['payerName']),
      payerVpa: coerceString(wire['payerVpa']),
      shareToPayee: coerceBoolean(wire['shareToPayee']),
      remarks: coerceString(wire['remarks']),
      refUrl: coerceString(wire['refUrl']),
      transactionType: coerceString(wire['transactionType']),
    },
    wire,
  );
}
