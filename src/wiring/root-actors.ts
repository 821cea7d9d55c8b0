import { assign, fromCallback, fromPromise } from 'xstate';
import { lookUpMachine } from '../../machines/look-up.machine.js';
import { upiFlowMachine } from '../../machines/upi-flow.machine.js';
import { deadline } from './clock-actors.js';
import { wiredDevice } from './device-actors.js';
import type { Host } from './host.js';
import { hostIn, nowIn } from './host-in.js';
import { readStatus, wiredPayment } from './payment-actors.js';
import { restoreOrders } from './restore-orders.js';
import { wiredSession } from './session-actors.js';
import { signedPayload } from './sign.js';

const wiredLookUp: typeof lookUpMachine = lookUpMachine.provide({
  actions: { stamp: assign({ now: ({ system }) => nowIn(system) }) },
  actors: { deadline, readStatus },
});

/** The root statechart with everything behind it: what every flow runs, once it has a host. */
export const wiredUpiFlow: typeof upiFlowMachine = upiFlowMachine.provide({
  actions: {
    stamp: assign({ now: ({ system }) => nowIn(system) }),
    saveOrder: ({ system }, { order }) => {
      // Before its claim an attempt is nobody's: the claim itself is its first record.
      if (order.status === 'authorizing') return;
      // What cannot be written now is kept by the journal, said, and tried again.
      hostIn(system)
        .journal.save(order)
        .catch(() => {});
    },
    retryRecords: ({ system }) => hostIn(system).journal.retry(),
    terminateSdk: ({ system }) => hostIn(system).client.terminate(),
    forwardBack: ({ system }) => hostIn(system).client.back(),
  },
  actors: {
    restoreOrders,
    startSdk: fromPromise(({ system }) => startSdk(hostIn(system))),
    listenToSdk: fromCallback<{ type: 'none' }, Record<string, never>>(({ system, sendBack }) =>
      hostIn(system).client.listen(sendBack),
    ),
    device: wiredDevice,
    session: wiredSession,
    payment: wiredPayment,
    lookUp: wiredLookUp,
  },
});

async function startSdk(host: Host): Promise<void> {
  const { clientId, environment, issuingPsp, merchantLoader, logLevel, theme } = host.merchant;
  const payload = await signedPayload(host, 'initiate', {
    clientId,
    environment,
    issuingPsp,
    merchantLoader,
    logLevel,
    theme,
  });
  await host.client.start(payload, host.timings.initiate);
}
