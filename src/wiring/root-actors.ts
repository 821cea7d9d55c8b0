import { assign, fromCallback, fromPromise } from 'xstate';
import { sessionMachine } from '../../machines/session.machine.js';
import { upiFlowMachine } from '../../machines/upi-flow.machine.js';
import { deadlineActor } from './clock-actors.js';
import { deviceOf } from './device-actors.js';
import type { Host } from './host.js';
import { paymentOf } from './payment-actors.js';
import { signedPayload } from './sign.js';

/** The root statechart with everything behind it: what a flow runs. */
export function upiFlowOf(host: Host): typeof upiFlowMachine {
  return upiFlowMachine.provide({
    actions: {
      stamp: assign({ now: () => host.deadlines.now() }),
      saveOrder: (_, { order }) => {
        // Before its claim an attempt is nobody's: the claim itself is its first record.
        if (order.status === 'authorizing') return;
        // A record that could not be updated says "open" after a restart, and is asked about again.
        host.journal.save(order).catch(() => {});
      },
      terminateSdk: () => host.client.terminate(),
      forwardBack: () => host.client.back(),
    },
    actors: {
      restoreOrders: fromPromise(() => host.journal.restore()),
      startSdk: fromPromise(() => startSdk(host)),
      listenToSdk: fromCallback<{ type: 'none' }, Record<string, never>>(({ sendBack }) =>
        host.client.listen(sendBack),
      ),
      device: deviceOf(host),
      session: sessionOf(host),
      payment: paymentOf(host),
    },
  });
}

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

function sessionOf(host: Host): typeof sessionMachine {
  return sessionMachine.provide({
    actions: { stamp: assign({ now: () => host.deadlines.now() }) },
    actors: {
      deadline: deadlineActor(host),
      refreshAuth: fromPromise(async ({ input }) => {
        const payload = await signedPayload(host, 'updateAuth', { reqCode: input.reqCode });
        host.client.tell('updateAuth', payload);
      }),
    },
  });
}
