import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UpiCommand, UpiFlow } from '../../src/index.js';
import { createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { accountWithPin } from '../flow/support/accounts.js';
import { deviceCommands } from '../flow/support/device-commands.js';
import { pay, paying } from '../flow/support/paying.js';
import { actions } from '../flow/support/wire.js';

/** Sends what no type would let through. */
function sendAnything(flow: UpiFlow, command: unknown): void {
  Reflect.apply(flow.send, flow, [command]);
}

function canAnything(flow: UpiFlow, command: unknown): boolean {
  return Reflect.apply(flow.can, flow, [command]);
}

const everyCommand: readonly UpiCommand[] = [
  { type: 'sdk.retry' },
  { type: 'sdk.terminate' },
  ...deviceCommands,
  pay('A1', { accountRefId: accountWithPin }),
  { type: 'checkout', sdkPayload: { requestId: 'r1', payload: { orderId: 'C1' } } },
  { type: 'order.recheck', orderId: 'A1' },
  { type: 'order.retry', orderId: 'A1' },
  { type: 'order.inform', orderId: 'A1', status: { status: 'CHARGED' } },
  { type: 'order.dismiss', orderId: 'A1' },
  { type: 'back' },
  { type: 'app.foreground' },
  { type: 'app.background' },
];

const moments: readonly (readonly [string, () => Promise<TestApp>])[] = [
  ['before the start', async () => createTestApp()],
  [
    'while the SDK starts',
    async () => {
      const app = createTestApp();
      app.flow.start();
      await app.wait(200);
      return app;
    },
  ],
  [
    'when the SDK could not be started',
    async () => {
      const app = createTestApp();
      app.simulator.phone.webView = false;
      await app.start();
      return app;
    },
  ],
  [
    'without permission',
    async () => {
      const app = createTestApp();
      await app.start();
      return app;
    },
  ],
  [
    'while binding',
    async () => {
      const app = createTestApp({ world: { device: 'FRESH' } });
      await app.start();
      await app.send({ type: 'sim.select', simId: '0' });
      return app;
    },
  ],
  [
    'with the list of banks',
    async () => {
      const app = createTestApp({ world: { device: 'BOUND' } });
      await app.start();
      return app;
    },
  ],
  ['ready', () => createLinkedApp()],
  ['while paying', () => paying({ answer: 'SUCCESS' })],
  [
    'with a pending order',
    async () => {
      const app = await paying({ answer: 'PENDING', money: 'none' });
      await app.wait(10_000);
      return app;
    },
  ],
  [
    'with a failed order',
    async () => {
      const app = await paying({ answer: 'FAILURE' });
      await app.wait(30_000);
      return app;
    },
  ],
  [
    'terminated',
    async () => {
      const app = await createLinkedApp();
      await app.send({ type: 'sdk.terminate' });
      return app;
    },
  ],
];

describe('flow.can', () => {
  it.each(moments)('agrees with send, %s', async (_, reach) => {
    for (const command of everyCommand) {
      const app = await reach();
      const before = app.noticesOf('command.rejected').length;
      const can = app.flow.can(command);
      app.flow.send(command);
      const rejected = app.noticesOf('command.rejected').length > before;
      expect([command.type, rejected]).toEqual([command.type, !can]);
      app.flow.stop();
    }
  });

  it('changes no state and emits no notice', async () => {
    const app = await createLinkedApp();
    const { state } = app;
    const sent = actions(app.simulator).length;
    for (const command of everyCommand) app.flow.can(command);
    await app.wait(10_000);
    expect(app.state).toBe(state);
    expect(app.notices).toEqual([]);
    expect(actions(app.simulator)).toHaveLength(sent);
  });
});

describe('a command that is rejected', () => {
  async function rejection(app: TestApp, command: unknown) {
    const { state } = app;
    sendAnything(app.flow, command);
    await app.simulator.clock.settle();
    expect(app.state).toBe(state);
    const [first] = app.noticesOf('command.rejected');
    return first;
  }

  it('because the flow is not started says so', async () => {
    expect(await rejection(createTestApp(), { type: 'device.refresh' })).toEqual({
      type: 'command.rejected',
      command: 'device.refresh',
      reason: 'notStarted',
      because: 'flowNotStarted',
      message: 'Call flow.start() first.',
      issues: [],
    });
  });

  it('because the SDK is not ready says so', async () => {
    const app = createTestApp();
    app.simulator.phone.webView = false;
    await app.start();
    expect(await rejection(app, { type: 'device.refresh' })).toMatchObject({ reason: 'notReady' });
  });

  it('because a payment needs the SDK says so', async () => {
    const app = await createLinkedApp();
    await app.send({ type: 'sdk.terminate' });
    expect(await rejection(app, pay('A1', { accountRefId: accountWithPin }))).toMatchObject({
      reason: 'notReady',
    });
  });

  it('because the screen is taken says so', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    expect(await rejection(app, { type: 'onboard' })).toMatchObject({ reason: 'busy' });
  });

  it('because it is not possible in this step says so', async () => {
    const app = await createLinkedApp();
    expect(await rejection(app, { type: 'sim.select', simId: '0' })).toMatchObject({
      reason: 'notAllowed',
    });
  });

  it.each([
    [{ type: 'sim.select' }, 'simId'],
    [{ type: 'sim.select', simId: '0', mobileNumber: '98765' }, 'mobileNumber'],
    [{ type: 'bank.select', bankCode: ' ' }, 'bankCode'],
    [{ type: 'account.select', referenceIds: [] }, 'referenceIds'],
    [{ type: 'vpa.select', vpa: 'abc' }, 'vpa'],
    [
      { type: 'mpin.set', referenceId: 'A', cardLastSix: '12345', cardExpiry: '1230' },
      'cardLastSix',
    ],
    [
      { type: 'mpin.set', referenceId: 'A', cardLastSix: '123456', cardExpiry: '1330' },
      'cardExpiry',
    ],
    [{ type: 'order.dismiss' }, 'orderId'],
    [{ type: 'order.retry', orderId: 7 }, 'orderId'],
    [{ type: 'order.inform' }, 'orderId'],
    [{ type: 'pay' }, 'order'],
    [{ type: 'pay', order: { orderId: 'A1', amount: '2' } }, 'order.amount'],
    [{ type: 'pay', order: { orderId: 'A1', amount: '0.50' } }, 'order.amount'],
    [{ type: 'pay', order: { orderId: 'a b', amount: '2.00' } }, 'order.orderId'],
    [{ type: 'pay', onboard: true, mobileNumber: '1', order: pay('A1') }, 'order.orderId'],
    [{ type: 'checkout' }, 'sdkPayload'],
    [{ type: 'fly' }, 'type'],
    ['pay', 'type'],
    [null, 'type'],
    [undefined, 'type'],
  ])('because it is malformed says where: %j', async (command, path) => {
    const rejected = await rejection(await createLinkedApp(), command);
    expect(rejected).toMatchObject({ reason: 'invalid' });
    expect(rejected?.issues.map((issue) => issue.path)).toContain(path);
    for (const issue of rejected?.issues ?? []) {
      expect(issue.message).not.toBe('');
      expect(issue.code).not.toBe('');
    }
  });

  it('because the issuing PSP is missing says so', async () => {
    const app = await createLinkedApp({
      config: {
        merchant: {
          merchantId: 'stock',
          clientId: 'stock_android',
          customerId: 'abcde12345',
          environment: 'sandbox',
        },
      },
    });
    const order = { orderId: 'A1', amount: '2.00', gatewayReferenceId: 'g' };
    expect(await rejection(app, { type: 'pay', order })).toMatchObject({
      reason: 'invalid',
      issues: [{ code: 'issuingPsp.required' }],
    });
  });
});

describe('a malformed command', () => {
  const types = fc.constantFrom(...everyCommand.map((command) => command.type));
  const nearly = fc
    .tuple(types, fc.dictionary(fc.string(), fc.anything()), fc.anything(), fc.anything())
    .map(([type, rest, order, orderId]) => ({ ...rest, order, orderId, type }));
  const garbage = fc.oneof(fc.anything({ withBigInt: true, withDate: true }), nearly);

  it('never throws, and is rejected exactly where flow.can is false', async () => {
    const app = await createLinkedApp();
    fc.assert(
      fc.property(garbage, (command) => {
        const before = app.noticesOf('command.rejected').length;
        const can = canAnything(app.flow, command);
        sendAnything(app.flow, command);
        expect(app.noticesOf('command.rejected').length > before).toBe(!can);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('whose properties throw is rejected like any other', async () => {
    const app = await createLinkedApp();
    const hostile = [
      {
        get type() {
          throw new Error('hostile');
        },
      },
      {
        type: 'pay',
        get order() {
          throw new Error('hostile');
        },
      },
    ];
    for (const command of hostile) {
      expect(canAnything(app.flow, command)).toBe(false);
      expect(() => sendAnything(app.flow, command)).not.toThrow();
    }
    expect(app.noticesOf('command.rejected').map(({ reason }) => reason)).toEqual([
      'invalid',
      'invalid',
    ]);
  });
});

describe('hardware back', () => {
  it('is forwarded to the SDK', async () => {
    const app = await paying({ answer: 'SUCCESS', actsAfter: Number.POSITIVE_INFINITY });
    await app.wait(3_000);
    expect(app.simulator.screen).toBe('pin');
    await app.send({ type: 'back' });
    await app.wait(20_000);
    expect(app.order('A1').status).toBe('userAborted');
  });

  it('does not depend on the bridge', async () => {
    const { simulator } = createTestApp({ world: { device: 'LINKED' } });
    const sdk = { ...simulator.sdk, back: () => Promise.reject(new Error('unimplemented')) };
    const app = await createLinkedApp({ simulator, config: { sdk } });
    await app.send({ type: 'back' });
    expect(app.notices).toEqual([]);
  });
});
