import { describe, expect, it } from 'vitest';
import type { Merchant } from '../../src/index.js';
import { type Json, objectOf } from './support/sdk.js';
import { MINUTE, merchant, SECOND, World } from './support/world.js';

const account = (referenceId: string, more: Json = {}): Json => ({
  bankCode: '607153',
  bankName: 'Test Bank',
  mpinSet: 'true',
  referenceId,
  type: 'SAVINGS',
  ...more,
});

const lite = account('acc-1||LRN1', { type: 'CURRENT||LITE', mpinSet: 'false', isPrimary: 'true' });

function linkedWith(...accounts: readonly Json[]): Json {
  return {
    status: 'LINKED',
    isDeviceBound: 'true',
    isDeviceActivated: 'true',
    prefix: 'STK',
    vpaAccounts: accounts.map((one) => ({ vpa: 'ravi.k@okbank', account: one })),
  };
}

/** The payloads of an action that reached the SDK. */
function sentTo(world: World, action: string): Json[] {
  return world.sdk.calls.filter((call) => call.action === action).map(({ payload }) => payload);
}

async function ready(token: Json, config: Partial<Merchant> = {}): Promise<World> {
  const world = new World({ config: { merchant: { ...merchant, ...config } } });
  world.sdk.answers.set('upiGetSessionToken', () => token);
  await world.start();
  return world;
}

describe('the session token', () => {
  it.each(['9876543210', '919876543210'])('goes out with the number %s, signed', async (number) => {
    const world = await ready(linkedWith(account('acc-1')), {
      mobileNumber: number,
      simId: '1',
      udf: { from: 'test' },
    });
    const [payload] = sentTo(world, 'upiGetSessionToken');
    expect(payload).toMatchObject({
      customerMobileNumber: '919876543210',
      simId: '1',
      udfParameters: '{"from":"test"}',
    });
    expect(objectOf(payload?.['signaturePayload'])).toMatchObject({
      customer_mobile_number: '919876543210',
    });
    expect(JSON.stringify([world.state, world.notices, [...world.kept]])).not.toContain('987654');
  });

  it('shows what it says besides accounts, the fingerprint masked', async () => {
    const world = await ready({
      ...linkedWith(account('acc-1')),
      upiNumbers: [{ upiNumber: '12345678', upiNumberStatus: 'Active' }],
      allowedAccountTypes: ['savings'],
      deviceFingerPrint: 'f1ngerpr1nt-of-this-phone-9x7q',
    });
    expect(world.state.profile).toMatchObject({
      upiNumbers: [{ upiNumber: '12345678', status: 'active' }],
      allowedAccountTypes: ['SAVINGS'],
    });
    expect(JSON.stringify(world.state)).not.toContain('f1ngerpr1nt');
    expect(world.state.profile.deviceFingerPrint).toMatch(/9x7q$/);
  });
});

describe('the account that stands in', () => {
  const pending = account('acc-2', { isInitialTopUpDone: 'topup_txn_pending' });
  const savings = account('acc-3');

  it('is none of UPI Lite, nor one whose first top-up is pending', async () => {
    const world = await ready(linkedWith(lite, pending, savings));
    expect(world.state.step.name).toBe('ready');
    await world.pay();
    await world.advance(3 * SECOND);
    expect(world.request().payload).toMatchObject({ accountRefId: 'acc-3' });
  });

  it('is missing where only such are linked, and that is said', async () => {
    const world = await ready(linkedWith(lite, pending));
    await world.pay();
    expect(world.sent()).toHaveLength(0);
    expect(world.noticesOf('command.rejected')).toMatchObject([
      { reason: 'notAllowed', because: 'noDefaultAccount', issues: [{ path: 'accountRefId' }] },
    ]);
  });

  it('of a mandate is no credit account', async () => {
    const credit = account('acc-4', { type: 'CREDIT', isPrimary: 'true' });
    const world = await ready(linkedWith(credit, savings));
    const startDate = world.clock.shown + MINUTE;
    await world.send({
      type: 'mandate.create',
      order: { orderId: 'A1', amount: '2.00' },
      mandate: {
        ...{ name: 'Gym', maxAmount: '5.00', amountRule: 'VARIABLE', frequency: 'MONTHLY' },
        ...{ startDate, endDate: startDate + 60 * 24 * 60 * MINUTE },
      },
      initiationMode: '13',
      purpose: '76',
      payType: 'P2M_PAY',
      transactionReference: '111-CM-1122334456-brokerref',
    });
    await world.advance(3 * SECOND);
    const { payload } = world.request();
    expect(payload).toMatchObject({
      accountRefId: 'acc-3',
      shouldCreateMandate: true,
      initiationMode: '13',
      purpose: '76',
      payType: 'P2M_PAY',
      transactionReference: '111-CM-1122334456-brokerref',
    });
    expect(objectOf(payload['signaturePayload'])).toMatchObject({
      'mandate.block_funds': 'false',
      'options.create_mandate': 'REQUIRED',
    });
  });
});

describe('the linking of accounts', () => {
  /** Bound, with an account that waits for being linked; the SDK knows one of the two actions. */
  async function linking(knows: string, merchant: Partial<Merchant> = {}): Promise<World> {
    const world = await ready({ ...linkedWith(), status: 'BOUND' }, merchant);
    const { answers } = world.sdk;
    answers.set('upiGetBankList', () => ({
      status: 'SUCCESS',
      bankList: [{ iin: '607153', name: 'Test Bank', upiEnabled: 'True' }],
    }));
    answers.set('upiGetAccounts', () => ({
      status: 'SUCCESS',
      accounts: [account('acc-9', { mpinSet: 'true' })],
    }));
    answers.set('upiVpaAvailability', () => ({ status: 'SUCCESS', available: 'true' }));
    for (const action of ['upiLinkAccount', 'upiLinkAccounts']) {
      answers.set(action, (request) => {
        if (action === knows) {
          world.sdk.answers.set('upiGetSessionToken', () => linkedWith(account('acc-9')));
          return { status: 'SUCCESS' };
        }
        // The message says it; the code is seen as JP_001, and not relied on.
        const errorCode = knows === 'neither' ? 'JP_001' : 'JP_003';
        world.sdk.reply(request, {}, { error: true, errorCode, errorMessage: 'Unknown event' });
        return undefined;
      });
    }
    // The first question for the banks found nobody.
    await world.advance(MINUTE);
    await world.send({ type: 'device.retry' });
    await world.advance(SECOND);
    return world;
  }

  const linked = (world: World) =>
    world.sdk.calls
      .map(({ action }) => action)
      .filter((action) => action.startsWith('upiLinkAccount'));

  it.each([
    ['upiLinkAccounts', undefined, ['upiLinkAccounts']],
    ['upiLinkAccount', undefined, ['upiLinkAccounts', 'upiLinkAccount']],
    ['upiLinkAccount', 'upiLinkAccount', ['upiLinkAccount']],
    ['upiLinkAccounts', 'upiLinkAccount', ['upiLinkAccount', 'upiLinkAccounts']],
    ['neither', undefined, ['upiLinkAccounts', 'upiLinkAccount']],
  ] as const)('of an SDK that knows %s, configured as %s', async (knows, linkAction, tried) => {
    const world = await linking(knows, { linkAction });
    await world.send({ type: 'bank.select', bankCode: '607153' });
    await world.advance(5 * SECOND);
    await world.send({ type: 'account.select', referenceIds: ['acc-9'] });
    await world.advance(5 * SECOND);
    await world.send({ type: 'vpa.select', vpa: 'new.name@okbank' });
    await world.advance(5 * SECOND);
    expect(linked(world)).toEqual(tried);
    if (knows === 'neither') {
      expect(world.state.step).toMatchObject({ problem: { reason: 'integration', retry: false } });
    } else {
      expect(world.state.step.name).toBe('ready');
    }
  });
});

describe('a call beside the flow', () => {
  const answerOf = async (world: World, answer: Promise<unknown>): Promise<unknown> => {
    await world.advance(5 * SECOND);
    return answer;
  };

  it('is sent with an id that begins as the token says, and answers typed', async () => {
    const world = await World.ready();
    world.sdk.answers.set('upiCheckBalance', () => ({ status: 'SUCCESS', balance: '812.50' }));
    const answer = world.flow.call('upiCheckBalance', { referenceId: 'acc-1' });
    expect(await answerOf(world, answer)).toMatchObject({ ok: true, value: { balance: '812.50' } });
    const [payload] = sentTo(world, 'upiCheckBalance');
    expect(payload?.['upiRequestId']).toMatch(/^STK[A-Za-z0-9]{1,32}$/);
    expect(payload).toMatchObject({ accountReferenceId: 'acc-1' });
  });

  it('says why it did not work, and why it is not possible', async () => {
    const world = await World.ready();
    world.sdk.answers.set('upiCheckBalance', (request) => {
      const errorMessage = 'signature mismatch';
      world.sdk.reply(request, {}, { error: true, errorCode: 'JP_010', errorMessage });
      return undefined;
    });
    const refused = world.flow.call('upiCheckBalance', { referenceId: 'acc-1' });
    expect(await answerOf(world, refused)).toMatchObject({
      ok: false,
      problem: { reason: 'integration', retry: false },
    });
    await world.pay();
    await world.advance(3 * SECOND);
    const busy = world.flow.call('upiCheckBalance', { referenceId: 'acc-1' });
    expect(await answerOf(world, busy)).toMatchObject({ ok: false, problem: { retry: true } });
    await world.stop();
    const over = world.flow.call('upiCheckBalance', { referenceId: 'acc-1' });
    expect(await over).toMatchObject({ ok: false, problem: { reason: 'stopped' } });
  });

  it('of a listener that makes two has the screen to itself, and changes nothing afterwards', async () => {
    const world = await World.ready();
    world.sdk.answers.set('upiCheckBalance', () => ({ status: 'SUCCESS', balance: '812.50' }));
    const answers: Promise<unknown>[] = [];
    const params = { referenceId: 'acc-1' };
    const listening = world.flow.subscribe(() => {
      listening.unsubscribe();
      answers.push(world.flow.call('upiCheckBalance', params));
      answers.push(world.flow.call('upiCheckBalance', params));
      params.referenceId = 'changed';
    });
    await world.send({ type: 'device.refresh' });
    await world.advance(5 * SECOND);
    const told = await Promise.all(answers);
    expect(told).toMatchObject([{ ok: true }, { ok: false, problem: { retry: true } }]);
    expect(sentTo(world, 'upiCheckBalance')).toMatchObject([{ accountReferenceId: 'acc-1' }]);
  });
});

describe('the token of a client', () => {
  it('may come with the key beside it', async () => {
    const world = new World();
    world.server.signs = () => ({ clientAuthToken: 'tkn_1', merchantKeyId: '1234' });
    await world.start();
    await world.pay();
    await world.advance(3 * SECOND);
    expect(world.request().payload).toMatchObject({
      clientAuthToken: 'tkn_1',
      merchantKeyId: '1234',
      orderId: 'A1',
      amount: '2.00',
    });
  });
});

describe('a phone that was unbound elsewhere', () => {
  it('is read again when the SDK refuses a payment', async () => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    world.sdk.answers.set('upiGetSessionToken', () => ({
      status: 'FRESH',
      isDeviceBound: 'false',
      prefix: 'STK',
    }));
    world.sdk.reply(
      world.request(),
      {},
      {
        error: true,
        errorCode: 'JP_001',
        errorMessage: 'Exit : Error Status not matched status (LINKED)',
      },
    );
    await world.advance(5 * SECOND);
    expect(world.state.device).toBe('fresh');
    world.shows({ settled: false, canRetry: false });
  });
});
