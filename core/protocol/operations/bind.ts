import * as z from 'zod/mini';
import { issueCode } from '../check.js';
import { identityClaims } from '../requests/claims.js';
import { mobileNumber, reference, tenDigits, udf, udfText } from '../requests/inputs.js';
import { operation, schemaFor } from './operation.js';
import { readSessionToken } from './session-token.js';

/** Parameters of `upiBindActivateDevice`. */
export interface BindParams {
  /** From `upiGetSimDetails`. */
  readonly simId: string;
  /** 10 digits, or 12 with the 91 prefix. Must be the number of that SIM, else binding fails. */
  readonly mobileNumber?: string | undefined;
  readonly udf?: Readonly<Record<string, string>> | undefined;
}

/** Sends the SMS, waits for its verification, binds and activates: all in one call. */
export const upiBindActivateDevice = operation({
  action: 'upiBindActivateDevice',
  auth: true,
  effect: 'device',
  request: schemaFor<BindParams>(
    z.object(
      { simId: reference, mobileNumber: z.optional(mobileNumber), udf: z.optional(udf) },
      issueCode('object'),
    ),
  ),
  payload: (params) => ({
    simId: params.simId,
    customerMobileNumber: params.mobileNumber && tenDigits(params.mobileNumber),
    // A string, as in the page's sample; its table calls it a boolean.
    isBindAndActivateRequest: 'true',
    udfParameters: udfText(params.udf),
  }),
  claims: ({ mobileNumber }, base) => ({
    ...identityClaims(base),
    ...(mobileNumber === undefined ? {} : { customer_phone: tenDigits(mobileNumber) }),
  }),
  response: readSessionToken,
});
