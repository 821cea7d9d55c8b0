import * as z from 'zod/mini';
import { issueCode } from '../check.js';
import { coerceBoolean, type JsonObject, objectsAt, textAt, withUnknownKeys } from '../read.js';
import { reference, references, udf, udfText } from '../requests/inputs.js';
import { type Account, readAccounts } from './account.js';
import { noParams, noPayload } from './no-params.js';
import { operation, schemaFor } from './operation.js';

/** A bank on UPI. Keys that are not listed are kept. */
export interface Bank {
  /** IIN code: what `upiGetAccounts` takes. */
  readonly bankCode: string;
  readonly name: string;
  readonly ifsc?: string | undefined;
  readonly referenceId?: string | undefined;
  readonly upiEnabled?: boolean | undefined;
  readonly [key: string]: unknown;
}

/** The banks a customer can choose from. */
export interface BankList {
  readonly banks: readonly Bank[];
  readonly [key: string]: unknown;
}

/** The customer's accounts at the banks asked for. */
export interface Accounts {
  readonly accounts: readonly Account[];
  readonly [key: string]: unknown;
}

/** Parameters of `upiGetAccounts`. */
export interface GetAccountsParams {
  /** IIN codes from `upiGetBankList`. */
  readonly bankCodes: readonly string[];
  /** `CREDIT` for credit cards on UPI. */
  readonly accountType?: string | undefined;
  readonly udf?: Readonly<Record<string, string>> | undefined;
}

function readBankList(payload: JsonObject): BankList {
  const banks = objectsAt(payload, 'bankList', 'banks')
    .map(readBank)
    .filter((bank) => bank !== undefined);
  return withUnknownKeys({ banks }, payload);
}

function readBank(wire: JsonObject): Bank | undefined {
  const bankCode = textAt(wire, 'iin', 'bankCode', 'code');
  if (bankCode === undefined) return undefined;
  return withUnknownKeys(
    {
      bankCode,
      name: textAt(wire, 'name', 'bankName') ?? bankCode,
      ifsc: textAt(wire, 'ifsc'),
      referenceId: textAt(wire, 'referenceId'),
      upiEnabled: coerceBoolean(wire['upiEnabled'] ?? wire['isUpiEnabled']),
    },
    wire,
  );
}

/** The banks on UPI. */
export const upiGetBankList = operation({
  action: 'upiGetBankList',
  auth: false,
  effect: 'read',
  request: noParams,
  payload: noPayload,
  response: readBankList,
});

/** The customer's accounts at some banks. */
export const upiGetAccounts = operation({
  action: 'upiGetAccounts',
  auth: false,
  effect: 'read',
  request: schemaFor<GetAccountsParams>(
    z.object(
      { bankCodes: references, accountType: z.optional(reference), udf: z.optional(udf) },
      issueCode('object'),
    ),
  ),
  payload: (params) => ({
    bankCodes: params.bankCodes,
    accountType: params.accountType,
    udfParameters: udfText(params.udf),
  }),
  response: (payload): Accounts =>
    withUnknownKeys({ accounts: readAccounts(payload['accounts']) }, payload),
});
