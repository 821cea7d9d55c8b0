import { coerceString, type JsonObject, textAt, withUnknownKeys } from './read.js';

/** The verdict of NPCI that many answers carry. Keys that are not listed are kept. */
export interface GatewayResult {
  /** The status of the call, as printed: `SUCCESS`, `FAILURE`. */
  readonly status?: string | undefined;
  /** `00` is success; see `responseCode`. */
  readonly gatewayResponseCode?: string | undefined;
  readonly gatewayResponseMessage?: string | undefined;
  /** The account it is about. */
  readonly referenceId?: string | undefined;
  readonly [key: string]: unknown;
}

/** Reads the verdict of NPCI. */
export function readGatewayResult(payload: JsonObject): GatewayResult {
  return withUnknownKeys(
    {
      status: coerceString(payload['status']),
      gatewayResponseCode: coerceString(payload['gatewayResponseCode']),
      gatewayResponseMessage: coerceString(payload['gatewayResponseMessage']),
      referenceId: textAt(payload, 'accountReferenceId', 'referenceId', 'accountRefId'),
    },
    payload,
  );
}
