import { httpBackend, type UpiFlowConfig } from 'upi-flow';
import { createCapacitorSdk } from 'upi-flow/capacitor';
import { createSimulator, createVirtualClock } from 'upi-flow/simulator';

/** Yours, from Juspay; without it everything is simulated. */
const clientId = '';

/** Where your server has mounted upi-flow/server; see docs/server.md. */
const server = 'https://shop.example/upi';

/** Yours: the session of whoever is logged in. */
const session = '';

/** The ports of the flow: real ones in an app with a client id, else the simulator. */
export function connect(hasPlugin: boolean): {
  readonly config: UpiFlowConfig;
  readonly isSimulated: boolean;
} {
  const isSimulated = clientId === '' || !hasPlugin;
  return { isSimulated, config: isSimulated ? simulated() : real() };
}

function real(): UpiFlowConfig {
  return {
    sdk: createCapacitorSdk({ clientId, service: 'in.juspay.hyperapi' }),
    merchant: { merchantId: clientId, clientId, customerId: 'customer-1', environment: 'sandbox' },
    backend: httpBackend({ baseUrl: server, headers: { authorization: `Bearer ${session}` } }),
    storage: localStorage,
  };
}

function simulated(): UpiFlowConfig {
  const clock = createVirtualClock({ now: Date.now() });
  const { sdk, backend, merchant } = createSimulator({ clock });
  // The simulator's clock stands still until it is told to move: this tells it what time it is.
  let moving = false;
  let last = Date.now();
  setInterval(async () => {
    if (moving) return;
    const elapsed = Date.now() - last;
    last += elapsed;
    moving = true;
    await clock.advance(elapsed);
    moving = false;
  }, 100);
  return { sdk, backend, clock, merchant: { ...merchant, environment: 'sandbox' } };
}
