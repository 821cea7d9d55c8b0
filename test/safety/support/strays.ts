import type { PaymentPlan } from '../../../adapters/simulator/index.js';
import { createSimulator } from '../../../adapters/simulator/index.js';
import { memoryStorage } from '../../../src/index.js';
import type { App } from '../../flow/support/app.js';
import { pay, processResult } from '../../flow/support/paying.js';
import { moneyRequests } from '../../flow/support/wire.js';
import { begin, type Life } from './lives.js';

const MINUTE = 60_000;

/** Where an order may stand when something strays in, and how it gets there. */
export interface Standing {
  readonly name: string;
  readonly plan: PaymentPlan;
  readonly wait: number;
  /** Tried again after the first end, with this plan. */
  readonly again?: PaymentPlan;
  readonly status: string;
  readonly settled: boolean;
}

export const standings: readonly Standing[] = [
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
export async function standing({ plan, again, wait }: Standing): Promise<Life> {
  const simulator = createSimulator({ device: 'LINKED' });
  const life = begin(simulator, memoryStorage());
  const { app } = life;
  await app.start();
  simulator.person.plansOrder('A1', plan);
  await app.send(pay('A1'));
  await app.wait(wait);
  if (again === undefined) return life;
  simulator.person.plansOrder('A1', again);
  await app.send({ type: 'order.retry', orderId: 'A1' });
  await app.wait(5_000);
  return life;
}

/** A result that nobody waits for. */
export interface Stray {
  readonly name: string;
  /** Whether it is the answer to a request for `A1`. */
  readonly ofOrder: boolean;
  /** Where it cannot come from. */
  readonly not: readonly string[];
  /** Brings the app to where the result of this request is a stray one; answers its id. */
  of(life: Life): Promise<{ readonly life: Life; readonly requestId: string | undefined }>;
}

function ownRequest(app: App, nth: number): string {
  return moneyRequests(app.simulator).at(nth)?.requestId ?? '';
}

export const strays: readonly Stray[] = [
  {
    name: 'a request nobody made',
    ofOrder: false,
    not: [],
    of: async (life) => ({ life, requestId: 'nobody-asked' }),
  },
  {
    name: 'no request',
    ofOrder: false,
    not: [],
    of: async (life) => ({ life, requestId: undefined }),
  },
  {
    name: 'a finished call',
    ofOrder: false,
    not: [],
    of: async (life) => {
      const { wire } = life.app.simulator;
      const known = wire.traffic.find(({ action }) => action === 'upiGetSessionToken');
      return { life, requestId: known?.requestId };
    },
  },
  {
    name: 'its own request, finished',
    ofOrder: true,
    not: ['pending', 'parked', 'on the screen again'],
    of: async (life) => ({ life, requestId: ownRequest(life.app, -1) }),
  },
  {
    name: 'an earlier attempt',
    ofOrder: true,
    not: standings.filter(({ again }) => again === undefined).map(({ name }) => name),
    of: async (life) => ({ life, requestId: ownRequest(life.app, 0) }),
  },
  {
    name: 'an earlier instance of the SDK',
    ofOrder: true,
    not: ['on the screen again'],
    of: async (life) => {
      await life.app.send({ type: 'sdk.terminate' }, { type: 'sdk.retry' });
      await life.app.wait(10_000);
      return { life, requestId: ownRequest(life.app, -1) };
    },
  },
  {
    name: 'an earlier process',
    ofOrder: true,
    not: ['on the screen again', 'parked'],
    of: async (before) => {
      const { simulator } = before.app;
      before.end();
      simulator.restart();
      const life = begin(simulator, before.disk);
      await life.app.start();
      await life.app.wait(10_000);
      return { life, requestId: ownRequest(life.app, -1) };
    },
  },
];

/** What the SDK says out of the blue, as text. */
export function said(requestId: string | undefined, status: string): string {
  const text = processResult(requestId ?? '', { action: 'upiTxn', status, orderId: 'A1' });
  if (requestId !== undefined) return text;
  const { requestId: _none, ...rest } = JSON.parse(text);
  return JSON.stringify(rest);
}
