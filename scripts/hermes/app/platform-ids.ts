import { createSimulator } from '../../../adapters/simulator/index.js';
import { createUpiFlow, type UpiFlow } from '../../../src/index.js';
import { emit } from './emit.js';

/** Pays once with a flow that was given no `newId`, and says what came of it. */
export async function payWithPlatformIds(): Promise<void> {
  const crypto = 'crypto' in globalThis;
  const simulator = createSimulator({ device: 'LINKED' });
  const { sdk, backend, clock, merchant } = simulator;
  let flow: UpiFlow;
  try {
    flow = createUpiFlow({
      sdk,
      backend,
      clock,
      merchant: { ...merchant, environment: 'sandbox' },
    });
  } catch (error) {
    emit({ kind: 'ids', crypto, thrown: error instanceof Error ? error.message : 'no error' });
    return;
  }
  flow.start();
  await clock.advance(30_000);
  flow.send({ type: 'pay', order: { orderId: 'tea', amount: '20.00' } });
  await clock.advance(60_000);
  const status = flow.getSnapshot().orders['tea']?.status ?? 'unknown';
  flow.stop();
  const asked = simulator.wire.traffic.filter((entry) => entry.requestId !== undefined);
  const ids = [...new Set(asked.map((entry) => entry.requestId ?? ''))];
  emit({ kind: 'ids', crypto, status, ids });
}
