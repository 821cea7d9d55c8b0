import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { noPaint } from '../../demo/paint.js';
import { runScenario } from '../../demo/run-scenario.js';
import { compareOrders, isGood, type Summary } from '../../demo/summary.js';
import { printSummary } from '../../demo/table.js';
import type { UpiState } from '../../src/index.js';

/** A state that shows one order with this status. */
function showing(status: UpiState['orders'][string]['status']): UpiState {
  const order = {
    orderId: 'o1',
    kind: 'pay',
    amount: '3.00',
    status,
    verified: true,
    settled: true,
    canRetry: false,
    attempts: 1,
    updatedAt: 0,
  } as const;
  return {
    step: { name: 'outcome', order },
    device: 'linked',
    accounts: [],
    vpas: [],
    profile: { upiNumbers: [], allowedAccountTypes: [] },
    orders: { o1: order },
    sdk: 'ready',
    busy: false,
    loader: false,
  };
}

/** A world in which the session of an order was paid, or only made. */
async function world(isPaid: boolean) {
  const simulator = createSimulator({ device: 'LINKED' });
  const { sdk_payload } = simulator.server.session({ orderId: 'o1', amount: '3.00' });
  if (isPaid) {
    const claims = { merchant_id: 'stock', customer_id: 'abcde12345', timestamp: '0' };
    const signed = simulator.backend.authorize({ action: 'initiate', claims });
    simulator.sdk.open();
    await simulator.clock.advance(1_000);
    const payload = {
      action: 'initiate',
      ...simulator.merchant,
      environment: 'sandbox',
      ...(await signed),
    };
    simulator.sdk.initiate({ requestId: 'r1', service: 'in.juspay.hyperapi', payload });
    await simulator.clock.advance(5_000);
    simulator.sdk.process(sdk_payload);
    await simulator.clock.advance(60_000);
    expect(simulator.ledger.debits('o1')).toHaveLength(1);
  }
  return simulator;
}

describe('the comparison with the ledger', () => {
  it.each([
    ['success', true],
    ['failure', false],
    ['userAborted', false],
    ['pending', false],
    ['refunded', false],
    ['unresolved', false],
    ['submitted', false],
  ] as const)(
    'of an order shown as %s while the bank took the money: %s',
    async (status, agrees) => {
      expect(compareOrders(showing(status), await world(true))[0]?.agrees).toBe(agrees);
    },
  );

  it.each([
    ['success', false],
    ['failure', true],
    ['backPress', true],
    ['refunded', false],
    ['pending', false],
  ] as const)('of an order shown as %s while nothing was started: %s', async (status, agrees) => {
    expect(compareOrders(showing(status), await world(false))[0]?.agrees).toBe(agrees);
  });

  it('finds an order the app does not show', async () => {
    const [row] = compareOrders(undefined, await world(true));
    expect(row).toMatchObject({
      orderId: 'o1',
      shown: 'nothing',
      ledger: 'CHARGED',
      agrees: false,
    });
  });
});

describe('the verdict', () => {
  async function good(): Promise<Summary> {
    return (await runScenario('killed')).summary;
  }

  it.each<[string, Partial<Summary>]>([
    ['an order differs', { allAgree: false }],
    ['a promise broke', { checks: [{ promise: 'it was sent once', holds: false }] }],
    ['a secret was printed', { secretsLeaked: true }],
    ['a sample was not decoded', { samples: { decoded: 8, of: 9, delivered: 7 } }],
    ['the run ended early', { error: 'Waited in vain.' }],
  ])('is bad when %s', async (_, broken) => {
    expect(isGood({ ...(await good()), ...broken })).toBe(false);
  });

  it('is told in clear lines', async () => {
    const lines: string[] = [];
    const summary = await good();
    const orders = summary.orders.map((row) => ({ ...row, agrees: false }));
    const checks = [{ promise: 'it was sent once', holds: false }];
    const broken = { ...summary, orders, checks, secretsLeaked: true, error: 'Waited in vain.' };
    printSummary(broken, (line) => void lines.push(line), noPaint);
    const text = lines.join('\n');
    expect(text).toContain('DIFFERS');
    expect(text).toContain('NOT EVERY ORDER AGREES WITH THE LEDGER: 0 of 1');
    expect(text).toContain('not: it was sent once');
    expect(text).toContain('A SECRET WAS PRINTED');
    expect(text).toContain('ended early: Waited in vain.');
  });
});
