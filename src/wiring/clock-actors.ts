import { fromCallback } from 'xstate';
import type { DeadlineInput } from '../../machines/actors.js';
import type { Host } from './host.js';

/** The deadline actor on the injected clock. */
export function deadlineActor(host: Host) {
  return fromCallback<{ type: 'none' }, DeadlineInput>(({ input, sendBack }) =>
    host.deadlines.at(input.at, () => sendBack({ type: 'deadline.passed' })),
  );
}
