import { describe, expect, it } from 'vitest';
import type { PaymentPlan } from '../../adapters/simulator/index.js';
import { createLinkedApp, type TestApp } from '../../testing/index.js';
import { pay, processResult } from '../flow/support/paying.js';
import { moneyRequests } from '../flow/support/wire.js';

const MINUTE = 60_000;

/** Where an order may stand when such a result comes, and how it gets there. */
interface Standing {
  readonly name: string;
  readonly plan: PaymentPlan;
  readonly wait: number;
  /** Tried again after the first end, with this plan. */
  readonly again?: PaymentPlan;
  readonly status: string;
  readonly settled: boolean;
}

const standings: readonly Standing[] = [
  {
    name: 'pending',
    plan: { answer: 'PENDING', money: 'none' },
    wait: MINUTE,
    status: 'pending',
    settled: false,
  },
  {
    name: 'parked',
    plan: { answer: 'PENDING', money: 'none' },
    wait: 30 * MINUTE,
    status: 'pending',
    settled: false,
  },
  {
    name: 'paid',
    plan: { answer: 'SUCCESS' },
    wait: MINUTE,
    status: 'success',
    settled: true,
  },
  {
    name: 'not paid',
    plan: { answer: 'FAILURE' },
    // The first planned look-up is a minute after the end.
    wait: MINUTE / 2,
    status: 'failure',
    settled: true,
  },
  {
    name: 'refunded',
    plan: { answer: 'PENDING', debitAfter: 1_000, refundAfter: 1_000 },
    wait: MINUTE,
    status: 'refunded',
    settled: true,
  },
  {
    name: 'of another amount',
    plan: { answer: 'SUCCESS', amount: '20.00' },
    wait: MINUTE,
    status: 'unresolved',
    settled: true,
  },
  {
    name: 'on the screen again',
    plan: { answer: 'FAILURE' },
    again: { answer: 'silence', actsAfter: Number.POSITIVE_INFINITY },
    wait: MINUTE / 2,
    status: 'submitted',
    settled: false,
  },
];

/** An app whose order `A1` stands like this. */
async function standing({ plan, again, wait }: Standing): Promise<TestApp> {
  const app = await createLinkedApp();
  const { simulator } = app;
  simulator.person.plansOrder('A1', plan);
  await app.send(pay('A1'));
  await app.wait(wait);
  if (again === undefined) return app;
  simulator.person.plansOrder('A1', again);
  await app.send({ type: 'order.retry', orderId: 'A1' });
  await app.wait(5_000);
  return app;
}

/** A result that nobody waits for. */
interface Unsolicited {
  readonly name: string;
  /** Whether it is the answer to a request for `A1`. */
  readonly ofOrder: boolean;
  /** Where it cannot come from. */
  readonly not: readonly string[];
  /** Brings the app to where nobody waits for the result of this request; answers its id. */
  of(app: TestApp): Promise<{ readonly app: TestApp; readonly requestId: string | undefined }>;
}

function ownRequest(app: TestApp, nth: number): string {
  return moneyRequests(app.simulator).at(nth)?.requestId ?? '';
}

const unsolicited: readonly Unsolicited[] = [
  {
    name: 'a request nobody made',
    ofOrder: false,
    not: [],
    of: async (app) => ({ app, requestId: 'nobody-asked' }),
  },
  {
    name: 'no request',
    ofOrder: false,
    not: [],
    of: async (app) => ({ app, requestId: undefined }),
  },
  {
    name: 'a finished call',
    ofOrder: false,
    not: [],
    of: async (app) => {
      const { wire } = app.simulator;
      const known = wire.traffic.find(({ action }) => action === 'upiGetSessionToken');
      return { app, requestId: known?.requestId };
    },
  },
  {
    name: 'its own request, finished',
    ofOrder: true,
    not: ['pending', 'parked', 'on the screen again'],
    of: async (app) => ({ app, requestId: ownRequest(app, -1) }),
  },
  {
    name: 'an earlier attempt',
    ofOrder: true,
    not: standings.filter(({ again }) => again === undefined).map(({ name }) => name),
    of: async (app) => ({ app, requestId: ownRequest(app, 0) }),
  },
  {
    name: 'an earlier instance of the SDK',
    ofOrder: true,
    not: ['on the screen again'],
    of: async (app) => {
      await app.send({ type: 'sdk.terminate' }, { type: 'sdk.retry' });
      await app.wait(10_000);
      return { app, requestId: ownRequest(app, -1) };
    },
  },
  {
    name: 'an earlier process',
    ofOrder: true,
    not: ['on the screen again', 'parked'],
    of: async (before) => {
      const app = before.restarted();
      await app.start();
      await app.wait(10_000);
      return { app, requestId: ownRequest(app, -1) };
    },
  },
];

/** What the SDK says out of the blue, as text. */
function said(requestId: string | undefined, status: string): string {
  const text = processResult(requestId ?? '', { action: 'upiTxn', status, orderId: 'A1' });
  if (requestId !== undefined) return text;
  const { requestId: _none, ...rest } = JSON.parse(text);
  return JSON.stringify(rest);
}

/** How the attempt after the one that was called paid may end. */
const endsOfAttempt = [
  ['FAILURE, and the server knows', { answer: 'FAILURE' }],
  ['BACKPRESS, before there was a transaction', { answer: 'BACKPRESS' }],
  ['PENDING, and it is declined', { answer: 'PENDING', money: 'declined' }],
] as const;

const words = ['SUCCESS', 'PENDING', 'FAILURE'] as const;

const cases = unsolicited.flatMap((result) =>
  standings
    .filter(({ name }) => !result.not.includes(name))
    .flatMap((order) =>
      words.map((word) => [word, result.name, order.name, result, order] as const),
    ),
);

/** How often the server was asked about orders. */
function reads(app: TestApp): number {
  return app.simulator.server.calls.filter(({ operation }) => operation === 'orderStatus').length;
}

describe('an unsolicited process_result', () => {
  it.each(cases)('%s of %s, order %s: sdk.late', async (word, _, __, result, order) => {
    const { app, requestId } = await result.of(await standing(order));
    const before = app.order('A1');
    expect(before).toMatchObject({ status: order.status, settled: order.settled });
    const told = app.notices.length;
    const asked = reads(app);

    app.emit(said(requestId, word));
    await app.wait(1);
    expect(app.notices.slice(told)[0]).toMatchObject({ type: 'sdk.late', requestId });
    // Money is concerned, so the server is asked, also beside an attempt on the SDK's screen.
    expect(reads(app) - asked).toBe(result.ofOrder ? 1 : 0);
    // Only "may be paid" takes "not paid" back, until the server has answered.
    const reopens = result.ofOrder && order.name === 'not paid' && word !== 'FAILURE';
    if (reopens) expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
    else expect(app.order('A1')).toBe(before);

    await app.wait(4_000);
    expect(reads(app) - asked).toBe(result.ofOrder ? 1 : 0);
    // What the SDK called paid may not be paid again, though the server calls it failed.
    const doubt =
      reopens && word === 'SUCCESS' ? { status: 'pending', settled: false, canRetry: false } : {};
    expect(app.order('A1')).toMatchObject({
      status: order.status,
      settled: order.settled,
      verified: reopens && word === 'SUCCESS' ? false : before.verified,
      attempts: before.attempts,
      canRetry: before.canRetry,
      ...doubt,
    });
    app.flow.stop();
  });

  it.each(words)('%s: the server’s word counts, if it is another by now', async (word) => {
    const [order] = standings.filter(({ name }) => name === 'not paid');
    if (order === undefined) throw new Error('no such order');
    for (const { ofOrder, not, of } of unsolicited) {
      if (!ofOrder || not.includes(order.name)) continue;
      const { app, requestId } = await of(await standing(order));
      app.simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
      app.emit(said(requestId, word));
      await app.wait(MINUTE);
      expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, settled: true });
      app.flow.stop();
    }
  });

  it.each(endsOfAttempt)(
    'SUCCESS of an earlier attempt forbids order.retry: %s',
    async (_, plan) => {
      const [order] = standings.filter(({ name }) => name === 'on the screen again');
      if (order === undefined) throw new Error('no such order');
      const app = await standing({ ...order, again: { ...plan, actsAfter: 20_000 } });
      const [first] = moneyRequests(app.simulator);
      app.emit(said(first?.requestId, 'SUCCESS'));
      await app.wait(30 * MINUTE);
      expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false, canRetry: false });
      app.simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
      await app.send({ type: 'order.recheck', orderId: 'A1' });
      await app.wait(1_000);
      expect(app.order('A1')).toMatchObject({ status: 'success', settled: true, verified: true });
      app.flow.stop();
    },
  );
});
