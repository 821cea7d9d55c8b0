import type { Problem } from '../../core/model/problem.js';

/** A stopped flow does nothing more, and is never started again. */
export const STOPPED: Problem = {
  reason: 'stopped',
  message: 'flow.stop() was called: this flow is over. Create a new one.',
  retry: false,
};

/** Somebody thinks that it starts all the same: in React most often, where effects run twice. */
export const STARTED_AFTER_STOP: Problem = {
  reason: 'stopped',
  message:
    'flow.start() does nothing after flow.stop(). Create the flow outside your components, and do not ' +
    'stop it when an effect is cleaned up, which StrictMode does at once; or create a new flow.',
  retry: false,
};
