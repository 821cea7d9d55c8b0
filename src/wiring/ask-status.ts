import type { Timings } from '../../machines/timings.js';
import type { Deadlines } from '../deadlines.js';
import type { Backend } from '../ports.js';
import { readOrderStatus, type StatusReading } from '../protocol/index.js';
import { safeReading } from '../redact.js';
import { problem } from '../sdk-problem.js';
import { withDeadline } from '../with-deadline.js';

/** One question to the merchant's server, with its own clock: who does not answer is asked later. */
export async function askStatus(
  backend: Backend,
  deadlines: Deadlines,
  timings: Timings,
  orderId: string,
): Promise<StatusReading> {
  const asked = new Promise<unknown>((resolve) => resolve(backend.orderStatus?.(orderId)));
  const answer = await withDeadline(deadlines, timings.status, asked, () =>
    problem('timeout', true),
  );
  return safeReading(readOrderStatus(answer));
}
