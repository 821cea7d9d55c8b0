import { describe, expect, it } from 'vitest';
import type { SimulatedAccount } from '../../adapters/simulator/index.js';
import type { UpiCommand } from '../../src/index.js';
import { createTestApp, type TestApp } from '../../testing/index.js';
import { axis } from '../flow/support/accounts.js';
import { pay } from '../flow/support/paying.js';
import { moneyRequests } from '../flow/support/wire.js';

function account(referenceId: string, more: Partial<SimulatedAccount> = {}): SimulatedAccount {
  return {
    referenceId,
    bankCode: axis,
    maskedAccountNumber: 'XXXX203891',
    type: 'SAVINGS',
    ifsc: 'UTIB0000123',
    mpinSet: true,
    balance: '900.00',
    ...more,
  };
}

const savings = account('S1');
const credit = account('C1', { type: 'CREDIT' });
const lite = account('S1||LRN1', { lite: true, mpinSet: false });
const awaiting = account('S2||LRN2', { lite: true, liteTopUp: 'pending', mpinSet: false });

/** An app whose accounts are linked in this order; the first is the primary one. */
async function linkedWith(...accounts: readonly SimulatedAccount[]): Promise<TestApp> {
  const app = createTestApp({ world: { device: 'BOUND', accounts } });
  await app.start();
  await app.send({ type: 'bank.select', bankCode: axis });
  await app.wait(5_000);
  const referenceIds = accounts.map(({ referenceId }) => referenceId);
  await app.send({ type: 'account.select', referenceIds });
  await app.send({ type: 'vpa.select', vpa: 'abc@upf' });
  await app.wait(10_000);
  expect(app.state).toMatchObject({ device: 'linked' });
  return app;
}

const DAY = 24 * 3_600_000;

function mandate(app: TestApp, more: { readonly accountRefId?: string } = {}): UpiCommand {
  const now = app.simulator.clock.now();
  return {
    type: 'mandate.create',
    order: { orderId: 'A1', amount: '2.00' },
    mandate: {
      name: 'Gym',
      maxAmount: '500.00',
      amountRule: 'VARIABLE',
      frequency: 'MONTHLY',
      startDate: now + DAY,
      endDate: now + 365 * DAY,
    },
    ...more,
  };
}

async function accountsUsed(app: TestApp, command: UpiCommand): Promise<unknown[]> {
  await app.send(command);
  await app.wait(2_000);
  return moneyRequests(app.simulator).map(({ payload }) => payload['accountRefId']);
}

describe('an order that names no account', () => {
  it('is paid from the primary one', async () => {
    const app = await linkedWith(credit, savings);
    expect(await accountsUsed(app, pay('A1'))).toEqual(['C1']);
  });

  it.each([
    ['a UPI Lite account', lite],
    ['one whose first top-up is pending', awaiting],
  ])('is never paid from %s, be it the primary one', async (_, first) => {
    const app = await linkedWith(first, savings);
    expect(app.state.accounts).toMatchObject([{ lite: true, isPrimary: true }, { lite: false }]);
    expect(await accountsUsed(app, pay('A1'))).toEqual(['S1']);
  });

  it('as a mandate is never made with a credit account', async () => {
    const app = await linkedWith(credit, lite, savings);
    expect(await accountsUsed(app, mandate(app))).toEqual(['S1']);
  });
});

describe('an order where only accounts are left that may not be the default', () => {
  it.each([
    ['pay', lite, 'UPI Lite'],
    ['pay', awaiting, 'UPI Lite'],
    ['mandate.create', lite, 'a mandate'],
    ['mandate.create', credit, 'a mandate'],
  ] as const)('%s is rejected and says so', async (type, only, says) => {
    const app = await linkedWith(only);
    const command = type === 'pay' ? pay('A1') : mandate(app);
    expect(app.flow.can(command)).toBe(false);
    await app.send(command);
    const [rejected, ...more] = app.noticesOf('command.rejected');
    expect(more).toEqual([]);
    expect(rejected).toMatchObject({
      command: type,
      reason: 'notAllowed',
      issues: [{ path: 'accountRefId', code: 'command.noDefaultAccount' }],
    });
    expect(rejected?.issues[0]?.message).toContain(says);
    expect(rejected?.issues[0]?.message).toContain('accountRefId');
    expect(moneyRequests(app.simulator)).toEqual([]);
  });

  it('what else is wrong is said with it, as invalid', async () => {
    const app = await linkedWith(lite);
    await app.send({ type: 'pay', order: { orderId: 'A1', amount: '2' } });
    const [rejected] = app.noticesOf('command.rejected');
    expect(rejected?.reason).toBe('invalid');
    expect(rejected?.issues.map(({ path, code }) => [path, code])).toEqual([
      ['order.amount', 'amount.format'],
      ['accountRefId', 'command.noDefaultAccount'],
    ]);
  });

  it.each([
    ['pay', lite],
    ['mandate.create', credit],
  ] as const)('one that the app names itself is sent as it is named: %s', async (type, only) => {
    const app = await linkedWith(only);
    const accountRefId = only.referenceId;
    const command = type === 'pay' ? pay('A1', { accountRefId }) : mandate(app, { accountRefId });
    expect(app.flow.can(command)).toBe(true);
    expect(await accountsUsed(app, command)).toEqual([accountRefId]);
  });

  it('the SDK’s own screens still pay', async () => {
    const app = await linkedWith(lite);
    expect(await accountsUsed(app, pay('A1', { onboard: true }))).toEqual([undefined]);
  });
});

describe('a UPI Lite account', () => {
  it('is shown as one, with its first top-up', async () => {
    const app = await linkedWith(savings, lite, awaiting);
    expect(app.state.accounts).toMatchObject([
      { referenceId: 'S1', lite: false },
      { referenceId: 'S1||LRN1', type: 'SAVINGS', lite: true, liteTopUp: 'done' },
      { referenceId: 'S2||LRN2', type: 'SAVINGS', lite: true, liteTopUp: 'pending' },
    ]);
    expect(app.state.accounts[0]).not.toHaveProperty('liteTopUp');
  });

  it('has no PIN to set', async () => {
    const app = await linkedWith(savings, lite);
    expect(app.step).toMatchObject({ name: 'ready', device: 'linked' });
  });

  it('is not offered beside an account that lacks its PIN', async () => {
    const app = await linkedWith(account('S3', { mpinSet: false }), lite);
    expect(app.step).toMatchObject({ name: 'mpin', accounts: [{ referenceId: 'S3' }] });
    expect(app.step).toHaveProperty('accounts.length', 1);
  });
});
