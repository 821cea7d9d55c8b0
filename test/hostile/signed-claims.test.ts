import { describe, expect, it } from 'vitest';
import type { MandateTerms, UpiCommand } from '../../src/index.js';
import { never } from './support/clock.js';
import { DAY, MINUTE, SECOND, World } from './support/world.js';

type Claims = Readonly<Record<string, string>>;

const order = { orderId: 'A1', amount: '2.00' };

const terms = (world: World): MandateTerms => ({
  name: 'Gym',
  maxAmount: '500.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  ruleType: 'ON',
  ruleValue: 5,
  startDate: world.clock.shown + DAY,
  endDate: world.clock.shown + 300 * DAY,
});

const commands: readonly { kind: string; command: (world: World) => UpiCommand }[] = [
  { kind: 'pay', command: () => ({ type: 'pay', order }) },
  { kind: 'pay with onboarding', command: () => ({ type: 'pay', order, onboard: true }) },
  {
    kind: 'a mandate',
    command: (world) => ({ type: 'mandate.create', order, mandate: terms(world) }),
  },
];

/** A server that signs something else than it was asked to. */
async function signing(
  change: (claims: Claims) => unknown,
  command: (world: World) => UpiCommand,
): Promise<World> {
  const world = await World.ready();
  world.server.signs = ({ claims }) => {
    const changed = change(claims);
    return {
      ...world.server.sign({}),
      signaturePayload: typeof changed === 'string' ? changed : JSON.stringify(changed),
    };
  };
  await world.send(command(world));
  await world.advance(MINUTE);
  return world;
}

function refused(world: World): void {
  expect(world.requests).toEqual([]);
  expect(world.order()).toMatchObject({ settled: true });
  expect(world.order()?.problem).toMatchObject({ reason: 'authorizeMismatch' });
}

/** Differences that move other money, or other people's. */
const wrong: readonly { what: string; change: (claims: Claims) => unknown }[] = [
  { what: 'another amount', change: (claims) => ({ ...claims, amount: '20.00' }) },
  { what: 'a smaller amount', change: (claims) => ({ ...claims, amount: '1.99' }) },
  { what: 'no amount', change: ({ amount: _, ...rest }) => rest },
  { what: 'another order', change: (claims) => ({ ...claims, order_id: 'B1' }) },
  { what: 'the order in another case', change: (claims) => ({ ...claims, order_id: 'a1' }) },
  { what: 'no order', change: ({ order_id: _, ...rest }) => rest },
  { what: 'another customer', change: (claims) => ({ ...claims, customer_id: 'customer-2' }) },
  { what: 'no customer', change: ({ customer_id: _, ...rest }) => rest },
  { what: 'another merchant', change: (claims) => ({ ...claims, merchant_id: 'stocks' }) },
  { what: 'no merchant', change: ({ merchant_id: _, ...rest }) => rest },
  { what: 'nothing', change: () => ({}) },
  { what: 'a list', change: (claims) => [claims] },
  { what: 'null', change: () => null },
  { what: 'no JSON', change: () => 'merchant_id=stock' },
  { what: 'an empty text', change: () => '' },
  { what: 'half a JSON', change: (claims) => JSON.stringify(claims).slice(0, -1) },
  {
    what: 'the amount as an object',
    change: (claims) => ({ ...claims, amount: { value: '2.00' } }),
  },
];

/** Keys nobody asked for that change money. */
const added: readonly { key: string; value: unknown }[] = [
  { key: 'options.create_mandate', value: 'REQUIRED' },
  { key: 'options.create_mandate', value: 'OPTIONAL' },
  { key: 'options', value: { create_mandate: 'REQUIRED' } },
  { key: 'mandate.max_amount', value: '99999.00' },
  { key: 'mandate.frequency', value: 'DAILY' },
  { key: 'mandate', value: { max_amount: '99999.00' } },
  { key: 'mandate.block_funds', value: 'true' },
  { key: 'options.createMandate', value: 'REQUIRED' },
  { key: 'metadata.YES_BIZ:gateway_reference_id', value: 'another-payee' },
  { key: 'currency', value: 'USD' },
];

describe.each(commands)('$kind', ({ kind, command }) => {
  it.each(wrong)('$what signed: nothing is sent', async ({ change }) => {
    const world = await signing(change, command);
    refused(world);
    await world.finale();
  });

  it.each(kind === 'a mandate' ? [] : added)(
    '$key = $value added: nothing is sent',
    async ({ key, value }) => {
      const world = await signing((claims) => ({ ...claims, [key]: value }), command);
      refused(world);
      await world.finale();
    },
  );

  it.each([
    {
      what: 'another timestamp',
      change: (claims: Claims) => ({ ...claims, timestamp: '1668389349848' }),
    },
    { what: 'a note', change: (claims: Claims) => ({ ...claims, note: 'thank you' }) },
    {
      what: 'a return address',
      change: (claims: Claims) => ({ ...claims, return_url: 'https://shop.example' }),
    },
    {
      what: 'an e-mail',
      change: (claims: Claims) => ({ ...claims, customer_email: 'a@shop.example' }),
    },
    { what: 'udf fields', change: (claims: Claims) => ({ ...claims, udf1: 'x', udf2: 'y' }) },
    {
      what: 'the keys in another order',
      change: (claims: Claims) => Object.fromEntries(Object.entries(claims).reverse()),
    },
    { what: 'spaces', change: (claims: Claims) => JSON.stringify(claims, null, 2) },
  ])('$what signed: sent, exactly as it was signed', async ({ change }) => {
    let signed = '';
    const world = await signing((claims) => {
      const changed = change(claims);
      signed = typeof changed === 'string' ? changed : JSON.stringify(changed);
      return signed;
    }, command);
    expect(world.request().payload['signaturePayload']).toBe(signed);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it.each([
    { what: 'a number', change: (claims: Claims) => ({ ...claims, amount: 2 }) },
    { what: 'one decimal', change: (claims: Claims) => ({ ...claims, amount: '2.0' }) },
  ])('the same amount as $what is the same money', async ({ change }) => {
    const world = await signing(change, command);
    expect(world.requests).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('after a difference, a retry with a right signature is sent', async () => {
    const world = await signing((claims) => ({ ...claims, amount: '9.00' }), command);
    refused(world);
    world.server.signs = ({ claims }) => world.server.sign(claims);
    await world.retry();
    await world.advance(3 * SECOND);
    expect(world.requests).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });
});

describe('the terms of a mandate', () => {
  const changes: readonly { term: string; value: unknown }[] = [
    { term: 'mandate.max_amount', value: '5000.00' },
    { term: 'mandate.amount_rule', value: 'FIXED' },
    { term: 'mandate.frequency', value: 'DAILY' },
    { term: 'mandate.rule_type', value: 'BEFORE' },
    { term: 'mandate.rule_value', value: '6' },
    { term: 'mandate.start_date', value: '1767587400000' },
    { term: 'mandate.end_date', value: '9999999999999' },
    { term: 'mandate.block_funds', value: 'true' },
    { term: 'mandate.payer_revocable', value: 'false' },
    { term: 'options.create_mandate', value: 'OPTIONAL' },
    { term: 'metadata.YES_BIZ:mandate_name', value: 'Casino' },
  ];
  const mandate = (world: World): UpiCommand => ({
    type: 'mandate.create',
    order,
    mandate: { ...terms(world), payerRevocable: true },
  });

  it.each(changes)('$term signed as $value: nothing is sent', async ({ term, value }) => {
    const world = await signing((claims) => ({ ...claims, [term]: value }), mandate);
    refused(world);
    await world.finale();
  });

  it.each(changes.filter(({ term }) => term !== 'mandate.block_funds'))(
    '$term left out: nothing is sent',
    async ({ term }) => {
      const world = await signing((claims) => {
        const entries = Object.entries(claims).filter(([key]) => key !== term);
        return Object.fromEntries(entries);
      }, mandate);
      refused(world);
      await world.finale();
    },
  );
});

describe('the other ways to authorise', () => {
  it('a JWS for another amount: nothing is sent', async () => {
    const world = await World.ready();
    const jws = (claims: object) => ({
      protected: 'eyJhbGciOiJSUzI1NiJ9',
      signature: 'c2ln',
      signaturePayload: Buffer.from(JSON.stringify(claims)).toString('base64url'),
    });
    world.server.signs = ({ claims }) => jws({ ...claims, amount: '200.00' });
    await world.pay();
    await world.advance(MINUTE);
    refused(world);
    await world.finale();
  });

  it('a JWS for what was asked is sent', async () => {
    const world = await World.ready();
    world.server.signs = ({ claims }) => ({
      protected: 'eyJhbGciOiJSUzI1NiJ9',
      signature: 'c2ln',
      signaturePayload: Buffer.from(JSON.stringify(claims)).toString('base64url'),
    });
    await world.send({ type: 'pay', order });
    await world.advance(3 * SECOND);
    expect(world.sdk.calls.some(({ payload }) => JSON.stringify(payload).includes('upiTxn'))).toBe(
      true,
    );
    await world.stop();
  });

  it('a client auth token is sent with our order and amount', async () => {
    const world = await World.ready();
    world.server.signs = () => ({ clientAuthToken: 'tkn_x', orderId: 'B1', amount: '9.00' });
    await world.pay();
    await world.advance(3 * SECOND);
    expect(world.request().payload).toMatchObject({ orderId: 'A1', amount: '2.00' });
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it.each([
    { what: 'nothing', answer: undefined },
    { what: 'null', answer: null },
    { what: 'a text', answer: 'signed' },
    {
      what: 'an object in place of the signed text',
      answer: { merchantKeyId: '1', signature: 's', signaturePayload: {} },
    },
    {
      what: 'two groups',
      answer: { merchantKeyId: '1', signature: 's', signaturePayload: '{}', clientAuthToken: 't' },
    },
    {
      what: 'an empty signature',
      answer: { merchantKeyId: '1', signature: '', signaturePayload: '{}' },
    },
  ])('$what in place of a signature: nothing is sent', async ({ answer }) => {
    const world = await World.ready();
    world.server.signs = () => answer;
    await world.pay();
    await world.advance(MINUTE);
    expect(world.requests).toEqual([]);
    world.shows({ settled: true, status: 'failure' });
    await world.stop();
  });

  it.each([
    {
      what: 'rejects',
      signs: () => Promise.reject(new Error('tkn_9f8e7d6c5b4a39281706f5e4d3c2b1a0')),
    },
    {
      what: 'throws',
      signs: () => {
        throw new Error('call 919876543210');
      },
    },
    { what: 'never answers', signs: never },
  ])('a server that $what: nothing is sent, nothing leaks', async ({ signs }) => {
    const world = await World.ready();
    world.server.signs = signs;
    await world.pay();
    await world.advance(2 * MINUTE);
    expect(world.requests).toEqual([]);
    world.shows({ settled: true, status: 'failure', canRetry: true });
    await world.finale();
  });

  it('what is signed for the session is held to the same', async () => {
    const world = await World.ready();
    const before = world.sdk.calls.length;
    world.server.signs = ({ claims }) =>
      world.server.sign({ ...claims, customer_id: 'customer-2' });
    world.sdk.emit({ event: 'session_expired', payload: { reqCode: 'r1' } });
    await world.advance(MINUTE);
    const sent = world.sdk.calls.slice(before).map(({ payload }) => JSON.stringify(payload));
    expect(sent.filter((one) => one.includes('updateAuth'))).toEqual([]);
    await world.stop();
  });
});
