import { describe, expect, it } from 'vitest';
import { readOrderStatus, Secret } from '../../../core/protocol/index.js';
import type { UpiFlowEvent } from '../../../machines/upi-flow/types.js';
import type { UpiCommand, UpiFlow, UpiOrder } from '../../../src/index.js';
import { describeStates } from '../../../testing/explorer/describe-states.js';
import { SEARCHES } from '../../../testing/explorer/exhaustive.js';
import type { FlowHarness } from '../../../testing/explorer/flow-harness.js';
import { runRandom, runScript } from '../../../testing/explorer/run.js';
import { accountWithoutPin, accountWithPin, axis } from '../../flow/support/accounts.js';

/** A command as an app sends it, and as an event of the statechart, written out by hand. */
interface Both {
  readonly command: UpiCommand;
  readonly event: UpiFlowEvent;
}

const same = (command: UpiCommand & UpiFlowEvent): Both => ({ command, event: command });
const ANSWERED = { do: 'deliver', nth: 0 } as const;
const DAY = 24 * 3_600_000;

function ofOrder(orderId: string, now: number): readonly Both[] {
  const order = { orderId, amount: '2.00' };
  const mandate = {
    name: 'Gym',
    maxAmount: '5.00',
    amountRule: 'VARIABLE',
    frequency: 'MONTHLY',
    startDate: now + DAY,
    endDate: now + 90 * DAY,
  } as const;
  const inform = (status: object): Both => ({
    command: { type: 'order.inform', orderId, status },
    event: {
      type: 'order.inform',
      orderId,
      serverStatus: { ...readOrderStatus(status), orderId },
    },
  });
  return [
    same({ type: 'pay', order }),
    same({ type: 'pay', order, onboard: true }),
    same({ type: 'pay', order, accountRefId: accountWithPin }),
    {
      command: { type: 'mandate.create', order, mandate },
      event: { type: 'mandate.create', order },
    },
    {
      command: {
        type: 'checkout',
        sdkPayload: { requestId: `session-${orderId}`, payload: { orderId, amount: '2.00' } },
      },
      event: { type: 'checkout', order, requestId: `session-${orderId}` },
    },
    same({ type: 'order.recheck', orderId }),
    {
      command: { type: 'order.retry', orderId },
      event: { type: 'order.retry', orderId, at: now },
    },
    inform({ order_id: orderId, status: 'CHARGED', amount: 2 }),
    inform({ order_id: orderId, status: 'AUTHORIZATION_FAILED', amount: 2 }),
    same({ type: 'order.dismiss', orderId }),
  ];
}

const card = { cardLastSix: '123456', cardExpiry: '1230' };
const elsewhere: readonly Both[] = [
  same({ type: 'sdk.retry' }),
  same({ type: 'sdk.terminate' }),
  same({ type: 'device.refresh' }),
  same({ type: 'device.retry' }),
  same({ type: 'device.cancel' }),
  same({ type: 'device.deregister' }),
  same({ type: 'permission.request' }),
  same({ type: 'sim.select', simId: '0' }),
  same({ type: 'bank.select', bankCode: axis }),
  same({ type: 'account.select', referenceIds: [accountWithPin] }),
  {
    command: { type: 'vpa.select', vpa: 'asha@upf' },
    event: { type: 'vpa.select', vpa: new Secret('asha@upf') },
  },
  {
    command: { type: 'mpin.set', referenceId: accountWithoutPin, ...card },
    event: {
      type: 'mpin.set',
      referenceId: accountWithoutPin,
      card: new Secret({ lastSix: card.cardLastSix, expiry: card.cardExpiry }),
    },
  },
  same({ type: 'mpin.skip' }),
  same({ type: 'onboard' }),
  same({ type: 'back' }),
  same({ type: 'app.foreground' }),
  same({ type: 'app.background' }),
];

/** What of an order decides whether it can be tried again. */
function standing({ status, settled, canRetry }: UpiOrder): unknown {
  return [status, settled, canRetry];
}

/** The clock of the app, unless it is broken just now. */
function timeOf({ ports }: FlowHarness): number | undefined {
  try {
    return ports.clock.now();
  } catch {
    return undefined;
  }
}

describe('flow.can', () => {
  it('says what the actor’s can says, for every command, in every state the explorer reaches', {
    timeout: 120_000,
  }, async () => {
    const seen = new Set<string>();
    const answers = new Map<string, Set<boolean>>();
    const differing: string[] = [];

    function compare(flow: UpiFlow, now: number): void {
      const snapshot = flow.actor.getSnapshot();
      const orderIds = [...Object.keys(snapshot.context.orders), 'never-asked'];
      for (const { command, event } of [
        ...elsewhere,
        ...orderIds.flatMap((orderId) => ofOrder(orderId, now)),
      ]) {
        const can = flow.can(command);
        answers.set(command.type, (answers.get(command.type) ?? new Set()).add(can));
        if (snapshot.can(event) !== can) {
          differing.push(`${can ? 'taken' : 'rejected'}: ${JSON.stringify(command)}`);
        }
      }
    }

    const watch = {
      step: (harness: FlowHarness) => {
        const { orders } = harness.flow.getSnapshot();
        const state = `${describeStates(harness)} ${JSON.stringify(Object.values(orders).map(standing))}`;
        if (seen.has(state)) return;
        seen.add(state);
        const now = timeOf(harness);
        if (now !== undefined) compare(harness.flow, now);
      },
      goOn: () => false,
    };
    for (let seed = 1; seed <= 800; seed += 1) await runRandom(seed, 40, watch);
    // Where chance seldom goes.
    for (const { device, path } of SEARCHES) {
      const actions = [...path, ANSWERED];
      await runScript({ seed: 1, device, orderStatus: true, actions }, watch);
    }
    expect(differing).toEqual([]);
    expect(seen.size).toBeGreaterThan(700);
    // Every command was met where it is taken, and where it is not.
    const both = [...answers].filter(([, ways]) => ways.size === 2).map(([type]) => type);
    const always = ['app.foreground', 'app.background'];
    expect(new Set([...both, ...always])).toEqual(new Set(answers.keys()));
    expect(answers.size).toBe(24);
  });
});
