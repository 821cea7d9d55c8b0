import { describe, expect, it } from 'vitest';
import type { UpiCommand } from '../../src/index.js';
import { createLinkedApp, createTestApp } from '../../testing/index.js';
import { accountWithPin } from '../flow/support/accounts.js';
import { pay, paying } from '../flow/support/paying.js';
import { actions } from '../flow/support/wire.js';
import { watched } from '../journal/support/storages.js';

/** What an app in JavaScript may pass: types do not stop it. */
function untyped(command: object): UpiCommand {
  return JSON.parse(JSON.stringify(command));
}

describe('a call beside the flow', () => {
  it.each([
    'upiTxn',
    'onboardingAndPay',
    'initiate',
    'updateAuth',
    'upiBindActivateDevice',
    'nope',
  ])('cannot be %s, whatever the types say', async (name) => {
    const app = await createLinkedApp();
    const before = actions(app.simulator).length;
    const order = { orderId: 'A1', amount: '2.00' };
    const params = { order, accountRefId: accountWithPin };
    const answer = app.flow.call(
      JSON.parse(JSON.stringify(name)),
      JSON.parse(JSON.stringify(params)),
    );
    await app.wait(10_000);
    expect(await answer).toMatchObject({ ok: false, problem: { reason: 'invalid', retry: false } });
    expect(actions(app.simulator)).toHaveLength(before);
    expect(app.simulator.ledger.orders).toEqual([]);
  });

  it('is answered when the flow stops', async () => {
    const app = await createLinkedApp();
    app.simulator.server.answersAfter(Number.POSITIVE_INFINITY);
    const answer = app.flow.call('upiValidVpa', { vpa: 'asha@upf' });
    await app.simulator.clock.settle();
    app.flow.stop();
    expect(await answer).toMatchObject({ ok: false, problem: { reason: 'stopped' } });
  });

  it('has the screen to itself, also when two are made from a listener', async () => {
    const app = await createLinkedApp();
    const answers: Promise<{ ok: boolean }>[] = [];
    app.flow.subscribe({
      next: () => {
        if (answers.length > 0) return;
        answers.push(app.flow.call('management', {}), app.flow.call('onboarding', {}));
      },
    });
    await app.send({ type: 'device.refresh' });
    await app.wait(120_000);
    expect(await answers[1]).toMatchObject({ ok: false, problem: { reason: 'notReady' } });
    expect(actions(app.simulator)).not.toContain('onboarding');
  });
});

describe('a part of the state that did not change', () => {
  it('is the same object after the device was read anew', async () => {
    const app = await createLinkedApp();
    const { accounts, vpas } = app.state;
    await app.send({ type: 'device.refresh' });
    await app.wait(5_000);
    expect(app.step.name).toBe('ready');
    expect(app.state.accounts).toBe(accounts);
    expect(app.state.vpas).toBe(vpas);
  });

  it('stays what it was when the flow has stopped', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    const { orders } = app.state;
    app.flow.stop();
    expect(app.state).toMatchObject({
      step: { name: 'terminated' },
      sdk: 'terminated',
      busy: false,
    });
    expect(app.state.orders).toBe(orders);
    expect(app.state).toBe(app.flow.getSnapshot());
  });
});

describe('free text from outside', () => {
  it('that is no code reaches no state, notice or record', async () => {
    const storage = watched();
    const app = await paying(
      { answer: 'FAILURE', gatewayResponseCode: 'mobile 919876543210' },
      { storage },
    );
    await app.wait(60_000);
    expect(app.order('A1').settled).toBe(true);
    const seen = JSON.stringify([app.state.orders, app.notices, storage.written]);
    expect(seen).not.toContain('919876543210');
    expect(app.order('A1').code).toBeUndefined();
  });

  it('is not repeated when a command has no name', async () => {
    const app = await createLinkedApp();
    await app.send(untyped({ type: { secret: '919876543210' } }));
    expect(app.noticesOf('command.rejected')).toMatchObject([{ reason: 'invalid' }]);
    expect(JSON.stringify(app.notices)).not.toContain('919876543210');
  });
});

describe('a field that pay would not send', () => {
  it.each([
    ['onboard', { onboard: 'true' }],
    ['onboard', { onboard: 1 }],
    ['mandate', { mandate: { name: 'Gym' } }],
    ['tpv', { tpv: { bankCodes: ['1'] } }],
    ['mobileNumber', { mobileNumber: '919876543210' }],
    ['showStatusScreen', { showStatusScreen: false }],
  ])('is refused: %s %j', async (path, extra) => {
    const app = await createLinkedApp();
    await app.send(untyped({ ...pay('A1'), ...extra }));
    expect(app.noticesOf('command.rejected')).toMatchObject([
      { reason: 'invalid', issues: [{ path }] },
    ]);
    expect(app.state.orders).toEqual({});
  });

  it('is refused: a mandate whose end has passed', async () => {
    const app = await createLinkedApp();
    const now = app.simulator.clock.now();
    await app.send({
      type: 'mandate.create',
      order: { orderId: 'A1', amount: '2.00' },
      mandate: {
        name: 'Gym',
        maxAmount: '2.00',
        amountRule: 'FIXED',
        frequency: 'MONTHLY',
        startDate: now - 90 * 86_400_000,
        endDate: now - 86_400_000,
      },
    });
    expect(app.noticesOf('command.rejected')).toMatchObject([
      { reason: 'invalid', issues: [{ path: 'mandate.endDate' }] },
    ]);
  });
});

describe('an order', () => {
  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'may be called %s',
    async (id) => {
      const app = await createLinkedApp();
      await app.send(pay(id));
      await app.wait(60_000);
      const order = Object.values(app.state.orders)[0];
      expect(order).toMatchObject({ orderId: id, status: 'success', verified: true });
      await app.send({ type: 'order.dismiss', orderId: id });
      expect(app.step.name).toBe('ready');
    },
  );

  it('says in its notice that it can be tried again', async () => {
    const app = await paying({ answer: 'FAILURE' });
    await app.wait(60_000);
    expect(app.noticesOf('order.settled')).toMatchObject([{ order: { canRetry: true } }]);
  });

  it('is not verified by a status that does not name it', async () => {
    const app = await createLinkedApp({
      config: {
        backend: { authorize: (request) => world.backend.authorize(request), orderStatus },
      },
      simulator: world,
    });
    await app.send(pay('A1'));
    await app.wait(60_000);
    expect(app.order('A1')).toMatchObject({ verified: false, settled: false });
  });

  it('on a device that is not linked needs onboard, also with an account named', async () => {
    const app = await createLinkedApp({ world: { device: 'FRESH' } });
    await app.send(pay('A1', { accountRefId: accountWithPin }));
    expect(app.noticesOf('command.rejected')).toMatchObject([{ reason: 'notLinked' }]);
    expect(app.flow.can(pay('A1', { onboard: true }))).toBe(true);
  });

  it('is refused when the storage forgets what it was given', async () => {
    const app = await paying(
      { answer: 'SUCCESS' },
      { storage: { getItem: () => null, setItem: () => {}, removeItem: () => {} } },
    );
    await app.wait(60_000);
    expect(app.order('A1')).toMatchObject({
      status: 'failure',
      settled: true,
      problem: { reason: 'storageFailed' },
    });
    expect(actions(app.simulator)).not.toContain('upiTxn');
  });

  it('is not settled by a doubtful SUCCESS where no server can be asked', async () => {
    const app = await paying(
      { answer: 'SUCCESS', gatewayResponseCode: 'U68' },
      { world: { orderStatus: false } },
    );
    await app.wait(60_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: false, settled: false });
  });

  it('that is forgotten leaves nothing to try again with', async () => {
    const app = await createLinkedApp({ config: { keepOrders: 2 } });
    for (const id of ['A1', 'A2', 'A3', 'A4']) {
      app.simulator.person.plansOrder(id, { answer: 'FAILURE' });
      await app.send(pay(id));
      await app.wait(60_000);
    }
    expect(Object.keys(app.state.orders)).toEqual(['A3', 'A4']);
    expect(Object.keys(app.flow.actor.getSnapshot().context.requests)).toEqual(['A3', 'A4']);
  });
});

const world = createTestApp({ world: { device: 'LINKED' } }).simulator;
const orderStatus = async () => JSON.parse('{"status":"CHARGED","amount":"2.00"}');

describe('createUpiFlow', () => {
  it('says what is missing when nothing is passed', async () => {
    const { createUpiFlow } = await import('../../src/index.js');
    expect(() => createUpiFlow(JSON.parse('null'))).toThrow(
      'createUpiFlow: pass { sdk, merchant, backend }.',
    );
  });
});
