import { fromPromise } from 'xstate';
import { sessionMachine } from '../../machines/session/machine.js';
import { deadline } from './clock-actors.js';
import { servicesOf } from './services-of.js';
import { signedPayload } from './sign.js';

/** The session statechart with the merchant's server and the SDK behind it. */
export const sessionWithServices: typeof sessionMachine = sessionMachine.provide({
  actors: {
    deadline,
    refreshAuth: fromPromise(async ({ input, system }) => {
      const services = servicesOf(system);
      const payload = await signedPayload(services, 'updateAuth', { reqCode: input.reqCode });
      services.client.notify('updateAuth', payload);
    }),
  },
});
