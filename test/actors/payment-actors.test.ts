import { describe, expect, it } from 'vitest';
import { createActor, type Snapshot, setup } from 'xstate';
import { createSimulator, type Simulator } from '../../adapters/simulator/index.js';
import type { HyperSdk } from '../../core/ports/hyper-sdk.js';
import { Secret } from '../../core/protocol/index.js';
import type { MoneyRequest, NewAttempt } from '../../machines/payment/types.js';
import { SERVICES, servicesLogic } from '../../machines/shared/services.js';
import { paymentWithServices, readStatus } from '../../src/actors/payment-actors.js';
import { Services } from '../../src/actors/services.js';
import type { ReadOptions } from '../../src/actors/status-reads.js';
import { type Backend, defaultTimings, type UpiCommand } from '../../src/index.js';
import { createTestApp, type TestApp } from '../../testing/index.js';
import { pay, processResult } from '../flow/support/paying.js';
import { moneyRequests } from '../flow/support/wire.js';
import { record } from '../journal/support/records.js';
import { never } from '../journal/support/storages.js';
import { liveServices, signing, silentSdk, systemWith } from './support/services.js';

const MINUTE = 60_000;

const order = record('A1', { status: 'authorizing', attemptId: 'a1', requestId: 'r1' });

const ways: readonly (readonly [string, (simulator: Simulator) => UpiCommand])[] = [
  ['upiTxn', () => pay('A1')],
  ['onboardingAndPay', () => pay('A1', { onboard: true })],
  [
    'checkout',
    ({ server }) => ({
      type: 'checkout',
      sdkPayload: server.session({ orderId: 'A1', amount: '2.00' }).sdk_payload,
    }),
  ],
];

/** An app with a payment on the SDK's screen, of which the SDK itself says nothing. */
async function onScreen(
  command: (simulator: Simulator) => UpiCommand,
): Promise<{ app: TestApp; requestId: string }> {
  const simulator = createSimulator({ device: 'LINKED' });
  const app = createTestApp({ simulator });
  await app.start();
  simulator.person.plansOrder('A1', { answer: 'silence', money: 'none' });
  await app.send(command(simulator));
  await app.wait(1_000);
  expect(app.order('A1').status).toBe('submitted');
  return { app, requestId: moneyRequests(simulator)[0]?.requestId ?? '' };
}

describe('a payment on the SDK’s screen', () => {
  it.each(ways)('%s: is answered under its request id', async (_, command) => {
    const { app, requestId } = await onScreen(command);
    const [sent] = moneyRequests(app.simulator);
    expect(sent?.requestId).toBe(requestId);
    app.emit(processResult(requestId, { status: 'SUCCESS', orderId: 'A1', txnUuid: 'moz123' }));
    await app.wait(1);
    expect(app.order('A1')).toMatchObject({ reported: 'success', txnUuid: 'moz123' });
  });

  it.each(ways)('%s: is in doubt when the answer is about another order', async (_, command) => {
    for (const status of ['SUCCESS', 'FAILURE']) {
      const { app, requestId } = await onScreen(command);
      app.emit(processResult(requestId, { status, orderId: 'B2', txnUuid: 'moz123' }));
      await app.wait(1);
      expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
      expect(app.order('A1').reported).toBeUndefined();
      expect(app.order('A1').txnUuid).toBeUndefined();
      expect(app.noticesOf('error')).toEqual([]);
      app.flow.stop();
    }
  });

  it.each(ways)('%s: is named in the notice of its late answer', async (operation, command) => {
    const { app, requestId } = await onScreen(command);
    app.emit(processResult(requestId, { status: 'SUCCESS', orderId: 'A1' }));
    app.simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ settled: true, verified: true });
    app.emit(processResult(requestId, { status: 'FAILURE', orderId: 'A1' }));
    await app.wait(1);
    expect(app.noticesOf('sdk.late')).toEqual([{ type: 'sdk.late', requestId, operation }]);
  });

  it('shows when it last changed', async () => {
    const { app, requestId } = await onScreen(() => pay('A1'));
    await app.wait(7_000);
    app.emit(processResult(requestId, { status: 'PENDING', orderId: 'A1' }));
    const now = app.simulator.clock.now();
    await app.wait(1);
    expect(app.order('A1')).toMatchObject({ status: 'pending', updatedAt: now });
  });
});

function attemptOf(operation: MoneyRequest['operation']): NewAttempt {
  const params = { order: { orderId: 'A1', amount: '2.00' }, accountRefId: 'acc-1' };
  return {
    orderId: 'A1',
    kind: 'pay',
    amount: '2.00',
    attemptId: 'a1',
    requestId: 'r1',
    request: new Secret<MoneyRequest>({ operation, params }),
  };
}

interface Alone {
  readonly attempt?: NewAttempt;
  readonly snapshot?: Snapshot<unknown>;
  readonly authorize?: Backend['authorize'];
  readonly process?: HyperSdk['process'];
  /** Whether the SDK was started. */
  readonly isReady?: boolean;
}

/** One payment without a flow, on a host of its own. */
async function alone({ attempt, snapshot, authorize, process, isReady = true }: Alone) {
  const sent: object[] = [];
  let hear: (raw: unknown) => void = () => {};
  const { services, clock } = liveServices(authorize === undefined ? {} : { authorize }, {
    sdk: {
      ...silentSdk,
      initiate: (request) =>
        hear({ ...request, payload: { status: 'SUCCESS' }, event: 'initiate_result' }),
      process: (request) => {
        sent.push(request);
        return process?.(request);
      },
      subscribe: (listener) => {
        hear = listener;
        return () => {};
      },
    },
  });
  if (isReady) await services.client.start({}, 30_000);
  const input = {
    order,
    attempt,
    canQueryStatus: false,
    timings: defaultTimings,
    clock: services.clock,
  };
  const parent = systemWith(services);
  const actor = createActor(paymentWithServices, { input, parent, ...(snapshot && { snapshot }) });
  actor.start();
  await clock.settle();
  return { actor, clock, sent, order: () => actor.getSnapshot().context.order };
}

/** What a snapshot is after it was text. */
function asText(
  snapshot: Snapshot<unknown>,
  revive?: (key: string, value: unknown) => unknown,
): Snapshot<unknown> {
  return JSON.parse(JSON.stringify(snapshot), revive);
}

describe('a payment by itself', () => {
  it.each(['upiTxn', 'onboardingAndPay'] as const)(
    '%s: is signed, and sent once',
    async (action) => {
      const signed: unknown[] = [];
      const { order, sent } = await alone({
        attempt: attemptOf(action),
        authorize: (request) => {
          signed.push(request.action);
          return signing(request);
        },
      });
      expect(signed).toEqual([action]);
      expect(sent).toMatchObject([
        { requestId: 'r1', payload: { action, accountRefId: 'acc-1', signature: 'signed' } },
      ]);
      expect(order()).toMatchObject({ status: 'submitted', requestId: 'r1' });
    },
  );

  it('is sent with its order in the token’s group', async () => {
    const { sent } = await alone({
      attempt: attemptOf('upiTxn'),
      authorize: async () => ({ clientAuthToken: 'token' }),
    });
    expect(sent).toMatchObject([{ payload: { orderId: 'A1', amount: '2.00' } }]);
  });

  it('is not sent while the SDK is not ready, and says so', async () => {
    const { order, sent } = await alone({ attempt: attemptOf('upiTxn'), isReady: false });
    expect(order()).toMatchObject({
      status: 'failure',
      settled: true,
      problem: { reason: 'notReady' },
    });
    expect(sent).toEqual([]);
  });

  it('that the bridge refuses is in doubt', async () => {
    const { order, sent } = await alone({
      attempt: attemptOf('upiTxn'),
      process: () => Promise.reject(new Error('no activity')),
    });
    expect(order()).toMatchObject({ status: 'pending', settled: false });
    expect(sent).toHaveLength(1);
  });

  it('whose clock has run for ten minutes is in doubt', async () => {
    const { clock, order } = await alone({ attempt: attemptOf('upiTxn') });
    const began = clock.now();
    await clock.advance(10 * MINUTE - 1);
    expect(order()).toMatchObject({ status: 'submitted', updatedAt: began });
    await clock.advance(1);
    expect(order()).toMatchObject({ status: 'pending', updatedAt: began + 10 * MINUTE });
  });

  it.each([
    ['a box that is text', (snapshot: Snapshot<unknown>) => asText(snapshot)],
    [
      'no attempt',
      (snapshot: Snapshot<unknown>) =>
        asText(snapshot, (key, value) =>
          key === 'attempt' && typeof value === 'object' ? undefined : value,
        ),
    ],
  ])('restored with %s before it was signed has nothing to sign', async (_, restore) => {
    const before = await alone({ attempt: attemptOf('upiTxn'), authorize: never });
    const snapshot = restore(before.actor.getPersistedSnapshot());
    const { order, sent } = await alone({ snapshot });
    expect(order()).toMatchObject({
      status: 'failure',
      settled: true,
      problem: { reason: 'invalid', retry: false },
    });
    expect(sent).toEqual([]);
  });

  it('restored from text after it was sent has nothing to send', async () => {
    const before = await alone({ attempt: attemptOf('upiTxn') });
    expect(before.sent).toHaveLength(1);
    const { actor, order, sent } = await alone({
      snapshot: asText(before.actor.getPersistedSnapshot()),
    });
    expect(sent).toEqual([]);
    expect(actor.getSnapshot().status).toBe('active');
    expect(order()).toMatchObject({ status: 'submitted' });
  });
});

describe('a question about an order', () => {
  it.each([true, false])('has its turn (urgent: %s), and is given up with who asked', (urgent) => {
    const { services } = liveServices();
    const asked: [string, ReadOptions | undefined][] = [];
    let isGivenUp = false;
    const asking = new Services({
      ...services,
      statusReads: {
        read: (orderId, options) => {
          asked.push([orderId, options]);
          options?.signal?.addEventListener('abort', () => {
            isGivenUp = true;
          });
          return never();
        },
      },
    });
    const child = setup({ actors: { readStatus, services: servicesLogic } }).createMachine({
      invoke: [
        { src: 'services', systemId: SERVICES, input: new Secret(asking) },
        { src: 'readStatus', input: { orderId: 'A1', urgent } },
      ],
    });
    const actor = createActor(child).start();
    expect(asked).toMatchObject([['A1', { urgent }]]);
    expect(isGivenUp).toBe(false);
    actor.stop();
    expect(isGivenUp).toBe(true);
  });
});
