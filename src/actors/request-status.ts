import { ProblemError, problem } from '../../core/model/problem.js';
import { safeServerStatus } from '../../core/model/redact.js';
import { readOrderStatus, type ServerStatus } from '../../core/protocol/index.js';
import { failureText, observed } from '../platform/port-errors.js';
import { withDeadline } from '../time/with-deadline.js';
import type { Services } from './services.js';

/**
 * One question to the merchant's server, with its own clock: who does not answer is asked later.
 * Rejects with a `ProblemError`.
 */
export async function requestStatus(
  {
    backend,
    deadlines,
    timings,
    reportError,
  }: Pick<Services, 'backend' | 'deadlines' | 'timings' | 'reportError'>,
  orderId: string,
): Promise<ServerStatus> {
  const asked = observed<unknown>(reportError, 'backend.orderStatus', () =>
    backend.orderStatus?.(orderId),
  );
  const answer = await withDeadline(deadlines, timings.status, asked, () =>
    problem('orderStatusFailed', true, 'backend.orderStatus did not answer in time.'),
  ).catch((error: unknown) => {
    throw error instanceof ProblemError ? error : refused(error);
  });
  return safeServerStatus(readOrderStatus(answer));
}

function refused(error: unknown): ProblemError {
  return problem('orderStatusFailed', true, failureText('backend.orderStatus', error), error);
}
