import { fromCallback, fromPromise } from 'xstate';
import { lookUpMachine } from '../../machines/look-up/machine.js';
import { upiFlowMachine } from '../../machines/upi-flow/machine.js';
import { deadline } from './clock-actors.js';
import { deviceWithServices } from './device-actors.js';
import { paymentWithServices, readStatus } from './payment-actors.js';
import { restoreOrders } from './restore-orders.js';
import type { Services } from './services.js';
import { servicesOf } from './services-of.js';
import { sessionWithServices } from './session-actors.js';
import { signedPayload } from './sign.js';

const lookUpWithServices: typeof lookUpMachine = lookUpMachine.provide({
  actors: { deadline, readStatus },
});

/** The root statechart with everything behind it: what every flow runs, once it has its services. */
export const upiFlowWithServices: typeof upiFlowMachine = upiFlowMachine.provide({
  actors: {
    restoreOrders,
    startSdk: fromPromise(({ system }) => startSdk(servicesOf(system))),
    listenToSdk: fromCallback<{ type: 'none' }, Record<string, never>>(({ system, sendBack }) =>
      servicesOf(system).client.listen(sendBack),
    ),
    device: deviceWithServices,
    session: sessionWithServices,
    payment: paymentWithServices,
    lookUp: lookUpWithServices,
  },
});

async function startSdk(services: Services): Promise<void> {
  const { clientId, environment, issuingPsp, merchantLoader, logLevel, theme } = services.merchant;
  const payload = await signedPayload(services, 'initiate', {
    clientId,
    environment,
    issuingPsp,
    merchantLoader,
    logLevel,
    theme,
  });
  await services.client.start(payload, services.timings.initiate);
}
