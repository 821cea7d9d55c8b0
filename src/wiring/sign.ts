import { ProblemError } from '../../machines/problem.js';
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
} from '../protocol/index.js';
import { problem } from '../sdk-problem.js';
import { withDeadline } from '../with-deadline.js';
import type { Host } from './host.js';

/** What goes into every set of claims, as of now. */
export function claimsBase(host: Host): ClaimsBase {
  const { merchantId, customerId, issuingPsp } = host.merchant;
  return { merchantId, customerId, issuingPsp, timestamp: host.deadlines.now() };
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
  host: Host,
  name: N,
  params: OperationParams<N>,
  order?: SignedOrder,
): Promise<JsonObject> {
  const built = buildRequest(name, params, claimsBase(host));
  if (!built.ok) throw invalid(built.issues);
  const { payload, claims } = built.value;
  return claims === undefined ? payload : authorized(host, built.value, order);
}

async function authorized(
  host: Host,
  { action, payload, claims = {} }: BuiltRequest,
  order: SignedOrder | undefined,
): Promise<JsonObject> {
  const { backend, deadlines, timings, merchant } = host;
  const asked = new Promise<unknown>((resolve) => resolve(backend.authorize({ action, claims })));
  const answer = await withDeadline(deadlines, timings.authorize, asked, () =>
    problem('authorizeFailed', true, 'The server did not answer in time.'),
  ).catch((error: unknown) => {
    if (error instanceof ProblemError) throw error;
    // The server's own words may hold anything, so they are not passed on.
    throw problem('authorizeFailed', true, 'The server refused or could not be reached.');
  });
  const authorization = readAuthorization(answer);
  if (!authorization.ok) throw problem('authorizeFailed', false, sentence(authorization.issues));
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

function invalid(issues: readonly Issue[]): ProblemError {
  return problem('invalid', false, sentence(issues));
}

/** Issues hold no values, so they may be printed. */
function sentence(issues: readonly Issue[]): string {
  return issues
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join(' ');
}
