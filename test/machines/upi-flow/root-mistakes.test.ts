import { describe, expect, it } from 'vitest';
import { fromCallback, fromPromise } from 'xstate';
import { type Problem, ProblemError } from '../../../core/model/problem.js';
import type { ServerStatus } from '../../../core/protocol/index.js';
import { lookUpMachine } from '../../../machines/index.js';
import type { UpiFlowEvent } from '../../../machines/upi-flow/types.js';
import { failed, paid, record } from '../../journal/support/records.js';
import { settle } from '../support/chart.js';
import { rootWith, START } from '../support/root.js';

const amount: Problem = { reason: 'integration', field: 'amount', retry: false };
const status: Problem = { reason: 'integration', field: 'status', retry: false };
const integration: Problem = { reason: 'integration', retry: false };
const down: Problem = { reason: 'orderStatusFailed', retry: true };

function unclear(problem: Problem, orderId = 'A1'): UpiFlowEvent {
  return { type: 'order.unclear', orderId, problem };
}

describe('a mistake of the merchant’s server', () => {
  const orders = [record('A1'), record('B2')];

  it('is told once of each order', async () => {
    const root = await rootWith({ restored: { orders } });
    for (let time = 0; time < 2; time += 1) {
      await root.send(unclear(amount), unclear(amount, 'B2'));
    }
    expect(root.told).toEqual([
      { type: 'error', problem: amount, orderId: 'A1' },
      { type: 'error', problem: amount, orderId: 'B2' },
    ]);
    expect(root.context.notifiedMistakes['A1']).toHaveLength(1);
  });

  it('is told besides another one: another field, or another reason', async () => {
    const root = await rootWith({ restored: { orders } });
    const mistakes = [amount, status, integration, down];
    for (const problem of [...mistakes, ...mistakes]) await root.send(unclear(problem));
    expect(root.told).toEqual(
      mistakes.map((problem) => ({ type: 'error', problem, orderId: 'A1' })),
    );
  });

  it('is the same in other words', async () => {
    const root = await rootWith({ restored: { orders } });
    await root.send(unclear(amount), unclear({ ...amount, code: 'OTHER', message: 'Other.' }));
    expect(root.told).toHaveLength(1);
  });

  it('is told of an order called constructor, too', async () => {
    const root = await rootWith({ restored: { orders: [record('constructor')] } });
    await root.send(unclear(amount, 'constructor'), unclear(amount, 'constructor'));
    expect(root.told).toHaveLength(1);
  });

  it('is told anew of an order that was forgotten, once there is another mistake', async () => {
    const root = await rootWith({ restored: { orders }, input: { keepOrders: 0 } });
    await root.send(
      unclear(amount),
      { type: 'order.changed', order: record('A1', paid) },
      unclear(amount, 'B2'),
    );
    expect(Object.keys(root.context.orders)).toEqual(['B2']);
    expect(Object.keys(root.context.notifiedMistakes)).toEqual(['B2']);
    await root.send(unclear(amount));
    expect(root.told.filter(({ type }) => type === 'error')).toHaveLength(3);
  });
});

describe('a look-up that the server cannot answer', () => {
  const unpaid = record('A1', { ...failed, updatedAt: START });

  it.each<[what: string, error: Error, told: readonly Problem[]]>([
    ['by its own doing is told once', new ProblemError(down), [down]],
    ['in time is not told', new ProblemError({ reason: 'timeout', retry: true }), []],
    ['for a reason of ours is not told', new Error('a fault of ours'), []],
  ])('%s, and it goes on', async (_, error, told) => {
    let asked = 0;
    const lookUp = lookUpMachine.provide({
      actors: {
        readStatus: fromPromise(async (): Promise<ServerStatus> => {
          asked += 1;
          throw error;
        }),
        deadline: fromCallback(({ sendBack }) => sendBack({ type: 'deadline.passed' })),
      },
    });
    const root = await rootWith({ restored: { orders: [unpaid] }, actors: { lookUp } });
    for (let turn = 0; turn < 4; turn += 1) await settle();
    expect(asked).toBe(4);
    expect(root.told).toEqual(told.map((problem) => ({ type: 'error', problem, orderId: 'A1' })));
    expect(root.context.statusLookups).toEqual({});
  });
});
