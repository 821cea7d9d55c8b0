import { fromCallback } from 'xstate';
import type { DeadlineInput } from '../../machines/shared/not-provided.js';
import { servicesOf } from './services-of.js';

/** The deadline actor on the injected clock. */
export const deadline = fromCallback<{ type: 'none' }, DeadlineInput>(
  ({ input: { at, isPatient = false }, system, sendBack }) => {
    const { deadlines } = servicesOf(system);
    const passed = () => sendBack({ type: 'deadline.passed' });
    return isPatient ? deadlines.wait(at - deadlines.now(), passed) : deadlines.at(at, passed);
  },
);
