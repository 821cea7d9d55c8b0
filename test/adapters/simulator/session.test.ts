import { describe, expect, it } from 'vitest';
import type { AuthorizationKind } from '../../../adapters/simulator/index.js';
import { createRig, type Rig } from './rig.js';

const MINUTE = 60_000;

async function linkedRig(): Promise<Rig> {
  const rig = createRig({ device: 'LINKED' });
  await rig.start();
  return rig;
}

describe('authentication', () => {
  it.each<AuthorizationKind>(['signature', 'clientAuthToken', 'jws'])(
    'accepts %s for a payment',
    async (kind) => {
      const rig = await linkedRig();
      rig.simulator.server.authorization = kind;
      expect(rig.simulator.server.authorization).toBe(kind);
      const accountRefId = rig.simulator.phone.linkedAccounts[0]?.account.referenceId;
      const claims = { order_id: 'o1', amount: '5.00' };
      const result = await rig.askSigned('upiTxn', { accountRefId }, claims);
      expect(result).toMatchObject({ error: false, payload: { orderId: 'o1' } });
      expect(rig.simulator.ledger.debits('o1')).toHaveLength(1);
    },
  );

  it('signs with its own clock', async () => {
    const { simulator } = createRig();
    const claims = { merchant_id: 'stock', customer_id: 'é', timestamp: '1' };
    const pending = simulator.backend.authorize({ action: 'x', claims });
    await simulator.clock.advance(1_000);
    const group = await pending;
    expect(group).toMatchObject({ merchantKeyId: '1234', signature: expect.any(String) });
    const { signaturePayload = '' } = 'signaturePayload' in group ? group : {};
    expect(JSON.parse(signaturePayload)).toEqual({
      merchant_id: 'stock',
      customer_id: 'é',
      timestamp: String(Date.UTC(2026, 0, 5, 4, 30) + 150),
    });
  });

  it.each([
    ['nothing', () => ({})],
    ['a forged signature', (group: object) => ({ ...group, signature: 'x' })],
    ['another key', (group: object) => ({ ...group, merchantKeyId: 'x' })],
    ['changed claims', (group: object) => ({ ...group, signaturePayload: '{"a":1}' })],
    ['half a group', () => ({ signaturePayload: '{}' })],
    ['an unknown token', () => ({ clientAuthToken: 'tkn_x' })],
    ['two groups', (group: object) => ({ ...group, clientAuthToken: 'tkn_x' })],
    ['a broken JWS', (group: object) => ({ ...group, protected: 'abc' })],
  ])('refuses %s', async (_, change) => {
    const rig = await linkedRig();
    const { backend, clock, merchant } = rig.simulator;
    const claims = {
      merchant_id: merchant.merchantId,
      customer_id: merchant.customerId,
      timestamp: '1',
    };
    const pending = backend.authorize({ action: 'upiGetSessionToken', claims });
    await clock.advance(200);
    expect(await rig.ask('upiGetSessionToken', { ...change(await pending) })).toMatchObject({
      error: true,
      errorCode: 'JP_012',
      errorMessage: 'Invalid authentication data',
      payload: {},
    });
  });

  it('refuses a foreign customer and an expired group', async () => {
    const rig = await linkedRig();
    const foreign = await rig.askSigned('upiGetSessionToken', {}, { customer_id: 'other' });
    expect(foreign).toMatchObject({ errorCode: 'JP_012' });
    const old = await rig.sendSigned('upiGetSessionToken');
    await rig.simulator.clock.advance(5_000);
    expect(rig.resultOf(old)).toMatchObject({ error: false });
    const sent = rig.simulator.wire.traffic.filter((entry) => entry.call === 'process').at(-1);
    await rig.simulator.clock.advance(15 * MINUTE);
    const again = JSON.parse(sent?.raw ?? '{}');
    rig.simulator.sdk.process({ ...again, requestId: 'again' });
    await rig.simulator.clock.advance(5_000);
    expect(rig.resultOf('again')).toMatchObject({ errorCode: 'JP_012' });
  });

  it('refuses a token for another merchant or customer', async () => {
    const rig = await linkedRig();
    rig.simulator.server.authorization = 'clientAuthToken';
    const named = { merchantId: 'stock', customerId: 'abcde12345' };
    expect(await rig.askSigned('upiGetSessionToken', named)).toMatchObject({ error: false });
    for (const wrong of [{ merchantId: 'x' }, { customerId: 'x' }]) {
      const result = await rig.askSigned('upiGetSessionToken', { ...named, ...wrong });
      expect(result).toMatchObject({ errorCode: 'JP_012' });
    }
  });
});

describe('session expiry', () => {
  it('announces the end, waits, and goes on with the original requestId', async () => {
    const rig = await linkedRig();
    const { clock } = rig.simulator;
    await clock.advance(16 * MINUTE);
    const requestId = rig.send('upiGetBankList');
    await clock.advance(10_000);
    const event = rig.heard.at(-1);
    expect(event).toEqual({
      event: 'session_expired',
      payload: {
        timestamp: expect.stringMatching(/^2026-01-05T04:4\d:\d\d\.\d{3}Z$/),
        reqCode: expect.any(String),
      },
    });
    const other = rig.send('upiGetBankList');
    await clock.advance(10_000);
    expect(rig.heard.at(-1)).toBe(event);
    const update = await rig.sendSigned('updateAuth', { reqCode: event?.payload?.['reqCode'] });
    await clock.advance(10_000);
    expect(rig.resultOf(requestId)).toMatchObject({ error: false });
    expect(rig.resultOf(other)).toMatchObject({ error: false });
    expect(rig.resultsOf(update)).toEqual([]);
  });

  it('answers updateAuth when asked to, and refuses a bad one', async () => {
    const rig = createRig({ answersUpdateAuth: true });
    await rig.start();
    expect(await rig.askSigned('updateAuth')).toMatchObject({ payload: { status: 'SUCCESS' } });
    expect(await rig.ask('updateAuth')).toMatchObject({ errorCode: 'JP_012' });
  });

  it('gives up after two minutes without a refresh', async () => {
    const rig = await linkedRig();
    await rig.simulator.clock.advance(16 * MINUTE);
    const requestId = rig.send('upiGetBankList');
    await rig.simulator.clock.advance(3 * MINUTE);
    expect(rig.resultOf(requestId)).toMatchObject({
      errorCode: 'JP_001',
      errorMessage: 'Timed Out',
    });
  });

  it('ends on demand, in each spelling', async () => {
    const rig = await linkedRig();
    const { wire, clock } = rig.simulator;
    for (const name of ['session_expired', 'session_expiry', 'sessionExpired'] as const) {
      wire.sessionEvent = { name, withReqCode: false };
      wire.expireSession();
      expect(rig.heard.at(-1)).toEqual({
        event: name,
        payload: { timestamp: expect.any(String) },
      });
    }
    const requestId = rig.send('upiGetBankList');
    await clock.advance(10_000);
    expect(rig.resultsOf(requestId)).toEqual([]);
    await rig.sendSigned('updateAuth');
    await clock.advance(10_000);
    expect(rig.resultOf(requestId)).toMatchObject({ error: false });
  });

  it('says nothing without a live instance', () => {
    const { simulator, heard } = createRig();
    simulator.wire.expireSession();
    simulator.sdk.open();
    simulator.wire.expireSession();
    expect(heard).toEqual([]);
  });

  it('reaches the bank only after a refresh when the session ends on the PIN page', async () => {
    const rig = await linkedRig();
    const { clock, wire, ledger, phone } = rig.simulator;
    const accountRefId = phone.linkedAccounts[0]?.account.referenceId;
    const claims = { order_id: 'o1', amount: '5.00' };
    const requestId = await rig.sendSigned('upiTxn', { accountRefId }, claims);
    await clock.advance(1_500);
    wire.expireSession();
    await clock.advance(30_000);
    expect(ledger.debits('o1')).toEqual([]);
    await rig.sendSigned('updateAuth');
    await clock.advance(30_000);
    expect(rig.resultOf(requestId).payload?.['status']).toBe('SUCCESS');
    expect(ledger.debits('o1')).toHaveLength(1);
  });
});
