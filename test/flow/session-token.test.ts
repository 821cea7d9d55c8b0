import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import type { Backend, Merchant } from '../../src/index.js';
import { createTestApp } from '../../testing/index.js';

const merchant: Merchant = {
  merchantId: 'stock',
  clientId: 'stock_android',
  customerId: 'abcde12345',
  environment: 'sandbox',
};

const upiNumbers = [
  { upiNumber: '9123456780', vpa: 'abc@upf', status: 'Active' },
  { upiNumber: '12345678', vpa: 'abc@upf', status: 'Deleted', expiry: '2026-02-01T00:00:00Z' },
] as const;

/** The claims that were signed with each request for a session token. */
function claimsOf(payload: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(String(payload['signaturePayload']));
}

describe('a session token', () => {
  it.each(['9123456780', '919123456780'])(
    'is asked for with what the merchant is given: %s',
    async (mobileNumber) => {
      const options = { mobileNumber, simId: '1', udf: { shop: 'tea' } };
      const app = createTestApp({
        world: { device: 'LINKED' },
        config: { merchant: { ...merchant, issuingPsp: 'BHIM', ...options } },
      });
      await app.start();
      await app.send({ type: 'device.refresh' });
      await app.wait(5_000);
      const requests = app.simulator.wire.requests('upiGetSessionToken');
      expect(requests).toHaveLength(2);
      for (const { payload } of requests) {
        expect(payload).toMatchObject({
          customerMobileNumber: '919123456780',
          simId: '1',
          udfParameters: '{"shop":"tea"}',
        });
        expect(claimsOf(payload)).toMatchObject({ customer_mobile_number: '919123456780' });
      }
      expect(app.state.profile.otherInfo).toBe('{"shop":"tea"}');
    },
  );

  it('is asked for with nothing that nobody gave, whatever the issuing PSP', async () => {
    const app = createTestApp({
      world: { device: 'LINKED' },
      config: { merchant: { ...merchant, issuingPsp: 'BHIM' } },
    });
    await app.start();
    const [request] = app.simulator.wire.requests('upiGetSessionToken');
    for (const name of ['customerMobileNumber', 'simId', 'udfParameters']) {
      expect(request?.payload).not.toHaveProperty(name);
    }
    expect(Object.keys(Object(claimsOf(request?.payload ?? {})))).toEqual([
      'merchant_id',
      'customer_id',
      'timestamp',
    ]);
  });

  it('whose number the server signs otherwise is not asked for', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const backend: Backend = {
      authorize: ({ action, claims }) =>
        simulator.backend.authorize({
          action,
          claims: { ...claims, customer_mobile_number: '919876543210' },
        }),
    };
    const config = { backend, merchant: { ...merchant, mobileNumber: '9123456780' } };
    const app = createTestApp({ simulator, config });
    await app.start();
    expect(app.step).toMatchObject({
      name: 'checking',
      problem: { reason: 'authorizeMismatch' },
    });
    expect(simulator.wire.requests('upiGetSessionToken')).toEqual([]);
    expect(JSON.stringify([app.states, app.notices])).not.toContain('9123456780');
  });

  it('says what the customer has besides accounts', async () => {
    const app = createTestApp({
      world: { device: 'BOUND', upiNumbers, allowedAccountTypes: ['SAVINGS', 'Current'] },
    });
    expect(app.state.profile).toEqual({ upiNumbers: [], allowedAccountTypes: [] });
    await app.start();
    const fingerPrint = JSON.parse(
      app.simulator.wire.traffic.findLast(({ raw }) => raw.includes('deviceFingerPrint'))?.raw ??
        '',
    ).payload.deviceFingerPrint;
    expect(fingerPrint).toMatch(/^[0-9a-f]{64}$/);
    expect(app.state.profile).toEqual({
      upiNumbers: [
        { upiNumber: '9123456780', vpa: 'abc@upf', status: 'active' },
        {
          upiNumber: '12345678',
          vpa: 'abc@upf',
          status: 'deleted',
          expiresAt: Date.UTC(2026, 1, 1),
        },
      ],
      allowedAccountTypes: ['SAVINGS', 'CURRENT'],
      deviceFingerPrint: `••••${fingerPrint.slice(-4)}`,
    });
  });

  it('that says the same again shows the same object', async () => {
    const app = createTestApp({ world: { device: 'LINKED', upiNumbers } });
    await app.start();
    const { profile } = app.state;
    await app.send({ type: 'device.refresh' });
    await app.wait(5_000);
    expect(app.simulator.wire.requests('upiGetSessionToken')).toHaveLength(2);
    expect(app.state.profile).toBe(profile);
    app.simulator.phone.unbind();
    await app.send({ type: 'device.refresh' });
    await app.wait(5_000);
    expect(app.state.profile).toEqual({ ...profile, upiNumbers: [] });
  });

  it('is held by no actor in the open', async () => {
    const app = createTestApp({
      world: { device: 'LINKED', upiNumbers },
      config: {
        merchant: { ...merchant, mobileNumber: '9876501234', udf: { shop: 'secret-tea' } },
      },
    });
    await app.start();
    const { actor } = app.flow;
    const held = [actor.getSnapshot().context, actor.getSnapshot().children.device?.getSnapshot()];
    const print = [
      JSON.stringify(actor.getPersistedSnapshot()),
      inspect(held, { depth: 6 }),
      JSON.stringify(app.notices),
    ].join('\n');
    for (const secret of ['9876501234', '9123456780', 'secret-tea', 'deviceFingerPrint']) {
      expect(print).not.toContain(secret);
    }
    expect(JSON.stringify(app.states)).not.toContain('9876501234');
  });
});
