import { describe, expect, it } from 'vitest';
import type { AuthorizationKind } from '../../../adapters/simulator/index.js';
import { createRawApp, type RawApp } from './raw-app.js';

const MINUTE = 60_000;

async function linkedApp(): Promise<RawApp> {
  const app = createRawApp({ device: 'LINKED' });
  await app.start();
  return app;
}

describe('authentication', () => {
  it.each<AuthorizationKind>(['signature', 'clientAuthToken', 'jws'])(
    'accepts %s for a payment',
    async (kind) => {
      const app = await linkedApp();
      app.simulator.server.authorization = kind;
      expect(app.simulator.server.authorization).toBe(kind);
      const accountRefId = app.simulator.phone.linkedAccounts[0]?.account.referenceId;
      const claims = { order_id: 'o1', amount: '5.00' };
      const result = await app.askSigned('upiTxn', { accountRefId }, claims);
      expect(result).toMatchObject({ error: false, payload: { orderId: 'o1' } });
      expect(app.simulator.ledger.debits('o1')).toHaveLength(1);
    },
  );

  it('signs with its own clock', async () => {
    const { simulator } = createRawApp();
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
    const app = await linkedApp();
    const { backend, clock, merchant } = app.simulator;
    const claims = {
      merchant_id: merchant.merchantId,
      customer_id: merchant.customerId,
      timestamp: '1',
    };
    const pending = backend.authorize({ action: 'upiGetSessionToken', claims });
    await clock.advance(200);
    expect(await app.ask('upiGetSessionToken', { ...change(await pending) })).toMatchObject({
      error: true,
      errorCode: 'JP_012',
      errorMessage: 'Invalid authentication data',
      payload: {},
    });
  });

  it('refuses a foreign customer and an expired group', async () => {
    const app = await linkedApp();
    const foreign = await app.askSigned('upiGetSessionToken', {}, { customer_id: 'other' });
    expect(foreign).toMatchObject({ errorCode: 'JP_012' });
    const old = await app.sendSigned('upiGetSessionToken');
    await app.simulator.clock.advance(5_000);
    expect(app.resultOf(old)).toMatchObject({ error: false });
    const sent = app.simulator.wire.traffic.filter((entry) => entry.call === 'process').at(-1);
    await app.simulator.clock.advance(15 * MINUTE);
    const again = JSON.parse(sent?.raw ?? '{}');
    app.simulator.sdk.process({ ...again, requestId: 'again' });
    await app.simulator.clock.advance(5_000);
    expect(app.resultOf('again')).toMatchObject({ errorCode: 'JP_012' });
  });

  it('refuses a token for another merchant or customer', async () => {
    const app = await linkedApp();
    app.simulator.server.authorization = 'clientAuthToken';
    const named = { merchantId: 'stock', customerId: 'abcde12345' };
    expect(await app.askSigned('upiGetSessionToken', named)).toMatchObject({ error: false });
    for (const wrong of [{ merchantId: 'x' }, { customerId: 'x' }]) {
      const result = await app.askSigned('upiGetSessionToken', { ...named, ...wrong });
      expect(result).toMatchObject({ errorCode: 'JP_012' });
    }
  });
});

describe('session expiry', () => {
  it('announces the end, waits, and goes on with the original requestId', async () => {
    const app = await linkedApp();
    const { clock } = app.simulator;
    await clock.advance(16 * MINUTE);
    const requestId = app.send('upiGetBankList');
    await clock.advance(10_000);
    const event = app.heard.at(-1);
    expect(event).toEqual({
      event: 'session_expired',
      payload: {
        timestamp: expect.stringMatching(/^2026-01-05T04:4\d:\d\d\.\d{3}Z$/),
        reqCode: expect.any(String),
      },
    });
    const other = app.send('upiGetBankList');
    await clock.advance(10_000);
    expect(app.heard.at(-1)).toBe(event);
    const update = await app.sendSigned('updateAuth', { reqCode: event?.payload?.['reqCode'] });
    await clock.advance(10_000);
    expect(app.resultOf(requestId)).toMatchObject({ error: false });
    expect(app.resultOf(other)).toMatchObject({ error: false });
    expect(app.resultsOf(update)).toEqual([]);
  });

  it('answers updateAuth when asked to, and refuses a bad one', async () => {
    const app = createRawApp({ answersUpdateAuth: true });
    await app.start();
    expect(await app.askSigned('updateAuth')).toMatchObject({ payload: { status: 'SUCCESS' } });
    expect(await app.ask('updateAuth')).toMatchObject({ errorCode: 'JP_012' });
  });

  it('gives up after two minutes without a refresh', async () => {
    const app = await linkedApp();
    await app.simulator.clock.advance(16 * MINUTE);
    const requestId = app.send('upiGetBankList');
    await app.simulator.clock.advance(3 * MINUTE);
    expect(app.resultOf(requestId)).toMatchObject({
      errorCode: 'JP_001',
      errorMessage: 'Timed Out',
    });
  });

  it('ends on demand, in each spelling', async () => {
    const app = await linkedApp();
    const { wire, clock } = app.simulator;
    for (const name of ['session_expired', 'session_expiry', 'sessionExpired'] as const) {
      wire.sessionEvent = { name, withReqCode: false };
      wire.expireSession();
      expect(app.heard.at(-1)).toEqual({
        event: name,
        payload: { timestamp: expect.any(String) },
      });
    }
    const requestId = app.send('upiGetBankList');
    await clock.advance(10_000);
    expect(app.resultsOf(requestId)).toEqual([]);
    await app.sendSigned('updateAuth');
    await clock.advance(10_000);
    expect(app.resultOf(requestId)).toMatchObject({ error: false });
  });

  it('says nothing without a live instance', () => {
    const { simulator, heard } = createRawApp();
    simulator.wire.expireSession();
    simulator.sdk.open();
    simulator.wire.expireSession();
    expect(heard).toEqual([]);
  });

  it('reaches the bank only after a refresh when the session ends on the PIN page', async () => {
    const app = await linkedApp();
    const { clock, wire, ledger, phone } = app.simulator;
    const accountRefId = phone.linkedAccounts[0]?.account.referenceId;
    const claims = { order_id: 'o1', amount: '5.00' };
    const requestId = await app.sendSigned('upiTxn', { accountRefId }, claims);
    await clock.advance(1_500);
    wire.expireSession();
    await clock.advance(30_000);
    expect(ledger.debits('o1')).toEqual([]);
    await app.sendSigned('updateAuth');
    await clock.advance(30_000);
    expect(app.resultOf(requestId).payload?.['status']).toBe('SUCCESS');
    expect(ledger.debits('o1')).toHaveLength(1);
  });
});
