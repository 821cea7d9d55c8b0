import { describe, expect, it } from 'vitest';
import { type AuthorizationKind, createSimulator } from '../../adapters/simulator/index.js';
import type { Authorization, Backend, MandateTerms, UpiCommand } from '../../src/index.js';
import { createTestApp, type TestApp } from '../../testing/index.js';
import { pay } from './support/paying.js';
import { actions, lifecycle, moneyRequests } from './support/wire.js';

type Payload = Readonly<Record<string, unknown>>;
type Change = (claims: Payload) => object | string;

const START = Date.UTC(2026, 0, 5, 4, 30);
const terms: MandateTerms = {
  name: 'Gym',
  maxAmount: '500.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  ruleType: 'ON',
  ruleValue: 5,
  startDate: START + 86_400_000,
  endDate: START + 366 * 86_400_000,
  blockFunds: false,
  payerRevocable: true,
};
const mandate: UpiCommand = {
  type: 'mandate.create',
  order: { orderId: 'A1', amount: '2.00', gatewayReferenceId: 'G1' },
  mandate: terms,
  tpv: { bankAccountHashes: ['h1'] },
};

/** A server that signs something else for one action: its signature is good, and for other words. */
function signingOtherwise(backend: Backend, action: string, change: Change): Backend {
  return {
    ...backend,
    authorize: async (request) => {
      if (request.action !== action) return backend.authorize(request);
      const other = change(request.claims);
      const group = await backend.authorize(request);
      return withPayload(group, typeof other === 'string' ? other : JSON.stringify(other));
    },
  };
}

function withPayload(group: Authorization, text: string): Authorization {
  if ('clientAuthToken' in group) return group;
  if (!('protected' in group)) return { ...group, signaturePayload: text };
  return { ...group, signaturePayload: Buffer.from(text).toString('base64url') };
}

async function appSigning(
  action: string,
  change: Change,
  kind: AuthorizationKind = 'signature',
): Promise<TestApp> {
  const simulator = createSimulator({ device: 'LINKED' });
  simulator.server.authorization = kind;
  const backend = signingOtherwise(simulator.backend, action, change);
  const app = createTestApp({ simulator, config: { backend } });
  await app.start();
  return app;
}

const same: Change = (claims) => claims;

describe('a payment that was signed otherwise', () => {
  it.each<[string, Change]>([
    ['amount', (claims) => ({ ...claims, amount: '20.00' })],
    ['amount', ({ amount, ...claims }) => claims],
    ['order_id', (claims) => ({ ...claims, order_id: 'B2' })],
    ['customer_id', (claims) => ({ ...claims, customer_id: 'somebody' })],
    ['merchant_id', (claims) => ({ ...claims, merchant_id: 'other' })],
    ['amount, order_id', (claims) => ({ ...claims, amount: '9.00', order_id: 'B2' })],
    ['options.*', (claims) => ({ ...claims, 'options.create_mandate': 'REQUIRED' })],
    ['mandate.*', (claims) => ({ ...claims, mandate: { maxAmount: '9000.00' } })],
    ['signaturePayload', () => 'amount=2.00'],
    ['signaturePayload', (claims) => JSON.stringify(claims).replace('{', '{"amount":"9.00",')],
  ])('is not sent: %s', async (names, change) => {
    const app = await appSigning('upiTxn', change);
    await app.send(pay('A1'));
    await app.wait(60_000);
    expect(app.order('A1')).toMatchObject({
      status: 'failure',
      settled: true,
      canRetry: true,
      problem: {
        reason: 'authorizeMismatch',
        retry: false,
        message: `Signed otherwise than asked: ${names}.`,
      },
    });
    expect(moneyRequests(app.simulator)).toEqual([]);
    expect(app.simulator.ledger.orders).toEqual([]);
    // Another answer is not asked for: the server would say the same again.
    const asked = app.simulator.server.calls.filter(({ about }) => about === 'upiTxn');
    expect(asked).toHaveLength(1);
  });

  it('is sent when only the time and harmless words were added', async () => {
    const app = await appSigning('upiTxn', (claims) => ({
      ...claims,
      amount: '2.0',
      customer_phone: '919876543210',
    }));
    await app.send(pay('A1'));
    await app.wait(1_000);
    expect(moneyRequests(app.simulator)).toHaveLength(1);
  });

  it('with the SDK’s own screens is not sent either', async () => {
    const app = await appSigning('onboardingAndPay', (claims) => ({ ...claims, amount: '9.00' }));
    await app.send(pay('A1', { onboard: true }));
    await app.wait(60_000);
    expect(app.order('A1').problem?.reason).toBe('authorizeMismatch');
    expect(moneyRequests(app.simulator)).toEqual([]);
  });

  it.each<[string, Change]>([
    ['amount', (claims) => ({ ...claims, amount: '20.00' })],
    ['amount', ({ amount, ...claims }) => claims],
    ['order_id', ({ order_id, ...claims }) => ({ ...claims, merchantRequestId: 'B2' })],
  ])('in a protected signature is not sent: %s', async (names, change) => {
    const app = await appSigning('upiTxn', change, 'jws');
    await app.send(pay('A1'));
    await app.wait(60_000);
    expect(app.order('A1').problem?.message).toBe(`Signed otherwise than asked: ${names}.`);
    expect(moneyRequests(app.simulator)).toEqual([]);
  });

  it('in a protected signature is sent when it is what was asked', async () => {
    const app = await appSigning('never', same, 'jws');
    await app.send(pay('A1'));
    await app.wait(60_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
  });
});

describe('a mandate that was signed otherwise', () => {
  it('is sent when it was signed as asked', async () => {
    const app = await appSigning('never', same);
    await app.send(mandate);
    await app.wait(1_000);
    expect(moneyRequests(app.simulator)).toHaveLength(1);
  });

  it.each([
    'amount',
    'order_id',
    'metadata.YES_BIZ:gateway_reference_id',
    'metadata.YES_BIZ:mandate_name',
    'options.create_mandate',
    'mandate.max_amount',
    'mandate.amount_rule',
    'mandate.frequency',
    'bankAccountHashes',
    'mandate.start_date',
    'mandate.end_date',
    'mandate.block_funds',
    'mandate.rule_type',
    'mandate.rule_value',
    'mandate.payer_revocable',
  ])('is not sent: %s', async (name) => {
    const app = await appSigning('upiTxn', (claims) => {
      if (claims[name] === undefined) throw new Error(`${name} was not asked for`);
      return { ...claims, [name]: '9' };
    });
    await app.send(mandate);
    await app.wait(60_000);
    expect(app.order('A1').problem).toEqual({
      reason: 'authorizeMismatch',
      retry: false,
      message: `Signed otherwise than asked: ${name}.`,
      docs: 'docs/errors.md#authorizemismatch',
    });
    expect(moneyRequests(app.simulator)).toEqual([]);
  });
});

describe('anything else that was signed otherwise', () => {
  it('is not sent: initiate', async () => {
    const app = await appSigning('initiate', (claims) => ({ ...claims, customer_id: 'somebody' }));
    expect(app.step).toMatchObject({
      name: 'unavailable',
      problem: {
        reason: 'authorizeMismatch',
        message: 'Signed otherwise than asked: customer_id.',
      },
    });
    expect(lifecycle(app.simulator)).not.toContain('initiate');
  });

  it('is not sent: the session token', async () => {
    const app = await appSigning('upiGetSessionToken', (claims) => ({ ...claims, amount: '1.00' }));
    expect(app.step).toMatchObject({
      name: 'checking',
      problem: { reason: 'authorizeMismatch', message: 'Signed otherwise than asked: amount.' },
    });
    expect(actions(app.simulator)).not.toContain('upiGetSessionToken');
  });

  it('is not sent: a new authorisation', async () => {
    const app = await appSigning('updateAuth', () => '{}');
    app.simulator.wire.expireSession();
    await app.wait(60_000);
    expect(app.simulator.wire.requests('updateAuth')).toEqual([]);
  });

  it('is not sent: a call beside the flow', async () => {
    const app = await appSigning('upiValidVpa', () => '[]');
    const answer = app.flow.call('upiValidVpa', { vpa: 'asha@upf' });
    await app.wait(1_000);
    expect(await answer).toMatchObject({ ok: false, problem: { reason: 'authorizeMismatch' } });
    expect(actions(app.simulator)).not.toContain('upiValidVpa');
  });
});
