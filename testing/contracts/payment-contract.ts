import { createSimulator, type Simulator } from '../../adapters/simulator/index.js';
import { createTestApp, type TestApp } from '../test-app.js';
import type { AdapterHarness } from './adapter-harness.js';
import type { ContractCheck } from './storage-contract.js';

const SECOND = 1_000;
/** How often the far side of the bridge is looked at, on the clock of the test. */
const GLANCE = 10;

/**
 * Payments through an adapter, as checks for any test runner: a flow plays over the adapter, and what arrives
 * on the far side of its bridge is answered by a simulated phone. The harness is the one of
 * `adapterContract`; what an adapter hands over too early, too late or twice shows here as it would in an app.
 *
 * @example
 * ```ts
 * for (const { name, run } of paymentContract(createHarness)) it(name, run);
 * ```
 */
export function paymentContract(
  create: () => AdapterHarness | Promise<AdapterHarness>,
): readonly ContractCheck[] {
  return CHECKS.map(([name, holds]) => ({
    name,
    run: async () => {
      const app = appOver(await create());
      await app.start();
      await holds(app);
      expectSame(app.noticesOf('sdk.malformed').length, 0, 'events that cannot be read');
      app.flow.stop();
    },
  }));
}

const CHECKS: readonly (readonly [string, (app: TestApp) => Promise<void>])[] = [
  [
    'it carries a payment',
    async (app) => {
      await pay(app, 'A1');
      await expectPaidOnce(app, 'A1');
    },
  ],
  [
    'it carries a payment after sdk.terminate and sdk.retry',
    async (app) => {
      await pay(app, 'A1');
      await expectPaidOnce(app, 'A1');
      await app.send({ type: 'sdk.terminate' }, { type: 'sdk.retry' });
      await app.wait(10 * SECOND);
      await pay(app, 'A2');
      await expectPaidOnce(app, 'A2');
    },
  ],
  [
    'it carries an answer that comes after sdk.terminate, once',
    async (app) => {
      app.simulator.wire.hold();
      await pay(app, 'A1');
      await app.wait(20 * SECOND);
      await app.send({ type: 'sdk.terminate' });
      expectSame(app.noticesOf('sdk.late').length, 0, 'late answers before it came');
      app.simulator.wire.release();
      await app.wait(SECOND);
      expectSame(
        app.noticesOf('sdk.late').map(({ operation }) => operation),
        ['upiTxn'],
        'late answers',
      );
      await expectPaidOnce(app, 'A1');
    },
  ],
];

/** An app over the adapter; the far side of its bridge is a simulated phone. */
function appOver(far: AdapterHarness): TestApp {
  const simulator = createSimulator({ device: 'LINKED' });
  simulator.wire.mode = far.delivers === 'text' ? 'string' : 'object';
  simulator.sdk.subscribe((raw) => far.emit(raw));
  const pass = passer(far, simulator);
  const glance = () => {
    pass();
    simulator.clock.setTimeout(glance, GLANCE);
  };
  glance();
  return createTestApp({ simulator: { ...simulator, sdk: far.sdk } });
}

/** Passes on what arrived since it was called last. */
function passer({ calls }: AdapterHarness, { sdk }: Simulator): () => void {
  let passed = 0;
  return () => {
    for (const { call, request } of calls().slice(passed)) {
      passed += 1;
      if (call === 'terminate') void sdk.terminate();
      else if (call === 'process') void sdk.process(read(request));
      else if (call === 'initiate') {
        // Not every bridge has a call for it.
        void sdk.open();
        void sdk.initiate(read(request));
      }
    }
  };
}

function read(request: unknown): object {
  const json = typeof request === 'string' ? request : JSON.stringify(request);
  return Object(JSON.parse(json));
}

async function pay(app: TestApp, orderId: string): Promise<void> {
  const command = { type: 'pay', order: { orderId, amount: '2.00' } } as const;
  expectSame(app.flow.can(command), true, `whether ${orderId} can be paid`);
  await app.send(command);
}

async function expectPaidOnce(app: TestApp, orderId: string): Promise<void> {
  await app.wait(60 * SECOND);
  const { status, verified } = app.order(orderId);
  expectSame({ status, verified }, { status: 'success', verified: true }, `order ${orderId}`);
  expectSame(app.simulator.ledger.debits(orderId).length, 1, `debits of ${orderId}`);
}

function expectSame(found: unknown, expected: unknown, what: string): void {
  const [saw, wanted] = [JSON.stringify(found), JSON.stringify(expected)];
  if (saw === wanted) return;
  throw new Error(
    `A flow does not pay through the adapter: expected ${what} to be ${wanted}, saw ${saw}.`,
  );
}
