import { describe, expect, it, vi } from 'vitest';
import {
  createSimulator,
  type DeviceStatus,
  type PaymentPlan,
  type Simulator,
} from '../../adapters/simulator/index.js';
import type { UpiCommand } from '../../src/index.js';
import { createFaultyStorage, type FaultyStorage } from '../../testing/explorer/faulty-storage.js';
import { withoutNames } from '../../testing/explorer/fingerprint.js';
import { createTestApp, type TestApp } from '../../testing/index.js';
import { at, atEveryMoment, type Interruption, interruptedAt } from '../../testing/interruption.js';
import { pay } from '../flow/support/paying.js';
import { moneyRequests } from '../flow/support/wire.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;

const mandate = {
  name: 'Gym',
  maxAmount: '2.00',
  amountRule: 'FIXED',
  frequency: 'MONTHLY',
  ruleType: 'ON',
  ruleValue: 5,
  startDate: Date.UTC(2026, 0, 6),
  endDate: Date.UTC(2027, 0, 6),
} as const;
const order = { orderId: 'A1', amount: '2.00' };

/** One way to move two rupees: the phone it starts on, and the command. */
interface Way {
  readonly device: DeviceStatus;
  command(simulator: Simulator): UpiCommand;
}

const plain: Way = { device: 'LINKED', command: () => pay('A1') };
const direct = {
  pay: plain,
  'mandate.create': {
    device: 'LINKED',
    command: () => ({ type: 'mandate.create', order, mandate }),
  },
} as const satisfies Record<string, Way>;
const other = {
  checkout: {
    device: 'LINKED',
    command: ({ server }) => ({ type: 'checkout', sdkPayload: server.session(order).sdk_payload }),
  },
  'pay with onboard': { device: 'FRESH', command: () => pay('A1', { onboard: true }) },
} as const satisfies Record<string, Way>;

/** What the person, the SDK and the bank do, agreeing or not. */
const withMoney = {
  SUCCESS: { answer: 'SUCCESS' },
  'PENDING, charged later': { answer: 'PENDING', debitAfter: 30_000 },
  'FAILURE, but debited': { answer: 'FAILURE', money: 'debited' },
  'silence, debited': { answer: 'silence' },
} as const satisfies Record<string, PaymentPlan>;
const plans = {
  ...withMoney,
  'FAILURE, declined': { answer: 'FAILURE' },
  'USER_ABORTED, no money': { answer: 'USER_ABORTED', money: 'none' },
} as const satisfies Record<string, PaymentPlan>;

/** One payment of `A1`. */
interface Payment extends Way {
  readonly plan: PaymentPlan;
  /** Whether the merchant's server can be asked. */
  readonly orderStatus: boolean;
}

/** Each way with each plan, under its title. */
function payments(
  ways: Readonly<Record<string, Way>>,
  ends: Readonly<Record<string, PaymentPlan>>,
  orderStatus = true,
): [string, Payment][] {
  return Object.entries(ways).flatMap(([way, how]) =>
    Object.entries(ends).map(([end, plan]): [string, Payment] => [
      `${way}, ${end}`,
      { ...how, plan, orderStatus },
    ]),
  );
}

/** What outlives a process. */
interface Phone {
  readonly simulator: Simulator;
  readonly storage: FaultyStorage;
}

function phoneFor({ device, orderStatus }: Payment): Phone {
  const simulator = createSimulator({ device, orderStatus });
  return { simulator, storage: createFaultyStorage(simulator.clock) };
}

/** Pays, until the order is settled or the app is killed. */
async function payUntil(crash: Interruption, payment: Payment, phone: Phone): Promise<void> {
  const { simulator } = phone;
  const app = createTestApp({ ...phone, through: crash.through });
  await app.start();
  simulator.person.plansOrder('A1', payment.plan);
  const command = payment.command(simulator);
  const settled = () => app.state.orders['A1']?.settled === true;
  await crash.during(app, () => app.flow.send(command), settled);
  app.kill();
}

/** Starts the app again, until the order is settled or the app is killed. */
async function recoverUntil(crash: Interruption, phone: Phone): Promise<void> {
  const app = createTestApp({ ...phone, through: crash.through });
  const rests = () => app.state.sdk === 'ready' && isSettled(app);
  await crash.during(app, () => app.flow.start(), rests);
  app.kill();
}

/** The first step of every state that the phone is in: to be killed elsewhere makes no difference. */
async function stepsThatMatter(
  phone: Phone,
  run: (crash: Interruption) => Promise<void>,
): Promise<number[]> {
  const first = new Map<string, number>();
  const never = Number.POSITIVE_INFINITY;
  await run(
    interruptedAt(never, (step) => {
      const print = printOf(phone);
      if (!first.has(print)) first.set(print, step);
    }),
  );
  return [...first.values()];
}

/** What outlives a process, without names and times: phones that print the same end the same. */
function printOf({ simulator, storage }: Phone): string {
  const stored = [...storage.items.values()].map(withoutNames);
  const ledger = simulator.ledger.orders.map(({ status, debits }) => [status, debits.length]);
  return JSON.stringify([stored, ledger, moneyRequests(simulator).length]);
}

function stepsOf(payment: Payment): Promise<number[]> {
  const phone = phoneFor(payment);
  return stepsThatMatter(phone, (crash) => payUntil(crash, payment, phone));
}

describe('a payment killed at any step', () => {
  it.each(payments(direct, plans))(
    'settles as the ledger after the restart: %s',
    async (_, paid) => {
      const steps = await atEveryMoment((step) => killedAt(paid, step, settlesAsTheLedger));
      expect(steps).toBeGreaterThan(30);
    },
  );

  it.each(payments(other, withMoney))('of another kind does so, too: %s', async (_, paid) => {
    const steps = await stepsOf(paid);
    for (const step of steps) await killedAt(paid, step, settlesAsTheLedger);
    expect(steps.length).toBeGreaterThan(5);
  });

  it.each(payments({ pay: plain }, plans, false))(
    'stays pending without orderStatus until order.inform: %s',
    async (_, paid) => {
      const steps = await stepsOf(paid);
      for (const step of steps) await killedAt(paid, step, waitsForNews);
      expect(steps.length).toBeGreaterThan(5);
    },
  );
});

describe('a payment killed again while it is recovered', () => {
  it.each(payments({ pay: plain }, plans))('settles as the ledger: %s', async (_, paid) => {
    let crashes = 0;
    for (const first of await stepsOf(paid)) {
      const phone = phoneFor(paid);
      await payUntil(interruptedAt(first), paid, phone);
      for (const second of await stepsThatMatter(phone, (crash) => recoverUntil(crash, phone))) {
        crashes += 1;
        await killedAt(paid, first, settlesAsTheLedger, second);
      }
    }
    expect(crashes).toBeGreaterThan(8);
  });

  it('after process(), at any step at all', async () => {
    const paid: Payment = {
      ...plain,
      plan: withMoney['PENDING, charged later'],
      orderStatus: true,
    };
    const whole = interruptedAt(Number.POSITIVE_INFINITY);
    await payUntil(whole, paid, phoneFor(paid));
    const sent = whole.steps.indexOf('process, after');
    const steps = await atEveryMoment((step) => killedAt(paid, sent, settlesAsTheLedger, step));
    expect(steps).toBeGreaterThan(30);
  });
});

/** Kills the payment, and maybe its recovery; looks at the process after. `false`: no such step. */
async function killedAt(
  payment: Payment,
  first: number,
  ends: (phone: Phone, app: TestApp) => Promise<void>,
  second?: number,
): Promise<boolean> {
  const phone = phoneFor(payment);
  const { simulator } = phone;
  let crash = interruptedAt(first);
  await payUntil(crash, payment, phone);
  const sent = moneyRequests(simulator).length;
  if (second !== undefined) {
    crash = interruptedAt(second);
    await recoverUntil(crash, phone);
  }
  if (!crash.happened()) return false;
  const app = createTestApp(phone);
  await at(`killed at ${first}, ${second}, ${crash.steps.at(-1)}`, async () => {
    await showsWhatIsOpen(phone, app);
    await ends(phone, app);
    sentNothing(phone, sent);
  });
  app.flow.stop();
  return true;
}

/** What must hold in every process after a crash: what is open is shown before the SDK is there. */
async function showsWhatIsOpen(phone: Phone, app: TestApp): Promise<void> {
  const record = recordOf(phone);
  if (moneyRequests(phone.simulator).length > 0) expect(record).toBeDefined();
  app.flow.start();
  await phone.simulator.clock.settle();
  expect(app.state.sdk).toBe('starting');
  const shown = app.state.orders['A1'];
  expect(shown === undefined).toBe(record === undefined);
  if (record?.settled !== false) return;
  expect(shown).toMatchObject({ settled: false, canRetry: false, verified: false });
  // A success that the SDK told of is shown at once, and still open.
  expect(shown?.status).toBe(shown?.reported === 'success' ? 'success' : 'pending');
}

async function settlesAsTheLedger(phone: Phone, app: TestApp): Promise<void> {
  const { ledger } = phone.simulator;
  const known = recordOf(phone) !== undefined;
  for (let minute = 0; minute < 3 && !isSettled(app); minute += 1) await app.wait(MINUTE);
  const shown = app.state.orders['A1'];
  expect(shown === undefined).toBe(!known);
  if (shown === undefined) return;
  const paid = ledger.debits('A1').length > 0;
  const ended = /FAILED/.test(ledger.order('A1')?.status ?? '');
  if (paid) expect(shown).toMatchObject({ status: 'success', verified: true, settled: true });
  else if (ended) expect(shown).toMatchObject({ verified: true, settled: true });
  if (!paid) expect(shown.status).not.toBe('success');
  if (!paid && !ended && !shown.settled) expect(shown.status).toBe('pending');
}

/** Nobody can tell, so nothing changes by itself; then the server pushes what it knows. */
async function waitsForNews({ simulator }: Phone, app: TestApp): Promise<void> {
  await app.wait(1_000);
  const before = app.state.orders['A1'];
  await app.wait(20 * MINUTE);
  expect(app.state.orders['A1']).toEqual(before);
  const [debit] = simulator.ledger.debits('A1');
  if (before === undefined || debit === undefined) return;
  const status = { orderId: 'A1', status: 'CHARGED', amount: debit.amount };
  await app.send({ type: 'order.inform', orderId: 'A1', status });
  expect(app.order('A1')).toMatchObject({ status: 'success', settled: true });
}

/** Once for ever: no request twice, at most one that moves money, at most one debit. */
function sentNothing({ simulator }: Phone, sentBefore: number): void {
  const ids = simulator.wire.requests().map((request) => request.requestId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(moneyRequests(simulator)).toHaveLength(sentBefore);
  expect(sentBefore).toBeLessThanOrEqual(1);
  expect(simulator.ledger.debits('A1').length).toBeLessThanOrEqual(1);
}

function isSettled(app: TestApp): boolean {
  return Object.values(app.state.orders).every(({ settled }) => settled);
}

/** What the storage says about `A1`, as the record of the money rules: one that is listed, too. */
function recordOf({ storage }: Phone): { readonly settled: boolean } | undefined {
  const texts = [...storage.items];
  const lists = texts.filter(([key]) => /\/(?:open|settled)\//.test(key));
  const isListed = lists.some(([, text]) => /[":]A1"/.test(text));
  const record = texts.find(
    ([key, text]) => /\/order\//.test(key) && text.includes('"orderId":"A1"'),
  );
  // A record that is not listed yet was never sent.
  return isListed && record !== undefined ? JSON.parse(record[1]) : undefined;
}
