import { describe, expect, it } from 'vitest';
import type { PaymentPlan } from '../../adapters/simulator/index.js';
import { createLinkedApp } from '../../testing/index.js';
import { accountWithPin } from './support/accounts.js';
import { pay, paying } from './support/paying.js';
import { moneyRequests } from './support/wire.js';

type Case = readonly [answer: PaymentPlan['answer'], onboard: boolean, statuses: readonly string[]];

describe('the six outcomes, with a server that can be asked', () => {
  it.each<Case>([
    ['SUCCESS', false, ['authorizing', 'submitted', 'success?', 'success']],
    ['SUCCESS', true, ['authorizing', 'submitted', 'success?', 'success']],
    ['PENDING', false, ['authorizing', 'submitted', 'pending', 'success']],
    ['FAILURE', false, ['authorizing', 'submitted', 'failure']],
    ['FAILURE', true, ['authorizing', 'submitted', 'failure']],
    ['Pay_Failure', true, ['authorizing', 'submitted', 'payFailure']],
    ['BACKPRESS', true, ['authorizing', 'submitted', 'backPress']],
    ['USER_ABORTED', false, ['authorizing', 'submitted', 'userAborted']],
    ['USER_ABORTED', true, ['authorizing', 'submitted', 'userAborted']],
  ])('%s (onboard: %s)', async (answer, onboard, statuses) => {
    const app = await paying({ answer }, { onboard });
    await app.wait(60_000);
    expect(app.statuses('A1')).toEqual(statuses);
    const paid = statuses.at(-1) === 'success';
    expect(app.order('A1')).toMatchObject({ settled: true, verified: true, canRetry: !paid });
    expect(app.simulator.ledger.debits('A1')).toHaveLength(paid ? 1 : 0);
    expect(app.noticesOf('order.settled').map(({ order }) => order.status)).toEqual([
      statuses.at(-1),
    ]);
    expect(moneyRequests(app.simulator).map((request) => request.payload['action'])).toEqual([
      onboard ? 'onboardingAndPay' : 'upiTxn',
    ]);
  });
});

describe('the six outcomes, with the SDK’s word alone', () => {
  it.each<Case>([
    ['SUCCESS', false, ['authorizing', 'submitted', 'success?']],
    ['FAILURE', false, ['authorizing', 'submitted', 'failure']],
    ['Pay_Failure', true, ['authorizing', 'submitted', 'payFailure']],
    ['BACKPRESS', true, ['authorizing', 'submitted', 'backPress']],
  ])('%s settles (onboard: %s)', async (answer, onboard, statuses) => {
    const app = await paying({ answer }, { onboard, world: { orderStatus: false } });
    await app.wait(60_000);
    expect(app.statuses('A1')).toEqual(statuses);
    expect(app.order('A1')).toMatchObject({ settled: true, verified: false });
  });

  it.each<Case>([
    ['PENDING', false, ['authorizing', 'submitted', 'pending']],
    ['USER_ABORTED', false, ['authorizing', 'submitted', 'pending']],
    ['silence', false, ['authorizing', 'submitted', 'pending']],
  ])(
    '%s leaves the order pending until the app is told more',
    async (answer, onboard, statuses) => {
      const app = await paying({ answer }, { onboard, world: { orderStatus: false } });
      await app.wait(30 * 60_000);
      expect(app.statuses('A1')).toEqual(statuses);
      expect(app.order('A1')).toMatchObject({ settled: false, canRetry: false });
      expect(app.flow.can({ type: 'order.recheck', orderId: 'A1' })).toBe(false);
      await app.send({ type: 'app.foreground' });
      expect(app.order('A1').status).toBe('pending');

      const status = { orderId: 'A1', status: 'CHARGED', amount: '2.00' };
      await app.send({ type: 'order.inform', orderId: 'A1', status });
      expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, settled: true });
    },
  );
});

describe('what is shown of an order', () => {
  it('is everything a screen needs, and nothing more', async () => {
    const app = await paying({ answer: 'FAILURE', gatewayResponseCode: 'Z9' });
    await app.wait(60_000);
    expect(app.order('A1')).toMatchObject({
      orderId: 'A1',
      kind: 'pay',
      amount: '2.00',
      status: 'failure',
      reported: 'failure',
      code: 'Z9',
      category: 'insufficientFunds',
      attempts: 1,
      canRetry: true,
      problem: { reason: 'declined', code: 'Z9', retry: true },
      account: { referenceId: accountWithPin, vpa: 'abcde12345@upf' },
    });
    expect(app.step).toEqual({ name: 'outcome', order: app.order('A1') });
    expect(app.state.busy).toBe(false);
  });

  it('goes from signing to paying to the outcome, and back to rest', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    expect(app.step).toEqual({ name: 'authorizing', orderId: 'A1' });
    expect(app.state.busy).toBe(true);
    await app.wait(1_000);
    expect(app.step).toEqual({ name: 'paying', orderId: 'A1' });
    expect(app.flow.can({ type: 'order.dismiss', orderId: 'A1' })).toBe(false);
    await app.wait(10_000);
    await app.send({ type: 'order.dismiss', orderId: 'A1' });
    expect(app.steps().slice(-5)).toEqual(['ready', 'authorizing', 'paying', 'outcome', 'ready']);
    expect(app.state.orders['A1']?.status).toBe('success');
  });

  it('is the amount that was signed, and the account that was asked for', async () => {
    const app = await createLinkedApp();
    await app.send({
      type: 'pay',
      order: { orderId: 'A1', amount: '1234.50', gatewayReferenceId: 'gw-1' },
      accountRefId: accountWithPin,
      udf: { note: 'rent' },
    });
    await app.wait(20_000);
    const [request] = moneyRequests(app.simulator);
    expect(request?.payload).toMatchObject({
      action: 'upiTxn',
      accountRefId: accountWithPin,
      udfParameters: '{"note":"rent"}',
    });
    const signed: unknown = JSON.parse(String(request?.payload['signaturePayload']));
    expect(signed).toMatchObject({
      merchant_id: 'stock',
      customer_id: 'abcde12345',
      order_id: 'A1',
      amount: '1234.50',
      'metadata.YES_BIZ:gateway_reference_id': 'gw-1',
    });
    expect(app.simulator.ledger.debits('A1')).toMatchObject([{ amount: '1234.50' }]);
  });

  it.each(['clientAuthToken', 'jws'] as const)('is signed with %s as well', async (kind) => {
    const app = await createLinkedApp();
    app.simulator.server.authorization = kind;
    await app.send(pay('A1'));
    await app.wait(20_000);
    expect(app.order('A1').status).toBe('success');
  });
});

describe('paying from a phone that was never onboarded', () => {
  it.each(['9876543210', '919876543210'])(
    'onboards on the SDK’s screens, and pays: %s',
    async (mobileNumber) => {
      const app = await createLinkedApp({ world: { device: 'FRESH' } });
      expect(app.step.name).toBe('simList');
      await app.send(pay('A1', { onboard: true, mobileNumber }));
      await app.wait(120_000);
      expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'success?', 'success']);
      const [request] = moneyRequests(app.simulator);
      expect(request?.payload).toMatchObject({
        action: 'onboardingAndPay',
        customerMobileNumber: '919876543210',
      });
      await app.send({ type: 'order.dismiss', orderId: 'A1' });
      await app.wait(10_000);
      expect(app.step).toEqual({ name: 'ready', device: 'linked', problem: undefined });
    },
  );

  it('is not possible without an account: the device must be linked first', async () => {
    const app = await createLinkedApp({ world: { device: 'FRESH' } });
    await app.send(pay('A1'));
    expect(app.noticesOf('command.rejected')).toMatchObject([
      { command: 'pay', reason: 'notLinked', issues: [{ path: 'accountRefId' }] },
    ]);
  });

  it('that is left with hardware back is not paid', async () => {
    const app = await createLinkedApp({ world: { device: 'FRESH' } });
    await app.send(pay('A1', { onboard: true }));
    await app.wait(2_000);
    await app.send({ type: 'back' });
    await app.wait(30_000);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'backPress']);
  });
});

describe('a mandate', () => {
  const mandate = {
    name: 'gym',
    maxAmount: '500.00',
    amountRule: 'VARIABLE',
    frequency: 'MONTHLY',
    startDate: Date.UTC(2026, 1, 1),
    endDate: Date.UTC(2027, 1, 1),
  } as const;
  const order = { orderId: 'M1', amount: '2.00' };

  it('has a result of its own beside its first debit', async () => {
    const app = await createLinkedApp();
    await app.send({ type: 'mandate.create', order, mandate });
    await app.wait(20_000);
    expect(app.order('M1')).toMatchObject({
      kind: 'mandate',
      status: 'success',
      verified: true,
      mandate: { status: 'active' },
    });
    expect(app.order('M1').mandate?.umn).toMatch(/@upf$/);
    expect(app.simulator.ledger.order('M1')?.mandate).toMatchObject({
      status: 'ACTIVE',
      firstDebit: true,
    });
    const [request] = moneyRequests(app.simulator);
    expect(request?.payload['shouldCreateMandate']).toBe(true);
  });

  it('that failed although the first debit went through keeps both results', async () => {
    const app = await createLinkedApp();
    app.simulator.person.plansOrder('M1', { answer: 'SUCCESS', mandate: 'failed' });
    await app.send({ type: 'mandate.create', order, mandate });
    await app.wait(20_000);
    expect(app.order('M1')).toMatchObject({ status: 'success', mandate: { status: 'failed' } });
  });

  it('whose debit failed is failed as well', async () => {
    const app = await createLinkedApp();
    app.simulator.person.plansOrder('M1', { answer: 'FAILURE' });
    await app.send({ type: 'mandate.create', order, mandate });
    await app.wait(60_000);
    expect(app.order('M1')).toMatchObject({ status: 'failure', mandate: { status: 'failed' } });
  });

  it('is asked about for as long as the server calls it created', async () => {
    const app = await createLinkedApp();
    app.simulator.person.plansOrder('M1', { answer: 'SUCCESS', mandate: 'pending' });
    await app.send({ type: 'mandate.create', order, mandate });
    await app.wait(20_000);
    expect(app.order('M1')).toMatchObject({
      status: 'success',
      settled: false,
      mandate: { status: 'pending' },
    });
    app.simulator.server.says('M1', { mandateStatus: 'ACTIVE' });
    await app.wait(60_000);
    expect(app.order('M1')).toMatchObject({ settled: true, mandate: { status: 'active' } });
  });

  it('can be limited to banks and accounts, and go through the SDK’s screens', async () => {
    const app = await createLinkedApp();
    const tpv = { bankCodes: ['607153'], bankAccountHashes: ['a'.repeat(64)] };
    await app.send({ type: 'mandate.create', order, mandate, tpv, onboard: true });
    await app.wait(20_000);
    const [request] = moneyRequests(app.simulator);
    expect(request?.payload).toMatchObject({
      action: 'onboardingAndPay',
      bankCodes: '["607153"]',
    });
    expect(app.order('M1').mandate?.status).toBe('active');
  });

  it('needs its terms', async () => {
    const app = await createLinkedApp();
    const command = JSON.parse(
      '{"type":"mandate.create","order":{"orderId":"M1","amount":"2.00"}}',
    );
    await app.send(command);
    expect(app.noticesOf('command.rejected')).toMatchObject([
      { reason: 'invalid', issues: [{ path: 'mandate' }] },
    ]);
  });
});

describe('a checkout session of the server', () => {
  it('goes over the wire verbatim, and is settled by the status', async () => {
    const app = await createLinkedApp();
    const { sdk_payload } = app.simulator.server.session({
      orderId: 'C1',
      amount: '3.00',
      tpv: true,
    });
    await app.send({ type: 'checkout', sdkPayload: sdk_payload });
    await app.wait(20_000);
    const sent = app.simulator.wire.traffic.filter((entry) => entry.raw.includes('paymentPage'));
    expect(sent[0]?.raw).toBe(JSON.stringify(sdk_payload));
    expect(app.statuses('C1')).toEqual(['authorizing', 'submitted', 'success?', 'success']);
    expect(app.order('C1')).toMatchObject({ kind: 'checkout', amount: '3.00' });
  });

  it('that was left is not paid, and only a new session can try again', async () => {
    const app = await createLinkedApp();
    const { person, server } = app.simulator;
    person.plansOrder('C1', { answer: 'BACKPRESS' });
    const first = server.session({ orderId: 'C1', amount: '3.00' }).sdk_payload;
    await app.send({ type: 'checkout', sdkPayload: first });
    await app.wait(20_000);
    expect(app.order('C1')).toMatchObject({ status: 'backPress', canRetry: false });
    expect(app.flow.can({ type: 'order.retry', orderId: 'C1' })).toBe(false);
    expect(app.flow.can({ type: 'checkout', sdkPayload: first })).toBe(false);

    person.plansOrder('C1', { answer: 'SUCCESS' });
    const second = server.session({ orderId: 'C1', amount: '3.00' }).sdk_payload;
    await app.send({ type: 'checkout', sdkPayload: JSON.stringify(second) });
    await app.wait(20_000);
    expect(app.order('C1')).toMatchObject({ status: 'success', attempts: 2 });
  });

  it('without an order id is refused before anything is sent', async () => {
    const app = await createLinkedApp();
    await app.send({ type: 'checkout', sdkPayload: { requestId: 'r', payload: {} } });
    expect(app.noticesOf('command.rejected')).toMatchObject([
      { reason: 'invalid', issues: [{ path: 'payload.orderId' }] },
    ]);
    expect(moneyRequests(app.simulator)).toEqual([]);
  });
});
