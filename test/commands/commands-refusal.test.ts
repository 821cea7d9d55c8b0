import { describe, expect, it } from 'vitest';
import { memoryStorage, type UpiCommand } from '../../src/index.js';
import { createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { accountWithPin } from '../flow/support/accounts.js';
import { deviceCommands } from '../flow/support/device-commands.js';
import { pay, paying } from '../flow/support/paying.js';
import { interposed, never } from '../journal/support/storages.js';
import { gym, order } from './support/commands.js';

const fromAccount: readonly UpiCommand[] = [
  pay('A1', { accountRefId: accountWithPin }),
  { type: 'mandate.create', order, mandate: gym, accountRefId: accountWithPin },
];
const elsewhere: readonly UpiCommand[] = [
  pay('A1', { onboard: true }),
  { type: 'mandate.create', order, mandate: gym, onboard: true },
  { type: 'checkout', sdkPayload: { requestId: 'r1', payload: { orderId: 'C1' } } },
];
const money: readonly UpiCommand[] = [
  ...fromAccount,
  ...elsewhere,
  { type: 'order.retry', orderId: 'A1' },
];
const ofOrders: readonly UpiCommand[] = [
  { type: 'order.recheck', orderId: 'A1' },
  { type: 'order.inform', orderId: 'A1', status: { status: 'CHARGED' } },
  { type: 'order.dismiss', orderId: 'A1' },
];

/** Why the app is told that a command is not possible; `taken` when it would be. */
function answerTo(app: TestApp, command: UpiCommand): string {
  if (app.flow.can(command)) return 'taken';
  const before = app.noticesOf('command.rejected').length;
  app.flow.send(command);
  return app.noticesOf('command.rejected')[before]?.reason ?? 'nothing was said';
}

function answers(app: TestApp, commands: readonly UpiCommand[]): string[] {
  return commands.map((command) => `${command.type}: ${answerTo(app, command)}`);
}

function all(commands: readonly UpiCommand[], answer: string): string[] {
  return commands.map(({ type }) => `${type}: ${answer}`);
}

async function unavailable(): Promise<TestApp> {
  const app = createTestApp({ world: { device: 'LINKED' } });
  app.simulator.phone.webView = false;
  await app.start();
  return app;
}

async function terminated(device: 'LINKED' | 'FRESH'): Promise<TestApp> {
  const app = await createLinkedApp({ world: { device } });
  await app.send({ type: 'sdk.terminate' });
  return app;
}

describe('while the SDK is not there', () => {
  it.each([
    ['it could not be started', unavailable],
    ['it was ended', () => terminated('LINKED')],
    ['it was ended, and the device is not linked', () => terminated('FRESH')],
  ] as const)('what needs it is not ready: %s', async (_, reach) => {
    const app = await reach();
    const needing: readonly UpiCommand[] = [
      ...deviceCommands,
      ...money,
      { type: 'back' },
      { type: 'sdk.terminate' },
    ];
    expect(answers(app, needing)).toEqual(all(needing, 'notReady'));
  });

  it('what needs it not is not possible for another reason, or is taken', async () => {
    const app = await unavailable();
    expect(answers(app, ofOrders)).toEqual(all(ofOrders, 'notAllowed'));
    expect(answerTo(app, { type: 'app.background' })).toBe('taken');
    expect(answerTo(app, { type: 'app.foreground' })).toBe('taken');
    expect(answerTo(app, { type: 'sdk.retry' })).toBe('taken');
  });

  it('a payment is not ready while it starts, and no problem is told', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    app.flow.start();
    await app.wait(200);
    expect(answers(app, money)).toEqual(all(money, 'notReady'));
    for (const rejected of app.noticesOf('command.rejected'))
      expect(rejected).not.toHaveProperty('problem');
  });
});

describe('while it is not known what the storage remembers', () => {
  const problem = {
    reason: 'storageFailed',
    message: 'What the storage remembers could not be read yet: it is tried again.',
    retry: true,
    docs: 'docs/errors.md#storagefailed',
  };

  async function forgetful(): Promise<TestApp> {
    const app = createTestApp({
      world: { device: 'LINKED' },
      storage: interposed(memoryStorage(), never),
    });
    await app.start();
    await app.wait(20_000);
    expect(app.step.name).toBe('ready');
    return app;
  }

  it('nothing is paid, and the app is told why', async () => {
    const app = await forgetful();
    expect(answers(app, money)).toEqual(all(money, 'notReady'));
    const told = app.noticesOf('command.rejected').map((notice) => notice.problem);
    expect(told).toEqual(money.map(() => problem));
  });

  it('what moves no money is taken as ever', async () => {
    const app = await forgetful();
    expect(answerTo(app, { type: 'device.refresh' })).toBe('taken');
    expect(answerTo(app, { type: 'back' })).toBe('taken');
    const others: readonly UpiCommand[] = [...ofOrders, { type: 'sdk.retry' }];
    expect(answers(app, others)).toEqual(all(others, 'notAllowed'));
    for (const rejected of app.noticesOf('command.rejected'))
      expect(rejected).not.toHaveProperty('problem');
  });

  it('and is still being read for the first time, the app is told no problem', async () => {
    const app = createTestApp({
      world: { device: 'LINKED' },
      storage: interposed(memoryStorage(), never),
    });
    app.flow.start();
    await app.simulator.clock.settle();
    expect(answers(app, money)).toEqual(all(money, 'notReady'));
    for (const rejected of app.noticesOf('command.rejected'))
      expect(rejected).not.toHaveProperty('problem');
  });
});

describe('on a linked device', () => {
  it('everybody may pay', async () => {
    const app = await createLinkedApp();
    const commands = [...fromAccount, ...elsewhere];
    for (const command of commands)
      expect([command.type, app.flow.can(command)]).toEqual([command.type, true]);
  });

  it('what the step does not have, and orders nobody knows, are not possible', async () => {
    const app = await createLinkedApp();
    const impossible: readonly UpiCommand[] = [
      { type: 'sim.select', simId: '0' },
      { type: 'mpin.skip' },
      { type: 'order.retry', orderId: 'A1' },
      { type: 'sdk.retry' },
      ...ofOrders,
    ];
    expect(answers(app, impossible)).toEqual(all(impossible, 'notAllowed'));
  });

  it('a paid order is not paid again', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    await app.wait(60_000);
    expect(app.order('A1').status).toBe('success');
    const again = [...fromAccount, pay('A1', { onboard: true })];
    expect(answers(app, again)).toEqual(all(again, 'notAllowed'));
  });
});

describe('on a device that is not linked', () => {
  it('nothing is paid from an account; the SDK’s own screens may', async () => {
    const app = await createLinkedApp({ world: { device: 'FRESH' } });
    expect(answers(app, fromAccount)).toEqual(all(fromAccount, 'notLinked'));
    for (const command of elsewhere)
      expect([command.type, app.flow.can(command)]).toEqual([command.type, true]);
  });
});

describe('while the device’s status is not known yet', () => {
  it('a payment may go on: unknown is not a no', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    app.simulator.wire.fault('drop', { action: 'upiGetSessionToken' });
    await app.start();
    expect(app.step.name).toBe('checking');
    for (const command of fromAccount)
      expect([command.type, app.flow.can(command)]).toEqual([command.type, true]);
  });
});

describe('while the screen is taken', () => {
  it('by a payment, every other user of it is busy', async () => {
    const app = await paying({ answer: 'SUCCESS', actsAfter: Number.POSITIVE_INFINITY });
    await app.wait(3_000);
    const busy: readonly UpiCommand[] = [
      pay('B2'),
      pay('B2', { onboard: true }),
      { type: 'checkout', sdkPayload: { requestId: 'r1', payload: { orderId: 'C1' } } },
      { type: 'device.deregister' },
      { type: 'onboard' },
    ];
    expect(answers(app, busy)).toEqual(all(busy, 'busy'));
    expect(answerTo(app, { type: 'device.refresh' })).toBe('taken');
    expect(answerTo(app, { type: 'back' })).toBe('taken');
    expect(answerTo(app, { type: 'sdk.terminate' })).toBe('taken');
  });

  it('by the device, every payment is busy; going back and ending the SDK are not', async () => {
    const app = await createLinkedApp({ world: { device: 'FRESH' } });
    await app.send({ type: 'sim.select', simId: '0' });
    expect(app.step.name).toBe('binding');
    const possible = money.filter(({ type }) => type !== 'order.retry');
    expect(answers(app, possible)).toEqual(all(possible, 'busy'));
    // What is wrong with an order stays so when the screen is free.
    expect(answerTo(app, { type: 'order.retry', orderId: 'A1' })).toBe('notAllowed');
    expect(answerTo(app, { type: 'sim.select', simId: '0' })).toBe('notAllowed');
    expect(answers(app, ofOrders)).toEqual(all(ofOrders, 'notAllowed'));
    expect(answerTo(app, { type: 'back' })).toBe('taken');
    expect(answerTo(app, { type: 'sdk.terminate' })).toBe('taken');
  });
});

describe('the device’s own word', () => {
  it('counts within the very listener that hears of it', async () => {
    const app = await createLinkedApp({ world: { device: 'FRESH' } });
    const seen: boolean[] = [];
    app.flow.subscribe(({ step }) => {
      if (step.name === 'binding') seen.push(app.flow.can(pay('A1', { onboard: true })));
    });
    await app.send({ type: 'sim.select', simId: '0' });
    expect(seen[0]).toBe(false);
    expect(new Set(seen).size).toBe(1);
  });
});
