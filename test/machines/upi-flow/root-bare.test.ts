import { describe, expect, it } from 'vitest';
import { createActor, fromCallback, fromPromise } from 'xstate';
import { ProblemError } from '../../../core/model/problem.js';
import type { ServerStatus } from '../../../core/protocol/index.js';
import { lookUpMachine, upiFlowMachine } from '../../../machines/index.js';
import { settle } from '../support/chart.js';
import { fakeClock, payFor, ROOT_INPUT } from '../support/root.js';

const MINUTE = 60_000;

describe('the root statechart without a clock', () => {
  it('dates an order at 0', async () => {
    const machine = upiFlowMachine.provide({
      actors: {
        restoreOrders: fromCallback(({ sendBack }) => {
          sendBack({ type: 'orders.restored', restored: { orders: [] } });
        }),
        startSdk: fromPromise(async () => {}),
      },
    });
    const actor = createActor(machine, { input: ROOT_INPUT }).start();
    await settle();
    actor.send(payFor('A1'));
    expect(actor.getSnapshot().context.orders['A1']).toMatchObject({ at: 0, updatedAt: 0 });
  });
});

describe('a look-up by itself', () => {
  it('has the name that tools show, and so have its children', async () => {
    expect(lookUpMachine.id).toBe('lookUp');
    const machine = lookUpMachine.provide({
      actors: { readStatus: fromPromise(() => new Promise<ServerStatus>(() => {})) },
    });
    const actor = createActor(machine, {
      input: { orderId: 'A1', waits: [MINUTE], clock: fakeClock },
    }).start();
    expect(actor.getSnapshot().hasTag('waiting')).toBe(true);
    expect(Object.keys(actor.getSnapshot().children)).toEqual(['lookUpDeadline']);
    expect(actor.getSnapshot().context.deadlineAt).toBe(MINUTE);
    actor.send({ type: 'app.foreground' });
    expect(actor.getSnapshot().hasTag('waiting')).toBe(true);
    expect(Object.keys(actor.getSnapshot().children)).toEqual(['lookUpStatus']);
  });

  it.each([
    [
      'done',
      'what it heard',
      async (): Promise<ServerStatus> => ({ moneyStatus: 'open', word: '' }),
    ],
    [
      'error',
      'what is to be mended',
      async (): Promise<ServerStatus> => {
        throw new ProblemError({ reason: 'orderStatusFailed', retry: true });
      },
    ],
  ])('that is %s tells nobody %s, nor that it ended', async (how, _, answer) => {
    const machine = lookUpMachine.provide({ actors: { readStatus: fromPromise(answer) } });
    const actor = createActor(machine, {
      input: { orderId: 'A1', waits: [MINUTE], clock: fakeClock },
    });
    const heard: string[] = [];
    actor.system.inspect((inspected) => {
      if (inspected.type !== '@xstate.event' || inspected.actorRef !== actor) return;
      heard.push(inspected.event.type);
    });
    actor.start();
    actor.send({ type: 'deadline.passed' });
    await settle();
    expect(actor.getSnapshot()).toMatchObject({ status: 'active', value: 'ended' });
    expect(heard).toEqual(['xstate.init', 'deadline.passed', `xstate.${how}.actor.lookUpStatus`]);
  });
});
