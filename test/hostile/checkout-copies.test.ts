import { describe, expect, it } from 'vitest';
import { type Json, objectOf } from './support/sdk.js';
import { MINUTE, SECOND, World } from './support/world.js';

interface Session extends Json {
  requestId: string;
  payload: Json;
}

let sessions = 0;

function session(orderId = 'A1', more: Json = {}): Session {
  sessions += 1;
  return {
    requestId: `session-${sessions}-x`,
    service: 'in.juspay.hyperpay',
    payload: {
      action: 'paymentPage',
      orderId,
      amount: '2.0',
      currency: 'INR',
      'options.createMandate': 'REQUIRED',
      'metadata.bankAccountDetails': '[{"bank_account_number":"X"}]',
      nested: { list: [{ deep: 1 }] },
      ...more,
    },
  };
}

const send = (world: World, sdkPayload: unknown): Promise<void> =>
  world.send({ type: 'checkout', sdkPayload });

describe('the payload of a checkout', () => {
  it('goes out verbatim', async () => {
    const world = await World.ready();
    const sdkPayload = session();
    const printed = JSON.stringify(sdkPayload);
    await send(world, sdkPayload);
    await world.advance(3 * SECOND);
    expect(JSON.stringify(world.request().envelope)).toBe(printed);
    world.debit();
    world.says('SUCCESS');
    await world.advance(2 * SECOND);
    world.shows({ kind: 'checkout', amount: '2.00', status: 'success', verified: true });
    await world.finale();
  });

  const changes: readonly { what: string; change: (sdkPayload: Session) => void }[] = [
    {
      what: 'its order',
      change: ({ payload }) => {
        payload['orderId'] = 'B1';
      },
    },
    {
      what: 'its amount',
      change: ({ payload }) => {
        payload['amount'] = '9000.00';
      },
    },
    {
      what: 'its request id',
      change: (one) => {
        one.requestId = 'session-other';
      },
    },
    {
      what: 'its payload',
      change: (one) => {
        one.payload = {};
      },
    },
    {
      what: 'a list deep inside',
      change: ({ payload }) => {
        Object.assign(payload, { nested: null });
      },
    },
    {
      what: 'a key more',
      change: ({ payload }) => {
        payload['mandate.maxAmount'] = '99999.00';
      },
    },
    {
      what: 'all keys',
      change: (one) => {
        for (const key of Object.keys(one)) delete one[key];
      },
    },
  ];

  it.each(changes)(
    '$what changed by the app right after: what is sent is what was given',
    async ({ change }) => {
      const world = await World.ready();
      const sdkPayload = session();
      const printed = JSON.stringify(sdkPayload);
      world.flow.send({ type: 'checkout', sdkPayload });
      change(sdkPayload);
      await world.advance(3 * SECOND);
      expect(world.requests).toHaveLength(1);
      expect(JSON.stringify(world.requests[0]?.envelope)).toBe(printed);
      world.debit();
      world.says('SUCCESS');
      await world.finale();
    },
  );

  it.each(changes)('$what changed while the storage is slow', async ({ change }) => {
    const world = await World.ready();
    world.storage.set = SECOND;
    const sdkPayload = session();
    const printed = JSON.stringify(sdkPayload);
    await send(world, sdkPayload);
    await world.advance(500);
    change(sdkPayload);
    await world.advance(10 * SECOND);
    expect(JSON.stringify(world.requests[0]?.envelope)).toBe(printed);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('sent from a listener, and changed in the same turn', async () => {
    const world = await World.ready();
    const sdkPayload = session();
    const printed = JSON.stringify(sdkPayload);
    world.flow.on('command.rejected', () => {
      world.flow.send({ type: 'checkout', sdkPayload });
      sdkPayload.payload['orderId'] = 'B1';
    });
    await world.send({ type: 'mpin.skip' });
    await world.advance(3 * SECOND);
    expect(JSON.stringify(world.requests[0]?.envelope)).toBe(printed);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('as a JSON text goes out as the object it is', async () => {
    const world = await World.ready();
    const sdkPayload = session();
    await send(world, JSON.stringify(sdkPayload));
    await world.advance(3 * SECOND);
    expect(world.request().envelope).toEqual(sdkPayload);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('that a bridge changes cannot change what is known', async () => {
    const world = await World.ready();
    world.sdk.takes = (request) => {
      request.payload['orderId'] = 'B1';
    };
    await send(world, session());
    await world.advance(3 * SECOND);
    world.debit();
    await world.advance(12 * MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});

describe('the command of a payment', () => {
  it.each([{ wait: 0 }, { wait: 2 * SECOND }])(
    'changed by the app $wait ms later: signed is what was given',
    async ({ wait }) => {
      const world = await World.ready();
      world.server.signs = async ({ claims }) => {
        await world.clock.wait(3 * SECOND);
        return world.server.sign(claims);
      };
      const order = { orderId: 'A1', amount: '2.00' };
      const udf: Record<string, string> = { note: 'one' };
      const mandate = {
        name: 'Gym',
        maxAmount: '500.00',
        amountRule: 'VARIABLE' as const,
        frequency: 'MONTHLY' as const,
        startDate: world.clock.shown + MINUTE,
        endDate: world.clock.shown + 9_000_000_000,
      };
      const command = { type: 'mandate.create' as const, order, mandate, udf };
      world.flow.send(command);
      await world.advance(wait);
      Object.assign(order, { orderId: 'B1', amount: '900.00' });
      Object.assign(mandate, { maxAmount: '90000.00', frequency: 'DAILY' });
      udf['note'] = 'two';
      Object.assign(command, { onboard: true, accountRefId: 'acc-9' });
      await world.advance(6 * SECOND);
      const { action, payload } = world.request('A1');
      expect(action).toBe('upiTxn');
      expect(payload).toMatchObject({ accountRefId: 'acc-1', udfParameters: '{"note":"one"}' });
      expect(objectOf(payload['signaturePayload'])).toMatchObject({
        order_id: 'A1',
        amount: '2.00',
        'mandate.max_amount': '500.00',
        'mandate.frequency': 'MONTHLY',
      });
      await world.stop();
    },
  );

  it('changed before a retry: the retry asks for what was given at first', async () => {
    const world = await World.ready();
    const order = { orderId: 'A1', amount: '2.00' };
    await world.send({ type: 'pay', order });
    await world.advance(3 * SECOND);
    world.says('BACKPRESS');
    await world.advance(20 * SECOND);
    Object.assign(order, { orderId: 'B1', amount: '900.00' });
    await world.retry();
    await world.advance(3 * SECOND);
    expect(world.sent('A1')).toHaveLength(2);
    expect(objectOf(world.request('A1').payload['signaturePayload'])).toMatchObject({
      amount: '2.00',
    });
    world.debit();
    world.says('SUCCESS', world.request('A1'));
    await world.finale();
  });
});

describe('the same session', () => {
  it('twice is sent once', async () => {
    const world = await World.ready();
    const sdkPayload = session();
    await world.send({ type: 'checkout', sdkPayload }, { type: 'checkout', sdkPayload });
    await world.advance(3 * SECOND);
    await send(world, sdkPayload);
    await world.advance(3 * SECOND);
    expect(world.requests).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });

  it('after it failed is not sent again; a new one is', async () => {
    const world = await World.ready();
    const sdkPayload = session();
    await send(world, sdkPayload);
    await world.advance(3 * SECOND);
    world.says('FAILURE');
    await world.advance(3 * MINUTE);
    world.shows({ status: 'failure', settled: true, canRetry: false });
    await send(world, sdkPayload);
    await world.advance(3 * SECOND);
    expect(world.requests).toHaveLength(1);
    await send(world, session());
    await world.advance(3 * SECOND);
    expect(world.requests).toHaveLength(2);
    world.debit('A1', 'A1_t2');
    world.says('SUCCESS');
    await world.finale();
  });

  it('after a restart is not sent again', async () => {
    const world = await World.ready();
    const sdkPayload = session();
    await send(world, sdkPayload);
    await world.advance(3 * SECOND);
    world.says('FAILURE');
    await world.advance(3 * MINUTE);
    await world.restart();
    await send(world, sdkPayload);
    await world.advance(3 * SECOND);
    expect(world.requests).toHaveLength(1);
    await world.finale();
  });

  it('with the request id of another order is refused', async () => {
    const world = await World.ready();
    const sdkPayload = session();
    await send(world, sdkPayload);
    await world.advance(3 * SECOND);
    world.debit();
    world.says('SUCCESS');
    await world.advance(3 * SECOND);
    await send(world, { ...session('B1'), requestId: sdkPayload.requestId });
    await world.advance(3 * SECOND);
    expect(world.requests).toHaveLength(1);
    await world.finale();
  });
});

describe('a payload that cannot be sent', () => {
  const circular: Json = { action: 'paymentPage', orderId: 'A1' };
  circular['self'] = circular;
  const cases: readonly { what: string; sdkPayload: unknown }[] = [
    { what: 'undefined', sdkPayload: undefined },
    { what: 'a list', sdkPayload: [] },
    { what: 'no JSON', sdkPayload: '{' },
    { what: 'without a request id', sdkPayload: { payload: { orderId: 'A1' } } },
    { what: 'without an order', sdkPayload: { requestId: 'session-a', payload: { action: 'x' } } },
    { what: 'an amount of 0', sdkPayload: session('A1', { amount: '0.00' }) },
    { what: 'an amount of 0, a number', sdkPayload: session('A1', { amount: 0 }) },
    { what: 'an amount below 0', sdkPayload: session('A1', { amount: '-2.00' }) },
    { what: 'an amount that is none', sdkPayload: session('A1', { amount: 'two' }) },
    { what: 'that holds itself', sdkPayload: { requestId: 'session-b', payload: circular } },
    {
      what: 'with a getter that throws',
      sdkPayload: {
        requestId: 'session-c',
        get payload() {
          throw new Error('a trap');
        },
      },
    },
  ];

  it.each(cases)('$what: refused, nothing thrown', async ({ sdkPayload }) => {
    const world = await World.ready();
    await send(world, sdkPayload);
    await world.advance(5 * SECOND);
    expect(world.requests).toEqual([]);
    expect(world.noticesOf('command.rejected')).toMatchObject([
      { command: 'checkout', reason: 'invalid' },
    ]);
    await world.stop();
  });
});

describe('a checkout without an amount', () => {
  it.each(['SUCCESS', 'PENDING', 'FAILURE'] as const)(
    '%s: paid is shown, and never verified',
    async (word) => {
      const world = await World.ready();
      await send(world, session('A1', { amount: undefined }));
      await world.advance(3 * SECOND);
      world.debit('A1', 'A1_t1');
      world.says(word, world.request(), { txnUuid: 'A1_t1' });
      await world.advance(3 * MINUTE);
      world.shows({ status: 'success', verified: false, settled: true, canRetry: false });
      await world.cannotPay();
      await world.finale();
    },
  );
});
