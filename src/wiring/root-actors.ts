import { assign, fromCallback, fromPromise } from 'xstate';
import { upiFlowMachine } from '../../machines/upi-flow.machine.js';
import { wiredDevice } from './device-actors.js';
import type { Host } from './host.js';
import { hostIn, nowIn } from './host-in.js';
import { readStatus, wiredPayment } from './payment-actors.js';
import { wiredSession } from './session-actors.js';
import { signedPayload } from './sign.js';

/** The root statechart with everything behind it: what every flow runs, once it has a host. */
export const wiredUpiFlow: typeof upiFlowMachine = upiFlowMachine.provide({
  actions: {
    stamp: assign({ now: ({ system }) => nowIn(system) }),
    saveOrder: ({ system }, { order }) => {
      // Before its claim an attempt is nobody's: the claim itself is its first record.
      if (order.status === 'authorizing') return;
      // A record that could not be updated says "open" after a restart, and is asked about again.
      hostIn(system)
        .journal.save(order)
        .catch(() => {});
    },
    terminateSdk: ({ system }) => hostIn(system).client.terminate(),
    forwardBack: ({ system }) => hostIn(system).client.back(),
  },
  actors: {
    restoreOrders: fromPromise(({ system }) => hostIn(system).journal.restore()),
    startSdk: fromPromise(({ system }) => startSdk(hostIn(system))),
    listenToSdk: fromCallback<{ type: 'none' }, Record<string, never>>(({ system, sendBack }) =>
      hostIn(system).client.listen(sendBack),
    ),
    device: wiredDevice,
    session: wiredSession,
    payment: wiredPayment,
    lookUp: fromCallback<{ type: 'none' }, { orderId: string }>(
      ({ input: { orderId }, system, sendBack }) => {
        readStatus(hostIn(system), orderId).then(
          (reading) => sendBack({ type: 'order.lookedUp', orderId, reading }),
          () => sendBack({ type: 'order.lookedUp', orderId, reading: undefined }),
        );
      },
    ),
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
