import { ProblemError } from '../../core/model/problem.js';
import { isTidy, LIMITS } from '../../core/protocol/index.js';
import { type ErrorReporter, ignoreError } from './port-errors.js';

/** The host's source of ids broke, or answered none. */
export class IdFault extends ProblemError {
  constructor() {
    const message = 'newId must return a new uuid v4, a string.';
    super({ reason: 'invalid', message, retry: false });
  }
}

/** Ids from the host, each of them one. Throws an `IdFault` where the host answers none. */
export function checkedIds(
  newId: () => string,
  reportError: ErrorReporter = ignoreError,
): () => string {
  return () => {
    const id = idFrom(newId, reportError);
    if (typeof id === 'string' && /\S/.test(id) && isTidy(id, LIMITS.id)) return id;
    throw new IdFault();
  };
}

/** The ids of a new attempt. Throws an `IdFault` where they are one: it could not be told from others. */
export function attemptIds(newId: () => string): { attemptId: string; requestId: string } {
  const attemptId = newId();
  const requestId = newId();
  if (attemptId === requestId) throw new IdFault();
  return { attemptId, requestId };
}

function idFrom(newId: () => unknown, reportError: ErrorReporter): unknown {
  try {
    return newId();
  } catch (error) {
    // Its own words may hold anything, so they are not passed on.
    reportError(error, 'newId');
    return undefined;
  }
}
