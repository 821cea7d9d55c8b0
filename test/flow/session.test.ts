import { describe, expect, it } from 'vitest';
import type { SessionEventShape } from '../../adapters/simulator/index.js';
import { createLinkedApp } from '../../testing/index.js';
import { paying } from './support/paying.js';
import { moneyRequests } from './support/wire.js';

const MINUTE = 60_000;

/** The codes the SDK sent with the ends of sessions, in order. */
function codesSent(app: Awaited<ReturnType<typeof createLinkedApp>>): unknown[] {
  return app.simulator.wire.traffic
    .filter((entry) => entry.event?.startsWith('session'))
    .map((entry) => JSON.parse(entry.raw).payload.reqCode);
}

/** The codes that came back. */
function codesEchoed(app: Awaited<ReturnType<typeof createLinkedApp>>): unknown[] {
  return app.simulator.wire.requests('updateAuth').map((request) => request.payload['reqCode']);
}

const shapes = (['session_expired', 'session_expiry', 'sessionExpired'] as const).flatMap((name) =>
  [true, false].map((withReqCode): SessionEventShape => ({ name, withReqCode })),
);

describe('a session that ends', () => {
  it.each(shapes)('during a payment ($name, code: $withReqCode) is refreshed', async (shape) => {
    const app = await paying({ answer: 'SUCCESS' });
    app.simulator.wire.sessionEvent = shape;
    await app.wait(2_000);
    app.simulator.wire.expireSession();
    await app.wait(20_000);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'success?', 'success']);
    expect(moneyRequests(app.simulator)).toHaveLength(1);
    expect(codesEchoed(app)).toEqual(codesSent(app));
    expect(codesEchoed(app)).toEqual([shape.withReqCode ? expect.any(String) : undefined]);
    const [update] = app.simulator.wire.requests('updateAuth');
    expect(update?.payload).toMatchObject({ signature: expect.any(String) });
    expect(update?.requestId).not.toBe(moneyRequests(app.simulator)[0]?.requestId);
    expect(app.notices.map(({ type }) => type)).toEqual(['order.settled']);
  });

  it('by itself after its lifetime is refreshed, whoever asks next', async () => {
    const app = await createLinkedApp({ world: { sessionLifetime: 10 * MINUTE } });
    await app.wait(20 * MINUTE);
    const answer = app.flow.call('upiGetBankList', {});
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: true });
    expect(codesEchoed(app)).toHaveLength(1);
  });

  it('is refreshed with a client auth token and its expiry as well', async () => {
    const app = await createLinkedApp();
    app.simulator.server.authorization = 'clientAuthToken';
    app.simulator.wire.expireSession();
    await app.wait(5_000);
    const [update] = app.simulator.wire.requests('updateAuth');
    expect(update?.payload).toMatchObject({
      action: 'updateAuth',
      clientAuthToken: expect.stringMatching(/^tkn_/),
      authExpiry: expect.any(String),
      reqCode: codesSent(app)[0],
    });
  });

  it('twice is refreshed twice, each with its own reqCode, ten seconds apart', async () => {
    const app = await createLinkedApp();
    app.simulator.wire.expireSession();
    app.simulator.wire.expireSession();
    await app.wait(5_000);
    expect(codesEchoed(app)).toEqual(codesSent(app).slice(0, 1));
    await app.wait(10_000);
    expect(codesEchoed(app)).toEqual(codesSent(app));
    expect(codesEchoed(app)).toHaveLength(2);
  });

  it('emits no notice about an answer to updateAuth', async () => {
    const app = await createLinkedApp({ world: { answersUpdateAuth: true } });
    app.simulator.wire.expireSession();
    await app.wait(5_000);
    expect(app.notices).toEqual([]);
  });

  it('is refreshed as soon as the server signs again', async () => {
    const app = await createLinkedApp();
    app.simulator.server.failsNext('authorize', 2);
    app.simulator.wire.expireSession();
    await app.wait(20_000);
    expect(codesEchoed(app)).toEqual(codesSent(app));
  });

  it('stays stale when the server does not sign, until the app comes back', async () => {
    const app = await createLinkedApp();
    app.simulator.server.failsNext('authorize', 3);
    app.simulator.wire.expireSession();
    await app.wait(MINUTE);
    expect(codesEchoed(app)).toEqual([]);
    await app.send({ type: 'app.foreground' });
    await app.wait(5_000);
    expect(codesEchoed(app)).toEqual(codesSent(app));
  });

  it('stays stale until the SDK says so once more', async () => {
    const app = await createLinkedApp();
    app.simulator.server.failsNext('authorize', 3);
    app.simulator.wire.expireSession();
    await app.wait(MINUTE);
    app.simulator.wire.expireSession();
    await app.wait(15_000);
    expect(codesEchoed(app)).toEqual(codesSent(app));
    expect(codesEchoed(app)).toHaveLength(2);
  });

  it('and is not refreshed ends what waits for it as timed out', async () => {
    const app = await createLinkedApp({ config: { timings: { call: 5 * MINUTE } } });
    app.simulator.server.failsNext('authorize', Number.POSITIVE_INFINITY);
    app.simulator.wire.expireSession();
    const answer = app.flow.call('upiGetBankList', {});
    await app.wait(3 * MINUTE);
    expect(await answer).toMatchObject({
      ok: false,
      problem: { reason: 'timeout', code: 'JP_001', retry: true },
    });
  });

  it('does not disturb a payment whose server is down for a while', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(2_000);
    app.simulator.server.failsNext('authorize', 1);
    app.simulator.wire.expireSession();
    await app.wait(MINUTE);
    expect(app.order('A1').status).toBe('success');
    expect(moneyRequests(app.simulator)).toHaveLength(1);
  });
});
