import * as z from 'zod/mini';
import { type IssueCode, issueCode } from '../check.js';
import { coerceObject, coerceString, type JsonObject, textAt, withUnknownKeys } from '../read.js';
import { type MoneyTerms, missingForClaims, moneyClaims } from '../requests/claims.js';
import {
  bool,
  flagText,
  mobileNumber,
  reference,
  twelveDigits,
  udf,
  udfText,
} from '../requests/inputs.js';
import { type MandateOptions, mandateOptions, strayOptions } from '../requests/mandate-options.js';
import { brokenAmountRule, mandateTerms } from '../requests/mandate-terms.js';
import { order } from '../requests/order.js';
import { tpv } from '../requests/tpv.js';
import { readSelectedAccount, type SelectedAccount } from './account.js';
import { type MandateResult, readMandateResult } from './mandate-result.js';
import { operation, schemaFor } from './operation.js';

/** Parameters of `upiTxn`: a payment, or with `mandate` the creation of one. */
export interface PayParams extends MoneyTerms, MandateOptions {
  /** `referenceId` of the account to pay from. */
  readonly accountRefId: string;
  readonly udf?: Readonly<Record<string, string>> | undefined;
}

/** Parameters of `onboardingAndPay`: the same with the SDK's own screens, onboarding included. */
export interface OnboardAndPayParams extends MoneyTerms, MandateOptions {
  /** `referenceId` of the account to pay from, for a customer who is onboarded. */
  readonly accountRefId?: string | undefined;
  /** 10 digits, or 12 with the 91 prefix: the device is bound by this number. */
  readonly mobileNumber?: string | undefined;
  /** `false` hides the SDK's status screen. */
  readonly showStatusScreen?: boolean | undefined;
  readonly udf?: Readonly<Record<string, string>> | undefined;
}

/** What the SDK says about a payment. It is evidence, not the truth: see the order status. */
export interface PaymentResult {
  /** As printed, trimmed: `SUCCESS`, `PENDING`, `FAILURE`, `Pay_Failure`, `BACKPRESS`, ... */
  readonly status?: string | undefined;
  readonly orderId?: string | undefined;
  readonly txnUuid?: string | undefined;
  /** The account that paid. */
  readonly account?: SelectedAccount | undefined;
  readonly gatewayResponseCode?: string | undefined;
  readonly gatewayResponseMessage?: string | undefined;
  readonly mandate?: MandateResult | undefined;
  readonly [key: string]: unknown;
}

function readPayment(payload: JsonObject): PaymentResult {
  const mandate = coerceObject(payload['mandate']);
  return withUnknownKeys(
    {
      status: coerceString(payload['status']),
      orderId: textAt(payload, 'orderId', 'order_id'),
      txnUuid: textAt(payload, 'txnUuid', 'txn_uuid'),
      account: readSelectedAccount(payload),
      gatewayResponseCode: coerceString(payload['gatewayResponseCode']),
      gatewayResponseMessage: coerceString(payload['gatewayResponseMessage']),
      mandate: mandate && readMandateResult(mandate),
    },
    payload,
  );
}

const money = {
  order,
  mandate: z.optional(mandateTerms),
  tpv: z.optional(tpv),
  ...mandateOptions,
  udf: z.optional(udf),
};

const mandateFitsOrder = z.check<MoneyTerms & MandateOptions>((context) => {
  const { order, mandate } = context.value;
  const blame = (path: readonly string[], code: IssueCode): void => {
    context.issues.push({ code: 'custom', path: [...path], message: code, input: undefined });
  };
  const broken = mandate && brokenAmountRule(order.amount, mandate);
  if (broken !== undefined) blame(['mandate', broken[0]], broken[1]);
  if (mandate !== undefined) return;
  for (const name of strayOptions(context.value)) blame([name], 'mandate.only');
});

/** What both actions send beside their own fields. */
function moneyPayload(params: MoneyTerms & MandateOptions): JsonObject {
  const { mandate, tpv, initiationMode, purpose, payType, transactionReference } = params;
  return {
    // A real boolean and a JSON text: that is how the samples of page 002 have them.
    shouldCreateMandate: mandate && true,
    initiationMode,
    purpose,
    payType,
    bankCodes: tpv?.bankCodes && JSON.stringify(tpv.bankCodes),
    transactionReference,
  };
}

/** Pays, or creates a mandate, from a linked account. NPCI's page asks for the PIN. */
export const upiTxn = operation({
  action: 'upiTxn',
  auth: true,
  effect: 'money',
  request: schemaFor<PayParams>(
    z.object({ ...money, accountRefId: reference }, issueCode('object')).check(mandateFitsOrder),
  ),
  payload: (params: PayParams) => ({
    ...moneyPayload(params),
    accountRefId: params.accountRefId,
    udfParameters: udfText(params.udf),
  }),
  claims: moneyClaims,
  missing: missingForClaims,
  response: readPayment,
});

/** Onboards where needed, then pays or creates a mandate, all on the SDK's screens. */
export const onboardingAndPay = operation({
  action: 'onboardingAndPay',
  auth: true,
  effect: 'money',
  request: schemaFor<OnboardAndPayParams>(
    z
      .object(
        {
          ...money,
          accountRefId: z.optional(reference),
          mobileNumber: z.optional(mobileNumber),
          showStatusScreen: z.optional(bool),
        },
        issueCode('object'),
      )
      .check(mandateFitsOrder),
  ),
  payload: (params: OnboardAndPayParams) => ({
    ...moneyPayload(params),
    customerMobileNumber: params.mobileNumber && twelveDigits(params.mobileNumber),
    accountRefId: params.accountRefId,
    showStatusScreen: flagText(params.showStatusScreen),
    udfParameters: udfText(params.udf),
  }),
  claims: moneyClaims,
  missing: missingForClaims,
  response: readPayment,
});
