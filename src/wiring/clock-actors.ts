import { fromCallback } from 'xstate';
import type { DeadlineInput } from '../../machines/actors.js';
import { hostIn } from './host-in.js';

/** The deadline actor on the injected clock. */
export const deadline = fromCallback<{ type: 'none' }, DeadlineInput>(
  ({ input, system, sendBack }) =>
    hostIn(system).deadlines.at(input.at, () => sendBack({ type: 'deadline.passed' })),
);
