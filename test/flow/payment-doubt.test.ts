import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createLinkedApp, type TestApp } from '../../testing/index.js';
import { pay, paying, processResult } from './support/paying.js';
import { moneyRequests, pollsSince } from './support/wire.js';

const MINUTE = 60_000;

function requestId(app: TestApp): string {
  return moneyRequests(app.simulator)[0]?.requestId ?? '';
}

describe('a pending order', () => {
  it('is asked about after 5 s, doubling to 60 s, for 15 minutes', async () => {
    const app = await paying({ answer: 'PENDING', money: 'none' });
    app.simulator.server.answersAfter(0);
    await app.wait(10_000);
    const since = app.order('A1').updatedAt;
    await app.wait(60 * MINUTE);
    const pending = app.noticesOf('order.pending');
    expect(pending).toHaveLength(1);
    const start = pending[0]?.order.updatedAt ?? 0;
    expect(since).toBeGreaterThanOrEqual(start);
    expect(pollsSince(app.simulator, start)).toEqual([
      5, 15, 35, 75, 135, 195, 255, 315, 375, 435, 495, 555, 615, 675, 735, 795, 855, 900,
    ]);
    expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false, canRetry: false });
  });

  it.each([
    [{ pollFirst: 120_000 }, [120, 240, 360]],
    [{ pollMax: 2_000 }, [2, 4, 6]],
    [{ pollFirst: 1_000, pollMax: 3_000 }, [1, 3, 6]],
  ])('is asked about as the timings %j say', async (timings, polls) => {
    const app = await paying({ answer: 'PENDING', money: 'none' }, { config: { timings } });
    app.simulator.server.answersAfter(0);
    await app.wait(15 * MINUTE);
    const start = app.noticesOf('order.pending')[0]?.order.updatedAt ?? 0;
    expect(pollsSince(app.simulator, start).slice(0, 3)).toEqual(polls);
  });

  it('that is parked is asked about when the app comes back, and polled again', async () => {
    const app = await paying({ answer: 'PENDING', money: 'none' });
    await app.wait(30 * MINUTE);
    const back = app.simulator.clock.now();
    await app.wait(MINUTE);
    expect(pollsSince(app.simulator, back)).toEqual([]);
    const again = app.simulator.clock.now();
    await app.send({ type: 'app.foreground' });
    await app.wait(40_000);
    expect(pollsSince(app.simulator, again)).toEqual([0, 5, 15, 35]);
  });

  it('that is parked is asked about when somebody asks', async () => {
    const app = await paying({ answer: 'PENDING', money: 'none' });
    await app.wait(30 * MINUTE);
    app.simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
    await app.send({ type: 'order.recheck', orderId: 'A1' });
    await app.wait(1_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
  });

  it('that waits for its poll is asked about at once when somebody asks', async () => {
    const app = await paying({ answer: 'PENDING', money: 'none' });
    await app.wait(20_000);
    const since = app.simulator.clock.now();
    await app.send({ type: 'order.recheck', orderId: 'A1' }, { type: 'app.foreground' });
    // One read at a time, however often it is asked for.
    expect(pollsSince(app.simulator, since)).toEqual([0]);
  });

  it('is charged later, and settles', async () => {
    const app = await paying({ answer: 'PENDING', debitAfter: 90_000 });
    await app.wait(5 * MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'pending', 'success']);
    expect(app.noticesOf('order.pending')).toHaveLength(1);
    expect(app.noticesOf('order.settled')).toHaveLength(1);
  });

  it('goes on being asked about after it was dismissed', async () => {
    const app = await paying({ answer: 'PENDING', debitAfter: 90_000 });
    await app.wait(10_000);
    await app.send({ type: 'order.dismiss', orderId: 'A1' });
    expect(app.step).toMatchObject({ name: 'ready' });
    await app.wait(5 * MINUTE);
    expect(app.order('A1').status).toBe('success');
    expect(app.step).toMatchObject({ name: 'ready' });
  });

  it('is asked about although the phone’s clock was set back', async () => {
    const app = await paying({ answer: 'PENDING', debitAfter: 1_000 });
    await app.wait(6_000);
    app.simulator.clock.jump(-24 * 60 * MINUTE);
    await app.wait(5 * MINUTE);
    expect(app.order('A1').status).toBe('success');
  });

  it('becomes a failure when the server says so, about this very transaction', async () => {
    const app = await paying({ answer: 'PENDING', money: 'declined', debitAfter: 30_000 });
    await app.wait(3 * MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'pending', 'failure']);
    expect(app.order('A1').canRetry).toBe(true);
  });

  it('takes the SDK’s second word as evidence', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = await createLinkedApp({ simulator });
    simulator.person.plansOrder('A1', { answer: 'PENDING', debitAfter: 1_000 });
    await app.send(pay('A1'));
    await app.wait(4_000);
    expect(app.order('A1').status).toBe('pending');
    await app.wait(1_000);
    app.emit(processResult(requestId(app), { status: 'PENDING', orderId: 'A1' }));
    app.emit(processResult(requestId(app), { status: 'SUCCESS', orderId: 'A1' }));
    await app.wait(2_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', reported: 'success' });
  });
});

describe('an order without an answer', () => {
  it('is pending after its deadline, and settles by the status', async () => {
    const app = await paying({ answer: 'silence' });
    await app.wait(9 * MINUTE);
    expect(app.step).toEqual({ name: 'paying', orderId: 'A1' });
    await app.wait(2 * MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'pending', 'success']);
  });

  it('is pending when the app comes back after its deadline', async () => {
    const app = await paying({ answer: 'silence', money: 'none' });
    await app.wait(MINUTE);
    app.simulator.clock.jump(20 * MINUTE);
    await app.send({ type: 'app.foreground' });
    expect(app.order('A1').status).toBe('pending');
  });

  it.each(['malform', 'emptyPayload', 'emptyString'] as const)(
    'because it was unreadable (%s) is never failed',
    async (fault) => {
      const app = await createLinkedApp();
      app.simulator.wire.fault(fault, { action: 'upiTxn' });
      await app.send(pay('A1'));
      await app.wait(12 * MINUTE);
      const [, , third, last] = app.statuses('A1');
      expect([third, last]).toEqual(['pending', 'success']);
    },
  );

  it('still takes the answer when it comes late', async () => {
    const app = await createLinkedApp({ world: { orderStatus: false } });
    app.simulator.wire.fault('delay', { action: 'upiTxn', ms: 15 * MINUTE });
    await app.send(pay('A1'));
    await app.wait(12 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
    await app.wait(5 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', settled: true, verified: false });
  });
});

describe('an answer that says less than it seems', () => {
  it.each(['U67', 'RB', '96', 'U30', 'BT'])(
    'FAILURE with code %s is pending, not failed',
    async (gatewayResponseCode) => {
      const app = await paying({
        answer: 'FAILURE',
        gatewayResponseCode,
        money: 'debitedLater',
        debitAfter: 40_000,
      });
      await app.wait(10_000);
      expect(app.order('A1')).toMatchObject({ status: 'pending', canRetry: false });
      await app.wait(5 * MINUTE);
      expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'pending', 'success']);
    },
  );

  it('FAILURE with a code nobody knows is a failure once the server says so', async () => {
    const app = await paying({ answer: 'FAILURE', gatewayResponseCode: 'QQ7', money: 'declined' });
    await app.wait(MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'failure']);
    expect(app.order('A1')).toMatchObject({ settled: true, canRetry: true });
  });

  it('FAILURE with a code nobody knows stays pending where no server can be asked', async () => {
    const app = await paying(
      { answer: 'FAILURE', gatewayResponseCode: 'QQ7', money: 'declined' },
      { world: { orderStatus: false } },
    );
    await app.wait(60 * MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'pending']);
    expect(app.order('A1')).toMatchObject({ settled: false, canRetry: false });
    expect(app.order('A1')).not.toHaveProperty('problem');
  });

  it.each(['JP_006', 'JP_011', 'JP_016', 'JP_021'])(
    'FAILURE with %s is pending, not failed',
    async (errorCode) => {
      const app = await paying({ answer: 'FAILURE', errorCode, money: 'debited' });
      await app.wait(MINUTE);
      expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'pending', 'success']);
    },
  );

  it('FAILURE is success when the server has the money', async () => {
    const app = await paying({ answer: 'FAILURE', money: 'debited' });
    await app.wait(MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'success']);
    expect(app.order('A1')).toMatchObject({ reported: 'failure' });
    expect(app.order('A1')).not.toHaveProperty('problem');
  });

  it('FAILURE stays open while the server still works on it', async () => {
    const app = await paying({ answer: 'FAILURE', money: 'debitedLater', debitAfter: MINUTE });
    await app.wait(20_000);
    expect(app.order('A1')).toMatchObject({ status: 'pending', canRetry: false });
    await app.wait(3 * MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'pending', 'success']);
  });

  it('USER_ABORTED after the debit is success', async () => {
    const app = await paying({ answer: 'USER_ABORTED', money: 'debited' });
    await app.wait(MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'success']);
  });

  it('BACKPRESS is shown, and not settled, while a server that lags knows of no transaction', async () => {
    const app = await paying(
      { answer: 'BACKPRESS', money: 'debited' },
      { onboard: true, world: { statusLag: 2_500 } },
    );
    await app.wait(MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'backPress', 'success']);
    const shown = app.states.flatMap(({ orders }) => orders['A1'] ?? []);
    const unpaid = shown.filter(({ status }) => status === 'backPress');
    expect(unpaid.map(({ settled, canRetry }) => [settled, canRetry])).toEqual([[false, false]]);
  });

  it.each(['SUCCES', 'COMPLETED', '', '?'])(
    'the unknown status "%s" is pending',
    async (status) => {
      const simulator = createSimulator({ device: 'LINKED', orderStatus: false });
      const app = await createLinkedApp({ simulator });
      simulator.person.plansOrder('A1', { answer: 'silence' });
      await app.send(pay('A1'));
      await app.wait(2_000);
      app.emit(processResult(requestId(app), { status, orderId: 'A1' }));
      await app.wait(1_000);
      expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
    },
  );
});

describe('a success', () => {
  it('is shown at once, and verified when the server confirms it', async () => {
    const app = await paying({ answer: 'SUCCESS' }, { world: { statusLag: 30_000 } });
    await app.wait(5_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: false, settled: false });
    await app.wait(2 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, settled: true });
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'success?', 'success']);
    expect(app.noticesOf('order.pending')).toEqual([]);
  });

  it.each(['short', 'number'] as const)(
    'is verified however the server prints the amount (%s)',
    async (form) => {
      const app = await createLinkedApp();
      app.simulator.server.amountForm = form;
      await app.send(pay('A1'));
      await app.wait(20_000);
      expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    },
  );

  it('of another amount is no success: a person must look', async () => {
    const app = await paying({ answer: 'SUCCESS', amount: '20.00' });
    await app.wait(MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'success?', 'unresolved']);
    expect(app.order('A1')).toMatchObject({ settled: true, verified: false, canRetry: false });
    expect(app.noticesOf('error')).toEqual([
      {
        type: 'error',
        orderId: 'A1',
        problem: {
          reason: 'integration',
          code: 'AMOUNT_MISMATCH',
          field: 'amount',
          message: expect.stringContaining('another amount'),
          retry: false,
          docs: 'docs/errors.md#integration',
        },
      },
    ]);
  });

  it('that the server calls failed is in doubt until they agree', async () => {
    const app = await paying({ answer: 'SUCCESS', money: 'declined' });
    await app.wait(20_000);
    expect(app.order('A1')).toMatchObject({ settled: false, canRetry: false, verified: false });
    expect(app.order('A1').status).toBe('pending');
  });

  it('waits for its confirmation while the server is down', async () => {
    const app = await createLinkedApp();
    app.simulator.server.failsNext('orderStatus', 2);
    await app.send(pay('A1'));
    await app.wait(4_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: false });
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
  });

  it('is confirmed although one read of the server never ends', async () => {
    const app = await createLinkedApp();
    await app.send(pay('A1'));
    await app.wait(1_000);
    app.simulator.server.answersAfter(Number.POSITIVE_INFINITY);
    await app.wait(5_000);
    app.simulator.server.answersAfter(150);
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
  });
});

describe('a failure', () => {
  it('waits for the server when it is down', async () => {
    const app = await paying({ answer: 'FAILURE' });
    app.simulator.server.failsNext('orderStatus', 3);
    await app.wait(8_000);
    expect(app.order('A1')).toMatchObject({ status: 'pending', canRetry: false });
    await app.wait(2 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'failure', canRetry: true });
  });

  it('that was settled gives way to a late success', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const app = await createLinkedApp({ simulator });
    simulator.person.plansOrder('A1', {
      answer: 'FAILURE',
      money: 'debitedLater',
      debitAfter: 2 * MINUTE,
    });
    simulator.server.says('A1', { status: 'AUTHORIZATION_FAILED' });
    await app.send(pay('A1'));
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true });
    await app.wait(2 * MINUTE);
    simulator.server.says('A1', undefined);
    app.emit(processResult(requestId(app), { status: 'SUCCESS', orderId: 'A1' }));
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, canRetry: false });
    expect(app.noticesOf('sdk.late')).toMatchObject([{ operation: 'upiTxn' }]);
    expect(app.noticesOf('order.settled').map(({ order }) => order.status)).toEqual([
      'failure',
      'success',
    ]);
  });

  it.each([
    ['FAILURE', false, 'failure'],
    ['USER_ABORTED', false, 'userAborted'],
    ['BACKPRESS', true, 'backPress'],
    ['Pay_Failure', true, 'payFailure'],
  ] as const)('%s is still one when its answer comes twice', async (answer, onboard, status) => {
    const app = await createLinkedApp();
    app.simulator.person.plansOrder('A1', { answer });
    app.simulator.wire.fault('duplicate', { ms: 30_000 });
    await app.send(pay('A1', { onboard }));
    await app.wait(20_000);
    expect(app.order('A1')).toMatchObject({ status, settled: true });
    await app.wait(20 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status, settled: true, canRetry: true });
  });

  it('whose answer comes twice is looked up once more, and shown as it was', async () => {
    const app = await createLinkedApp();
    app.simulator.person.plansOrder('A1', { answer: 'FAILURE' });
    app.simulator.wire.fault('duplicate', { ms: 30_000 });
    await app.send(pay('A1'));
    await app.wait(20_000);
    const shown = app.states.length;
    const since = app.simulator.clock.trueNow();
    await app.wait(MINUTE);
    // For the answer that came twice, and as planned a minute after the end.
    expect(pollsSince(app.simulator, since)).toHaveLength(2);
    expect(app.states).toHaveLength(shown);
  });

  it('whose answer comes twice is paid when the server says so by then', async () => {
    const app = await createLinkedApp();
    app.simulator.person.plansOrder('A1', { answer: 'FAILURE' });
    app.simulator.wire.fault('duplicate', { ms: 30_000 });
    await app.send(pay('A1'));
    await app.wait(20_000);
    app.simulator.server.says('A1', { status: 'CHARGED', amount: '2.00' });
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, canRetry: false });
  });

  it.each([
    ['SUCCESS', 'success'],
    ['PENDING', 'success'],
  ] as const)('is not what a %s that comes twice becomes', async (answer, status) => {
    const app = await createLinkedApp();
    app.simulator.person.plansOrder('A1', { answer });
    app.simulator.wire.fault('duplicate', { action: 'upiTxn', ms: 2 * MINUTE });
    await app.send(pay('A1'));
    await app.wait(10 * MINUTE);
    expect(app.order('A1')).toMatchObject({ status, settled: true });
    expect(app.noticesOf('order.settled')).toHaveLength(1);
  });
});

describe('what the merchant’s server tells the app by another way', () => {
  const inform = (status: string, more: object = {}) =>
    ({
      type: 'order.inform',
      orderId: 'A1',
      status: { orderId: 'A1', status, amount: '2.00', ...more },
    }) as const;

  it('settles an order that is pending', async () => {
    const app = await paying({ answer: 'PENDING', money: 'none' });
    await app.wait(20_000);
    await app.send(inform('CHARGED'));
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true, settled: true });
  });

  it('settles an order that is on the SDK’s screen', async () => {
    const app = await paying({ answer: 'silence' });
    await app.wait(5_000);
    await app.send(inform('CHARGED'));
    expect(app.step).toMatchObject({ name: 'outcome', order: { status: 'success' } });
  });

  it('settles an order that is being signed, and nothing is sent', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.send(inform('CHARGED'));
    await app.wait(MINUTE);
    expect(app.order('A1').status).toBe('success');
    expect(moneyRequests(app.simulator)).toEqual([]);
  });

  it('that is not final leaves a pending order pending', async () => {
    const app = await paying({ answer: 'PENDING', money: 'none' });
    await app.wait(20_000);
    await app.send(inform('PENDING_VBV'), inform('SOMETHING_NEW'));
    expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
  });

  it('about another order is no evidence', async () => {
    const app = await paying({ answer: 'PENDING', money: 'none' });
    await app.wait(20_000);
    await app.send(inform('CHARGED', { orderId: 'B2' }));
    expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
  });

  // A bug: "paid" about another order takes the order off the screen that the SDK still owns.
  it.each([
    ['being signed', 0],
    ['on the SDK’s screen', 2_000],
  ] as const)('about another order is no evidence for one that is %s', async (_, after) => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(after);
    const { state } = app;
    await app.send(inform('CHARGED', { orderId: 'B2' }));
    expect(app.state).toBe(state);
    await app.wait(MINUTE);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
  });

  it('makes a paid order refunded', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(20_000);
    await app.send(inform('AUTO_REFUNDED'));
    expect(app.order('A1')).toMatchObject({ status: 'refunded', verified: true, settled: true });
    expect(app.statuses('A1').at(-1)).toBe('refunded');
  });

  it('makes a failed order paid', async () => {
    const app = await paying({ answer: 'FAILURE' });
    await app.wait(20_000);
    expect(app.order('A1').status).toBe('failure');
    await app.send(inform('CHARGED'));
    expect(app.order('A1')).toMatchObject({ status: 'success', canRetry: false });
  });

  it('changes nothing about a paid order that it calls failed, or paid', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(20_000);
    const before = app.state;
    await app.send(inform('AUTHORIZATION_FAILED'), inform('CHARGED'));
    expect(app.state).toBe(before);
    expect(app.noticesOf('command.rejected').map(({ reason }) => reason)).toEqual([
      'notAllowed',
      'notAllowed',
    ]);
  });

  it('decides an answer that is being confirmed, when it says paid', async () => {
    const app = await paying({ answer: 'FAILURE' });
    await app.wait(1_000);
    app.simulator.server.answersAfter(Number.POSITIVE_INFINITY);
    await app.wait(4_000);
    expect(app.step.name).toBe('paying');
    await app.send(inform('CHARGED'));
    expect(app.order('A1')).toMatchObject({ status: 'success', settled: true });
  });

  it('decides a success that is being confirmed, whatever it says', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(1_000);
    app.simulator.server.answersAfter(Number.POSITIVE_INFINITY);
    await app.wait(4_000);
    expect(app.order('A1')).toMatchObject({ status: 'success', verified: false, settled: false });
    await app.send(inform('AUTO_REFUNDED'));
    expect(app.order('A1')).toMatchObject({ status: 'refunded', settled: true });
  });

  it.each(['AUTHORIZATION_FAILED', 'NEW', 'PENDING_VBV', 'AUTO_REFUNDED'])(
    'is rejected while the SDK owns the screen, when it says %s',
    async (word) => {
      const app = await paying({ answer: 'SUCCESS' });
      await app.wait(2_000);
      const { state } = app;
      expect(app.flow.can(inform(word))).toBe(false);
      await app.send(inform(word));
      expect(app.state).toBe(state);
      expect(app.noticesOf('command.rejected')).toMatchObject([
        { command: 'order.inform', reason: 'notAllowed', because: 'order', issues: [] },
      ]);
      await app.wait(20_000);
      expect(app.order('A1')).toMatchObject({ status: 'success', verified: true });
    },
  );

  it('does not end the attempt: it is not sent again, and its own answer counts', async () => {
    const app = await createLinkedApp();
    app.simulator.person.plansOrder('A1', { answer: 'FAILURE', money: 'declined' });
    await app.send({
      type: 'mandate.create',
      order: { orderId: 'A1', amount: '2.00' },
      mandate: {
        name: 'gym',
        maxAmount: '500.00',
        amountRule: 'VARIABLE',
        frequency: 'MONTHLY',
        startDate: Date.UTC(2026, 1, 1),
        endDate: Date.UTC(2027, 1, 1),
      },
    });
    await app.wait(2_000);
    // Paid, but the mandate is still open: the order is not over.
    await app.send(inform('CHARGED', { mandateStatus: 'CREATED' }));
    expect(app.order('A1')).toMatchObject({ status: 'success', settled: false });
    await app.wait(MINUTE);
    expect(moneyRequests(app.simulator)).toHaveLength(1);
    expect(app.order('A1')).toMatchObject({ reported: 'failure' });
    expect(app.noticesOf('sdk.late')).toEqual([]);
  });
});

describe('a refund', () => {
  it('that the poll finds settles the order', async () => {
    const app = await paying({
      answer: 'PENDING',
      money: 'debitedLater',
      debitAfter: 1_000,
      refundAfter: 1_000,
    });
    await app.wait(2 * MINUTE);
    expect(app.statuses('A1')).toEqual(['authorizing', 'submitted', 'pending', 'refunded']);
    expect(app.order('A1')).toMatchObject({ settled: true, canRetry: false });
  });
});
