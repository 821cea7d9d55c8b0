import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../../adapters/simulator/index.js';
import { createRawApp } from './raw-app.js';

const SERVICE = 'in.juspay.hyperapi';

describe('lifecycle', () => {
  it('refuses a second initiate and lets the first go on', async () => {
    const app = createRawApp();
    const first = app.start();
    await app.simulator.clock.advance(200);
    app.simulator.sdk.initiate({ requestId: 'second', service: SERVICE, payload: {} });
    expect(app.resultOf('second')).toEqual({
      requestId: 'second',
      service: SERVICE,
      payload: {},
      error: true,
      errorMessage: 'initiate() can only be called once without terminate()',
      errorCode: 'JP_017',
      event: 'initiate_result',
    });
    expect(await first).toMatchObject({ error: false, event: 'initiate_result' });
  });

  it('throws on process before initiate, and drops calls without an instance', async () => {
    const { simulator, heard } = createRawApp();
    const { sdk, clock } = simulator;
    const request = { requestId: 'r', service: SERVICE, payload: { action: 'x' } };
    sdk.initiate(request);
    sdk.process(request);
    sdk.terminate();
    await clock.advance(60_000);
    expect(heard).toEqual([]);
    sdk.open();
    expect(() => sdk.process(request)).toThrow('initiate() must be called before');
  });

  it('drops requests without a requestId', async () => {
    const { simulator, heard, start } = createRawApp();
    simulator.sdk.open();
    simulator.sdk.initiate({ service: SERVICE, payload: {} });
    await simulator.clock.advance(60_000);
    expect(heard).toEqual([]);
    await start();
    const before = heard.length;
    simulator.sdk.process({ service: SERVICE, payload: { action: 'upiCheckPermission' } });
    await simulator.clock.advance(60_000);
    expect(heard).toHaveLength(before);
  });

  it('queues process while initiate runs', async () => {
    const app = createRawApp();
    const started = app.start();
    await app.simulator.clock.advance(200);
    const requestId = app.send('upiCheckPermission');
    expect(app.resultsOf(requestId)).toEqual([]);
    await started;
    expect(app.heard.map((one) => one.event)).toEqual(['initiate_result', 'process_result']);
  });

  it('answers JP_017 after terminate, which itself is silent', async () => {
    const app = createRawApp();
    await app.start();
    const before = app.heard.length;
    app.simulator.sdk.terminate();
    app.simulator.sdk.terminate();
    expect(app.heard).toHaveLength(before);
    const requestId = app.send('upiCheckPermission');
    expect(app.resultOf(requestId)).toMatchObject({
      error: true,
      errorCode: 'JP_017',
      errorMessage: 'process() called after terminate()',
      payload: {},
    });
    app.simulator.sdk.initiate({ requestId: 'again', service: SERVICE, payload: {} });
    await app.simulator.clock.advance(60_000);
    expect(app.resultsOf('again')).toEqual([]);
    expect(await app.start()).toMatchObject({ error: false });
  });

  it('keeps the live instance when opened twice', async () => {
    const app = createRawApp();
    await app.start();
    app.simulator.sdk.open();
    expect(await app.ask('upiCheckPermission')).toMatchObject({ error: false });
  });

  it('delivers late events after terminate, but not from a terminated initiate', async () => {
    const app = createRawApp({ device: 'LINKED' });
    await app.start();
    const requestId = await app.sendSigned('upiGetSessionToken');
    app.simulator.sdk.terminate();
    await app.simulator.clock.advance(5_000);
    expect(app.resultOf(requestId).payload?.['status']).toBe('LINKED');

    const other = createRawApp();
    const starting = other.start().catch(() => 'silence');
    await other.simulator.clock.advance(200);
    other.simulator.sdk.terminate();
    await other.simulator.clock.advance(5_000);
    expect(await starting).toBe('silence');
  });

  it('closes the screen on terminate: nothing is paid, nothing answered', async () => {
    const app = createRawApp({ device: 'LINKED' });
    await app.start();
    const accountRefId = app.simulator.phone.linkedAccounts[0]?.account.referenceId;
    const claims = { order_id: 'o1', amount: '5.00' };
    const first = await app.sendSigned('upiTxn', { accountRefId }, claims);
    await app.simulator.clock.advance(1_500);
    expect(app.simulator.screen).toBe('pin');
    app.simulator.sdk.terminate();
    await app.simulator.clock.advance(600_000);
    expect(app.resultsOf(first)).toEqual([]);
    expect(app.simulator.ledger.debits('o1')).toEqual([]);
  });

  it('refuses to initiate without a WebView', async () => {
    const app = createRawApp();
    app.simulator.phone.webView = false;
    expect(await app.start()).toMatchObject({ error: true, errorCode: 'JP_020', payload: {} });
  });

  it('refuses process without a WebView', async () => {
    const app = createRawApp();
    await app.start();
    app.simulator.phone.webView = false;
    expect(await app.ask('upiCheckPermission')).toMatchObject({ errorCode: 'JP_020' });
  });

  it.each([
    [{ clientId: undefined }, 'JP_003'],
    [{ action: 'start' }, 'JP_003'],
    [{ merchantId: 'other' }, 'JP_012'],
    [{}, 'JP_012'],
  ])('checks the initiate payload %j', async (change, errorCode) => {
    const app = createRawApp();
    const { sdk, clock, merchant } = app.simulator;
    const { merchantId, clientId, customerId } = merchant;
    const whole = { action: 'initiate', merchantId, clientId, customerId, environment: 'sandbox' };
    sdk.open();
    sdk.initiate({ requestId: 'i', service: SERVICE, payload: { ...whole, ...change } });
    await clock.advance(5_000);
    expect(app.resultOf('i')).toMatchObject({ error: true, errorCode });
    expect(await app.ask('upiCheckPermission')).toMatchObject({
      errorCode: 'JP_012',
      errorMessage: 'Invalid authentication data',
    });
  });

  it('answers JP_005 without a network', async () => {
    const app = createRawApp();
    await app.start();
    const requestId = await app.sendSigned('upiGetSessionToken');
    app.simulator.phone.online = false;
    await app.simulator.clock.advance(5_000);
    expect(app.resultOf(requestId)).toMatchObject({ error: true, errorCode: 'JP_005' });
    expect(await app.ask('upiCheckPermission')).toMatchObject({ error: false });
    app.simulator.sdk.terminate();
    app.simulator.sdk.open();
    app.simulator.sdk.initiate({ requestId: 'off', service: SERVICE, payload: {} });
    await app.simulator.clock.advance(5_000);
    expect(app.resultOf('off')).toMatchObject({ errorCode: 'JP_005' });
  });

  it('answers JP_001 to an unknown action, also to getSessionToken', async () => {
    const app = createRawApp();
    await app.start();
    expect(await app.ask('getSessionToken')).toMatchObject({
      error: true,
      errorCode: 'JP_001',
      errorMessage: 'Unknown event : getSessionToken',
      payload: {},
    });
    expect(await app.ask('toString')).toMatchObject({ errorCode: 'JP_001' });
  });

  it('loses everything but phone, banks and ledger on restart', async () => {
    const app = createRawApp({ device: 'LINKED' });
    await app.start();
    const { simulator } = app;
    simulator.person.plansOrder('o1', { answer: 'PENDING', debitAfter: 60_000 });
    const accountRefId = simulator.phone.linkedAccounts[0]?.account.referenceId;
    await app.sendSigned('upiTxn', { accountRefId }, { order_id: 'o1', amount: '5.00' });
    await simulator.clock.advance(4_000);
    expect(simulator.ledger.order('o1')?.status).toBe('AUTHORIZING');
    const before = app.heard.length;
    simulator.restart();
    await simulator.clock.advance(120_000);
    expect(app.heard).toHaveLength(before);
    expect(simulator.ledger.order('o1')?.status).toBe('CHARGED');
    expect(simulator.phone.status).toBe('LINKED');

    app.listen();
    expect(await app.start()).toMatchObject({ error: false });
  });

  it('keeps the SDK of a dead process dead', async () => {
    const { sdk, clock, restart, wire } = createSimulator();
    sdk.open();
    sdk.initiate({ requestId: 'i', service: SERVICE, payload: {} });
    wire.hold();
    await clock.advance(5_000);
    expect(wire.inFlight).toHaveLength(1);
    restart();
    expect(wire.inFlight).toHaveLength(0);
    expect(wire.traffic.at(-1)).toMatchObject({ fate: 'lost', requestId: 'i' });
    expect(clock.pending).toBe(0);
  });

  it('consumes back only while a screen is open, and never on iOS', async () => {
    const app = createRawApp();
    await app.start();
    const { sdk, clock, person } = app.simulator;
    expect(sdk.back()).toBe(false);
    person.answersPermission('ignore');
    const requestId = app.send('upiGetPermission');
    await clock.advance(60_000);
    expect(app.simulator.screen).toBe('permission');
    expect(sdk.back()).toBe(true);
    await clock.settle();
    expect(app.resultOf(requestId)).toMatchObject({
      errorCode: 'JP_002',
      errorMessage: 'USER_ABORTED',
      payload: {},
    });

    const ios = createRawApp({ platform: 'ios', device: 'LINKED' });
    await ios.start();
    await ios.sendSigned('onboardingAndPay', {}, { order_id: 'o1', amount: '1.00' });
    await ios.simulator.clock.advance(1_500);
    expect(ios.simulator.screen).toBe('pin');
    expect(ios.simulator.sdk.back()).toBe(false);
  });
});
