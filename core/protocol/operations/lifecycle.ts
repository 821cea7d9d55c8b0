import * as z from 'zod/mini';
import { issueCode } from '../check.js';
import { coerceString, type JsonObject, withUnknownKeys } from '../read.js';
import { bool, nonEmpty } from '../requests/inputs.js';
import { operation, schemaFor } from './operation.js';

/** Parameters of `initiate`. */
export interface InitiateParams {
  /** Usually the merchant id, or `<merchant id>_<os>`. */
  readonly clientId: string;
  readonly environment: 'sandbox' | 'production';
  /** `YES_BIZ`, `AXIS_BIZ`, ...; that of the claims base when left out. */
  readonly issuingPsp?: string | undefined;
  /** `true`: the app shows loaders itself and gets `show_loader`, `hide_loader`. */
  readonly merchantLoader?: boolean | undefined;
  readonly shouldCreateCustomer?: boolean | undefined;
  readonly upiEnvironment?: 'sandbox' | 'production' | undefined;
  /** `"1"` for the click stream. */
  readonly logLevel?: string | undefined;
  readonly theme?: 'light' | 'dark' | undefined;
}

/** An answer that carries nothing but a status word, if that. Other keys are kept. */
export interface StatusOnly {
  /** As printed, trimmed. */
  readonly status?: string | undefined;
  readonly [key: string]: unknown;
}

/** Reads an answer of which only the status is known. */
export function readStatus(payload: JsonObject): StatusOnly {
  return withUnknownKeys({ status: coerceString(payload['status']) }, payload);
}

const environment = z.enum(['sandbox', 'production'], issueCode('word.unknown'));

/** Starts the SDK; once per instance. Sent with the bridge's `initiate`, not with `process`. */
export const initiate = operation({
  action: 'initiate',
  auth: true,
  effect: 'screen',
  request: schemaFor<InitiateParams>(
    z.object(
      {
        clientId: nonEmpty,
        environment,
        issuingPsp: z.optional(nonEmpty),
        merchantLoader: z.optional(bool),
        shouldCreateCustomer: z.optional(bool),
        upiEnvironment: z.optional(environment),
        logLevel: z.optional(nonEmpty),
        theme: z.optional(z.enum(['light', 'dark'], issueCode('word.unknown'))),
      },
      issueCode('object'),
    ),
  ),
  payload: ({ clientId, environment, issuingPsp, ...options }, base) => ({
    clientId,
    merchantId: base.merchantId,
    customerId: base.customerId,
    environment,
    issuingPsp: issuingPsp ?? base.issuingPsp,
    ...options,
  }),
  response: readStatus,
});

/** Parameters of `updateAuth`. */
export interface UpdateAuthParams {
  /** Echo of the expiry event's `reqCode`: mandatory on some pages, absent on others. */
  readonly reqCode?: string | undefined;
}

/** Hands the SDK a fresh authorisation after `session_expired`. */
export const updateAuth = operation({
  action: 'updateAuth',
  auth: true,
  effect: 'read',
  request: schemaFor<UpdateAuthParams>(
    z.object({ reqCode: z.optional(nonEmpty) }, issueCode('object')),
  ),
  payload: ({ reqCode }) => ({ reqCode }),
  response: readStatus,
});
