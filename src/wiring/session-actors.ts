import { assign, fromPromise } from 'xstate';
import { sessionMachine } from '../../machines/session.machine.js';
import { deadline } from './clock-actors.js';
import { hostIn, nowIn } from './host-in.js';
import { signedPayload } from './sign.js';

/** The session statechart with the merchant's server and the SDK behind it. */
export const wiredSession: typeof sessionMachine = sessionMachine.provide({
  actions: { stamp: assign({ now: ({ system }) => nowIn(system) }) },
  actors: {
    deadline,
    refreshAuth: fromPromise(async ({ input, system }) => {
      const host = hostIn(system);
      const payload = await signedPayload(host, 'updateAuth', { reqCode: input.reqCode });
      host.client.tell('updateAuth', payload);
    }),
  },
});
