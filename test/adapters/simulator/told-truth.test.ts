import { describe, expect, it } from 'vitest';
import {
  createSimulator,
  type PaymentPlan,
  type Simulator,
  type SimulatorOptions,
  type StatusForm,
} from '../../../adapters/simulator/index.js';
import { readOrderStatus } from '../../../core/protocol/index.js';
import { createRawApp } from './raw-app.js';

const ORDER = { orderId: 'o1', amount: '200.00' };

/** What order status answers, as it came over the network. */
async function answer({ backend, clock }: Simulator): Promise<unknown> {
  const asked = backend.orderStatus?.('o1');
  await clock.advance(150);
  return asked;
}

/** Worlds in which order status has something to say, and what is true there. */
interface Case {
  readonly name: string;
  readonly world: () => Simulator;
  readonly truth: object;
  /** What the transaction alone says, where that is less. */
  readonly txn?: object | undefined;
}

const paid = (plan: Parameters<Simulator['otherChannel']['pays']>[1] = {}) => {
  const simulator = createSimulator();
  simulator.otherChannel.pays(ORDER, plan);
  return simulator;
};

function refunded(...requests: readonly Parameters<Simulator['server']['refunds']>[1][]) {
  const simulator = paid();
  for (const request of requests) simulator.server.refunds('o1', request);
  return simulator;
}

const CASES: readonly Case[] = [
  {
    name: 'an order nobody has paid',
    world: () => {
      const simulator = createSimulator();
      simulator.server.session(ORDER);
      return simulator;
    },
    truth: { moneyStatus: 'untouched', word: 'NEW' },
  },
  {
    name: 'an order nobody knows',
    world: () => createSimulator(),
    truth: { moneyStatus: 'untouched', word: 'NOT_FOUND', amount: '0.00' },
  },
  {
    name: 'a paid order',
    world: () => paid(),
    truth: { moneyStatus: 'paid', word: 'CHARGED' },
  },
  {
    name: 'one under way',
    world: () => paid({ debitAfter: 60_000, waitsAs: 'PENDING_VBV' }),
    truth: { moneyStatus: 'underway', word: 'PENDING_VBV' },
  },
  {
    name: 'one that failed',
    world: () => paid({ money: 'declined' }),
    truth: { moneyStatus: 'failed', word: 'AUTHORIZATION_FAILED' },
  },
  {
    name: 'a part that is back',
    world: () => refunded({ amount: '50.00', status: 'SUCCESS' }),
    truth: { moneyStatus: 'paid', refund: { status: 'success', amount: '50.00' } },
    txn: { moneyStatus: 'paid' },
  },
  {
    name: 'all of it on its way',
    world: () => refunded({ status: 'PENDING' }),
    truth: { moneyStatus: 'paid', refund: { status: 'pending', amount: '200.00' } },
    txn: { moneyStatus: 'paid' },
  },
  {
    name: 'a person who looks at it',
    world: () => refunded({ amount: '50.00', status: 'MANUAL_REVIEW' }),
    truth: { moneyStatus: 'paid', refund: { status: 'pending', amount: '50.00' } },
    txn: { moneyStatus: 'paid' },
  },
  {
    name: 'a refund that failed',
    world: () => refunded({ status: 'FAILURE' }),
    truth: { moneyStatus: 'paid', refund: { status: 'failure', amount: '200.00' } },
    txn: { moneyStatus: 'paid' },
  },
  {
    name: 'all of it back',
    world: () =>
      refunded(
        { status: 'FAILURE' },
        { amount: '150.00', status: 'SUCCESS' },
        { status: 'SUCCESS' },
      ),
    truth: {
      moneyStatus: 'refunded',
      word: 'CHARGED',
      refund: { status: 'success', amount: '200.00' },
    },
    txn: { moneyStatus: 'paid' },
  },
  {
    name: 'the gateway giving it back, on its way',
    world: () => refunded({ byGateway: true }),
    truth: { moneyStatus: 'paid', word: 'AUTO_REFUNDED', refund: { status: 'pending' } },
    txn: { moneyStatus: 'paid' },
  },
  {
    name: 'the gateway having given it back',
    world: () => refunded({ byGateway: true, status: 'SUCCESS' }),
    truth: { moneyStatus: 'refunded', word: 'AUTO_REFUNDED' },
    // It may be a second debit that came back: a hint, and no word about the order.
    txn: { moneyStatus: 'silent', about: 'refund' },
  },
];

const TRUE_FORMS = [
  'plain',
  'snakeCase',
  'numbers',
  'juspay',
  'juspayTexts',
  'severalTxns',
  'orderWebhook',
] as const satisfies readonly StatusForm[];

describe.each(CASES)('order status of $name', ({ world, truth, txn = truth }) => {
  it.each(TRUE_FORMS)('says the same as %s', async (form) => {
    const simulator = world();
    simulator.server.statusForm = form;
    const serverStatus = readOrderStatus(await answer(simulator));
    const known = simulator.ledger.order('o1');
    expect(serverStatus).toMatchObject({ orderId: 'o1', amount: '200.00', ...truth });
    const { txnUuid, txns = [] } = serverStatus;
    if (known?.txnUuid === undefined) expect([txnUuid, txns]).toEqual([undefined, []]);
    else expect([txnUuid, ...txns.map((one) => one.txnUuid)]).toContain(known.txnUuid);
  });

  it('says of its transaction what is true of that', async () => {
    const simulator = world();
    simulator.server.statusForm = 'txnWebhook';
    const serverStatus = readOrderStatus(await answer(simulator));
    const { moneyStatus } = readOrderStatus(simulator.server.tells('o1', 'plain'));
    const isHint = serverStatus.moneyStatus === 'silent';
    const amount = isHint ? {} : { amount: '200.00' };
    expect(serverStatus).toMatchObject({ orderId: 'o1', ...amount, ...txn });
    const about = isHint ? 'refund' : 'txn';
    expect(serverStatus.about).toBe(moneyStatus === 'untouched' ? undefined : about);
  });

  it.each(['mandate', 'notification', 'refund'] as const)(
    'says nothing of it as a %s',
    async (form) => {
      const simulator = world();
      simulator.server.statusForm = form;
      const serverStatus = readOrderStatus(await answer(simulator));
      expect(serverStatus).toMatchObject({ moneyStatus: 'silent', word: '', about: form });
    },
  );
});

describe('Juspay’s own order status', () => {
  it('is of the shape that was seen', async () => {
    const simulator = refunded({ amount: '50.00', status: 'SUCCESS' });
    const txn_uuid = simulator.ledger.order('o1')?.txnUuid;
    simulator.server.statusForm = 'juspay';
    expect(await answer(simulator)).toEqual({
      order_id: 'o1',
      status: 'CHARGED',
      status_id: 27,
      amount: 200,
      currency: 'INR',
      txn_id: 'stock-o1-1',
      txn_uuid,
      txn_detail: { txn_uuid, status: 'CHARGED', txn_amount: 200, gateway: 'YES_BIZ' },
      payment_gateway_response: {
        rrn: expect.stringMatching(/^\d{12}$/),
        resp_code: '00',
        resp_message: 'CHARGED',
      },
      refunded: false,
      amount_refunded: 50,
      effective_amount: 150,
      refunds: [{ unique_request_id: 'o1-r1', status: 'SUCCESS', amount: 50 }],
    });
  });

  it('has numbers and flags as texts in older answers', async () => {
    const simulator = refunded({ status: 'PENDING' });
    simulator.server.statusForm = 'juspayTexts';
    expect(await answer(simulator)).toMatchObject({
      status_id: '27',
      amount: '200',
      refunded: 'true',
      amount_refunded: '200',
      refunds: [{ status: 'PENDING', amount: '200' }],
    });
  });

  it('lists several transactions in place of one, with odd ids', async () => {
    const simulator = paid();
    simulator.server.statusForm = 'severalTxns';
    const status = await answer(simulator);
    expect(status).not.toHaveProperty('txn_uuid');
    expect(status).not.toHaveProperty('txn_detail');
    expect(status).toMatchObject({
      txn_list: [
        { txn_uuid: expect.any(Number), status: 'AUTHORIZATION_FAILED' },
        { txn_uuid: expect.stringMatching(/^moz.{300}$/), status: 'AUTHORIZATION_FAILED' },
        { txn_uuid: simulator.ledger.order('o1')?.txnUuid, status: 'CHARGED' },
      ],
    });
    expect(readOrderStatus(status).txns?.map(({ moneyStatus }) => moneyStatus)).toEqual([
      'failed',
      'failed',
      'paid',
    ]);
  });

  it('is opened from a webhook, whole or not', async () => {
    const simulator = paid();
    simulator.server.statusForm = 'orderWebhook';
    expect(await answer(simulator)).toMatchObject({
      id: expect.stringMatching(/^evt_V2_/),
      event_name: 'ORDER_SUCCEEDED',
      date_created: '2026-01-05T04:30:00Z',
      content: { order: { order_id: 'o1', status: 'CHARGED' } },
    });
    simulator.server.statusForm = 'txnWebhook';
    expect(await answer(simulator)).toMatchObject({
      event_name: 'TXN_CHARGED',
      content: { txn: { txn_amount: 200 } },
    });
    expect(await answer(simulator)).not.toHaveProperty('content.txn.amount');
  });

  it('is what a script says it is, in every form', async () => {
    const { server } = paid();
    server.says('o1', { status: 'AUTHORIZATION_FAILED', txnUuid: 't9' });
    for (const form of [...TRUE_FORMS, 'txnWebhook'] as const) {
      const serverStatus = readOrderStatus(server.tells('o1', form));
      expect(serverStatus).toMatchObject({ moneyStatus: 'failed', txnUuid: 't9' });
    }
  });

  it.each<[NonNullable<PaymentPlan['mandate']>, string]>([
    ['active', 'ACTIVE'],
    ['failed', 'FAILURE'],
    ['pending', 'CREATED'],
  ])('nests the status of a mandate that is %s', async (mandate, word) => {
    const simulator = await withMandate(mandate);
    for (const form of TRUE_FORMS) {
      expect(readOrderStatus(simulator.server.tells('o1', form))).toMatchObject({
        moneyStatus: 'paid',
        mandate: word,
      });
    }
    expect(simulator.server.tells('o1', 'juspay')).toMatchObject({
      mandate: { mandate_id: expect.stringMatching(/^mnd_/), mandate_status: word },
    });
    expect(simulator.server.tells('o1', 'juspay')).not.toHaveProperty('mandate_status');
  });
});

/** An order whose mandate came to this. */
async function withMandate(
  mandate: PaymentPlan['mandate'],
  options: SimulatorOptions = {},
): Promise<Simulator> {
  const app = createRawApp({ device: 'LINKED', ...options });
  await app.start();
  const { person, sdk, server, clock } = app.simulator;
  person.plansOrder('o1', { answer: 'SUCCESS', mandate });
  const terms = { maxAmount: '1000.00', startDate: 1767587400, endDate: 1799123400 };
  sdk.process(server.session({ ...ORDER, mandate: terms }).sdk_payload);
  await clock.advance(60_000);
  return app.simulator;
}

describe('a push', () => {
  it('is there for everything that there is', async () => {
    const simulator = await withMandate('active');
    const { pushes } = simulator.server;
    expect(pushes.refund('o1')).toBeUndefined();
    simulator.server.refunds('o1', { amount: '50.00' });
    const all = [
      [pushes.order('o1'), { moneyStatus: 'paid', mandate: 'ACTIVE', refund: { amount: '50.00' } }],
      [pushes.txn('o1'), { moneyStatus: 'paid', about: 'txn' }],
      [pushes.mandate('o1'), { moneyStatus: 'silent', about: 'mandate', mandate: 'ACTIVE' }],
      [pushes.refund('o1'), { moneyStatus: 'silent', about: 'refund' }],
      [pushes.notification('o1'), { moneyStatus: 'silent', about: 'notification' }],
    ] as const;
    for (const [webhook, serverStatus] of all) {
      expect(readOrderStatus(webhook)).toMatchObject(serverStatus);
      const [opened] = Object.values(webhook?.content ?? {});
      expect(readOrderStatus(opened)).toMatchObject(serverStatus);
    }
    expect(pushes.notification('o1')).toMatchObject({ event_name: 'NOTIFICATION_SUCCEEDED' });
    expect(pushes.notification('o1', 'FAILURE')).toMatchObject({
      content: { notification: { status: 'FAILURE' } },
    });
  });

  it('has an id of its own, also at the same instant', () => {
    const { server, otherChannel } = createSimulator();
    otherChannel.pays({ orderId: 'o1', amount: '2.00' });
    otherChannel.pays({ orderId: 'o2', amount: '2.00' });
    expect(server.pushes.order('o1')?.id).not.toBe(server.pushes.order('o2')?.id);
    expect(server.pushes.order('o1')?.id).toBe(server.pushes.order('o1')?.id);
  });

  it('is not there for what there is not', () => {
    const { server } = createSimulator();
    const kinds = ['order', 'txn', 'mandate', 'refund', 'notification'] as const;
    for (const kind of kinds) expect(server.pushes[kind]('o1')).toBeUndefined();
    server.session(ORDER);
    expect(kinds.filter((kind) => server.pushes[kind]('o1') !== undefined)).toEqual(['order']);
  });

  it('is as far behind as order status', async () => {
    const simulator = paid();
    const { server, clock } = simulator;
    await clock.advance(60_000);
    server.refunds('o1', { status: 'SUCCESS' });
    server.lag(30_000);
    expect(readOrderStatus(server.pushes.order('o1'))).toMatchObject({ moneyStatus: 'paid' });
    expect(server.pushes.refund('o1')).toBeUndefined();
    await clock.advance(30_000);
    expect(readOrderStatus(server.pushes.order('o1'))).toMatchObject({ moneyStatus: 'refunded' });
    expect(server.pushes.refund('o1')).toBeDefined();
  });
});
