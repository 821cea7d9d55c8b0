import { describe, expect, it, vi } from 'vitest';
import type {
  DeviceStatus,
  PaymentPlan,
  SessionEventShape,
  Simulator,
} from '../../adapters/simulator/index.js';
import type { UpiCommand } from '../../src/index.js';
import { clockFaults, createTestApp, type TestApp } from '../../testing/index.js';
import { atEveryMoment } from '../../testing/interruption.js';
import { accountWithoutPin, axis } from '../flow/support/accounts.js';
import { pay } from '../flow/support/paying.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;

/** One operation that runs on the SDK for a while. */
interface Operation {
  readonly device: DeviceStatus;
  /** What leads there, from the phone's first step. */
  readonly before: readonly UpiCommand[];
  readonly command: UpiCommand;
  /** The wire's name of it. */
  readonly action: string;
  /** How the payment goes. Default: it is paid. */
  readonly plan?: PaymentPlan;
  isDone(app: TestApp): boolean;
}

const choosing: readonly UpiCommand[] = [
  { type: 'bank.select', bankCode: axis },
  { type: 'account.select', referenceIds: [accountWithoutPin] },
];

function isPaid({ state }: TestApp): boolean {
  const order = state.orders['A1'];
  return order?.status === 'success' && order.verified;
}

const operations: readonly (readonly [string, Operation])[] = [
  [
    'pay',
    {
      device: 'LINKED',
      before: [],
      command: pay('A1'),
      action: 'upiTxn',
      isDone: isPaid,
    },
  ],
  [
    'pay, charged later',
    {
      device: 'LINKED',
      before: [],
      command: pay('A1'),
      action: 'upiTxn',
      plan: { answer: 'PENDING', debitAfter: 30_000 },
      isDone: isPaid,
    },
  ],
  [
    'bind',
    {
      device: 'FRESH',
      before: [],
      command: { type: 'sim.select', simId: '0' },
      action: 'upiBindActivateDevice',
      isDone: (app) => app.step.name === 'bankList',
    },
  ],
  [
    'link',
    {
      device: 'BOUND',
      before: choosing,
      command: { type: 'vpa.select', vpa: 'asha@upf' },
      action: 'upiLinkAccounts',
      isDone: (app) => app.step.name === 'mpin',
    },
  ],
  [
    'mpin',
    {
      device: 'BOUND',
      before: [...choosing, { type: 'vpa.select', vpa: 'asha@upf' }],
      command: {
        type: 'mpin.set',
        referenceId: accountWithoutPin,
        cardLastSix: '482913',
        cardExpiry: '0930',
      },
      action: 'upiSetMpin',
      isDone: (app) => app.step.name === 'ready',
    },
  ],
];

/** An app that may be told to run the operation. */
async function readyFor(operation: Operation): Promise<TestApp> {
  const app = createTestApp({ world: { device: operation.device } });
  if (operation.plan !== undefined) app.simulator.person.plansOrder('A1', operation.plan);
  await app.start();
  for (const command of operation.before) {
    await app.send(command);
    await app.wait(5_000);
  }
  return app;
}

const shapes = (['session_expired', 'session_expiry', 'sessionExpired'] as const).flatMap((name) =>
  [true, false].map((withReqCode): SessionEventShape => ({ name, withReqCode })),
);

/** How often the server fails to sign from the end of the session on. */
const servers = [
  ['signs', 0],
  ['fails once', 1],
  ['never signs again', Number.POSITIVE_INFINITY],
] as const;

/** Runs the operation and ends the session after so many timers; `undefined`: it was done before. */
async function expireDuring(
  operation: Operation,
  timers: number,
  failures: number,
  shape: SessionEventShape,
): Promise<TestApp | undefined> {
  const app = await readyFor(operation);
  const { server, wire, clock } = app.simulator;
  await app.send(operation.command);
  for (let timer = 0; timer < timers; timer += 1) {
    if (operation.isDone(app)) return undefined;
    await clock.next();
  }
  wire.sessionEvent = shape;
  server.failsNext('authorize', failures);
  wire.expireSession();
  await app.wait(10 * MINUTE);
  return app;
}

/** The codes of the ends, and those that came back with `updateAuth`. */
function codes(simulator: Simulator): { readonly said: unknown[]; readonly echoed: unknown[] } {
  const ends = simulator.wire.traffic.filter((entry) => entry.event?.startsWith('session'));
  return {
    said: ends.map((entry) => JSON.parse(entry.raw).payload.reqCode),
    echoed: simulator.wire.requests('updateAuth').map((request) => request.payload['reqCode']),
  };
}

function isOnceAndFinished(app: TestApp, operation: Operation, failures: number): void {
  const { simulator } = app;
  const ids = simulator.wire.requests().map((request) => request.requestId);
  expect(new Set(ids).size).toBe(ids.length);
  const sent = simulator.wire.requests(operation.action).length;
  expect(sent).toBeLessThanOrEqual(1);
  expect(app.state.busy).toBe(false);
  if (failures === Number.POSITIVE_INFINITY) {
    const order = app.state.orders['A1'];
    if (sent === 1 && order !== undefined) expect(order.status).toMatch(/success|pending/);
    // Nothing waits any more: it is done, or says what a person may try again.
    if (!operation.isDone(app)) expect(isOver(app)).toBe(true);
    return;
  }
  expect(sent).toBe(1);
  expect(operation.isDone(app)).toBe(true);
  const { said, echoed } = codes(simulator);
  expect(echoed).toEqual(said);
}

function isOver({ step }: TestApp): boolean {
  switch (step.name) {
    case 'checking':
    case 'mpin':
    case 'vpa':
      return step.problem !== undefined;
    case 'simList':
    case 'bindExpired':
    case 'outcome':
      return true;
    default:
      return false;
  }
}

describe.each(operations)('%s', (_, operation) => {
  it.each(servers)(
    'is sent once, whenever the session expires, and the server %s',
    async (_, failures) => {
      const [shape] = shapes;
      if (shape === undefined) throw new Error('no shape');
      const moments = await atEveryMoment(async (timers) => {
        const app = await expireDuring(operation, timers, failures, shape);
        if (app === undefined) return false;
        isOnceAndFinished(app, operation, failures);
        app.flow.stop();
        return true;
      });
      expect(moments).toBeGreaterThan(3);
    },
  );

  it.each(shapes)('goes on after $name, with a reqCode: $withReqCode', async (shape) => {
    for (const [, failures] of servers) {
      const app = await expireDuring(operation, 2, failures, shape);
      if (app === undefined) throw new Error('done too soon');
      isOnceAndFinished(app, operation, failures);
      expect(codes(app.simulator).said[0] === undefined).toBe(!shape.withReqCode);
      app.flow.stop();
    }
  });

  it.each(clockFaults)('is not busy for ever without an answer, while %s', async (_, fault) => {
    const app = await readyFor(operation);
    app.simulator.wire.fault('drop', { action: operation.action, times: 9 });
    await app.send(operation.command);
    await app.wait(1_000);
    expect(app.state.busy).toBe(true);
    await fault(app);
    // The longest deadline of an operation is that of a payment.
    await app.wait(11 * MINUTE);
    expect(app.state.busy).toBe(false);
    expect(app.simulator.wire.requests(operation.action)).toHaveLength(1);
  });
});
