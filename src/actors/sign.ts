import { ProblemError, problem } from '../../core/model/problem.js';
import {
  type BuiltRequest,
  buildRequest,
  type ClaimsBase,
  differingClaims,
  type Issue,
  type JsonObject,
  type OperationName,
  type OperationParams,
  readAuthorization,
  withAuthorization,
} from '../../core/protocol/index.js';
import { failureText, httpStatus, observed } from '../platform/port-errors.js';
import { withDeadline } from '../time/with-deadline.js';
import { faultOfAnswer } from './authorize-answer.js';
import type { Services } from './services.js';

/** What goes into every set of claims, as of now. */
export function claimsBase(services: Services): ClaimsBase {
  const { merchantId, customerId, issuingPsp } = services.merchant;
  return { merchantId, customerId, issuingPsp, timestamp: services.deadlines.now() };
}

/** What the order adds to the client-auth-token group. */
export interface SignedOrder {
  readonly orderId: string;
  readonly amount: string;
}

/**
 * Builds the wire payload of an operation and, where it needs one, adds the authorisation of the
 * merchant's server. Rejects with a `ProblemError`; nothing was sent then.
 */
export async function signedPayload<N extends OperationName>(
  services: Services,
  name: N,
  params: OperationParams<N>,
  order?: SignedOrder,
): Promise<JsonObject> {
  const built = buildRequest(name, params, claimsBase(services));
  if (!built.ok) throw invalid(built.issues);
  const { payload, claims } = built.value;
  return claims === undefined ? payload : authorized(services, built.value, order);
}

async function authorized(
  services: Services,
  { action, payload, claims = {} }: BuiltRequest,
  order: SignedOrder | undefined,
): Promise<JsonObject> {
  const { backend, deadlines, timings, merchant, reportError } = services;
  const asked = observed<unknown>(reportError, 'backend.authorize', () =>
    backend.authorize({ action, claims }),
  );
  const answer = await withDeadline(deadlines, timings.authorize, asked, () =>
    problem('authorizeFailed', true, 'The server did not answer in time.'),
  ).catch((error: unknown) => {
    throw error instanceof ProblemError ? error : refused(error);
  });
  const authorization = readAuthorization(answer);
  if (!authorization.ok) {
    throw problem('authorizeFailed', false, faultOfAnswer(answer, sentence(authorization.issues)));
  }
  const differing = differingClaims(claims, authorization.value);
  if (differing.length > 0) {
    const names = differing.join(', ');
    throw problem('authorizeMismatch', false, `Signed otherwise than asked: ${names}.`);
  }
  return withAuthorization(payload, authorization.value, {
    merchantId: merchant.merchantId,
    customerId: merchant.customerId,
    orderId: order?.orderId,
    amount: order?.amount,
  });
}

/** The client errors that may pass by themselves: too early, too slow, too many. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** The server's own words may hold anything, so they are not passed on. */
function refused(error: unknown): ProblemError {
  const status = httpStatus(error);
  const isFinal = status !== undefined && status < 500 && !PASSING.has(status);
  const text = failureText('backend.authorize', error);
  const message = isFinal ? `${text} It is not asked again: the request has to be mended.` : text;
  return problem('authorizeFailed', !isFinal, message, error);
}

/** What is not as it must be, and was not sent. */
export function invalid(issues: readonly Issue[]): ProblemError {
  return problem('invalid', false, sentence(issues));
}

/** Issues hold no values, so they may be printed. */
function sentence(issues: readonly Issue[]): string {
  return issues
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join(' ');
}
