import { fromCallback, fromPromise } from 'xstate';
import { ProblemError } from '../../core/model/problem.js';

/**
 * A promise actor that a machine names and its user provides with `machine.provide(...)`. Left as it is,
 * it fails at once with `notReady`, so a bare machine can be looked at but does nothing.
 */
export function notProvided<Output, Input>() {
  return fromPromise<Output, Input>(() =>
    Promise.reject(new ProblemError({ reason: 'notReady', retry: false })),
  );
}

/** A clock that runs until an absolute time (epoch ms) and then says so once. */
export interface DeadlineInput {
  readonly at: number;
  /** Only waiting counts: a clock that jumps ends nothing. */
  readonly isPatient?: boolean | undefined;
}

/** What a deadline says. */
export interface DeadlinePassed {
  readonly type: 'deadline.passed';
}

/** A deadline actor that is not provided never passes. */
export const deadlineNotProvided = fromCallback<{ type: 'none' }, DeadlineInput>(() => {});
