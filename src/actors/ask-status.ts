import { ProblemError, problem } from '../../core/model/problem.js';
import { safeReading } from '../../core/model/redact.js';
import { readOrderStatus, type StatusReading } from '../../core/protocol/index.js';
import { failureText, heard } from '../platform/port-errors.js';
import { withDeadline } from '../time/with-deadline.js';
import type { Services } from './services.js';

/**
 * One question to the merchant's server, with its own clock: who does not answer is asked later.
 * Rejects with a `ProblemError`.
 */
export async function askStatus(
  {
    backend,
    deadlines,
    timings,
    report,
  }: Pick<Services, 'backend' | 'deadlines' | 'timings' | 'report'>,
  orderId: string,
): Promise<StatusReading> {
  const asked = heard<unknown>(report, 'backend.orderStatus', () => backend.orderStatus?.(orderId));
  const answer = await withDeadline(deadlines, timings.status, asked, () =>
    problem('orderStatusFailed', true, 'backend.orderStatus did not answer in time.'),
  ).catch((error: unknown) => {
    throw error instanceof ProblemError ? error : refused(error);
  });
  return safeReading(readOrderStatus(answer));
}

function refused(error: unknown): ProblemError {
  return problem('orderStatusFailed', true, failureText('backend.orderStatus', error), error);
}
