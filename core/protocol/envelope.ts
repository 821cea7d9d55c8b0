import * as z from 'zod/mini';
import { issueCode } from './check.js';
import { nonEmpty } from './requests/inputs.js';
/** The service name of UPI requests. Answers print several others, so it is never matched on. */
export const SERVICE = 'in.juspay.hyperapi';

/** What `initiate` and `process` of every bridge take. */
export interface RequestEnvelope {
  /** Unique per call (uuid v4): the only thing that ties an answer to its question. */
  readonly requestId: string;
  readonly service: string;
  /** `action` and its parameters, with at most one authorisation group. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Puts a payload into the envelope the SDK expects. */
export function requestEnvelope(
  requestId: string,
  payload: Readonly<Record<string, unknown>>,
): RequestEnvelope {
  return { requestId, service: SERVICE, payload };
}

/** The schema of {@link RequestEnvelope}. */
export const envelopeSchema = z.object(
  {
    requestId: nonEmpty,
    service: nonEmpty,
    payload: z.record(z.string(), z.unknown()),
  },
  issueCode('object'),
) satisfies z.ZodMiniType<RequestEnvelope>;
