import { ProblemError } from '../../core/model/problem.js';

/** What a storage does that no rule of this library can make up for. */
export class LossyStorageError extends ProblemError {
  constructor(retry: boolean) {
    const message =
      'The storage acknowledged a write and does not have it, so nothing was sent. Its setItem must ' +
      'keep what getItem is to answer: try it with storageContract of upi-flow/testing.';
    super({ reason: 'storageFailed', message, retry });
  }
}
