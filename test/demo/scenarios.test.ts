import { describe, expect, it, vi } from 'vitest';
import { runScenario } from '../../demo/run-scenario.js';
import { scenarios } from '../../demo/scenarios/index.js';
import { isGood } from '../../demo/summary.js';
import { demo } from './support.js';

// A scenario with a server waits for real sockets, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

/** Everything a scenario prints for people. */
async function inText(scenario: string, seed: number): Promise<string> {
  return (await demo('--scenario', scenario, '--seed', String(seed))).out.join('\n');
}

const names = scenarios.map((scenario) => scenario.name);

describe.each(names)('the scenario %s', (name) => {
  it('ends as promised, every order agreeing with the ledger', async () => {
    const { summary } = await runScenario(name, { seed: 1 });
    expect(summary.error).toBeUndefined();
    expect(summary.orders.filter((row) => !row.agrees)).toEqual([]);
    expect(summary.orders).not.toHaveLength(0);
    expect(summary.checks.filter((check) => !check.holds)).toEqual([]);
    expect(summary.samples.decoded).toBe(summary.samples.of);
    expect(isGood(summary)).toBe(true);
  });

  it('settles every order', async () => {
    const { summary } = await runScenario(name, { seed: 3 });
    expect(summary.orders.filter((row) => !row.settled || !row.verified)).toEqual([]);
  });

  it('is the same for the same seed', async () => {
    expect(await runScenario(name, { seed: 5 })).toEqual(await runScenario(name, { seed: 5 }));
    expect(await inText(name, 5)).toBe(await inText(name, 5));
  });

  it.each([2, 7, 42, 999_999_999])('agrees with the ledger for seed %i', async (seed) => {
    const { summary } = await runScenario(name, { seed });
    expect(summary.error).toBeUndefined();
    expect(isGood(summary)).toBe(true);
  });

  it('fits into 100 columns', async () => {
    const lines = (await inText(name, 1)).split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });
});

describe('the story', () => {
  it('passes every station on the way to LINKED', async () => {
    const { events } = await runScenario('story');
    const shown = events.filter((event) => event.type === 'state').map((event) => event.name);
    const first = shown.slice(0, shown.indexOf('paying'));
    expect(first).toEqual([
      'permission',
      'simList',
      'binding',
      'bindExpired',
      'binding',
      'bankList',
      'accountList',
      'vpa',
      'vpa',
      'linking',
      'mpin',
      'ready',
    ]);
  });

  it('has one payment of each outcome, and a mandate', async () => {
    const { summary } = await runScenario('story');
    const ends = summary.orders.map((row) => [row.kind, row.reported, row.shown, row.ledger]);
    expect(ends).toEqual([
      ['pay', 'success', 'success', 'CHARGED'],
      ['pay', 'pending', 'success', 'CHARGED'],
      ['pay', 'failure', 'failure', 'AUTHORIZATION_FAILED'],
      ['pay', 'payFailure', 'payFailure', 'AUTHORIZATION_FAILED'],
      ['pay', 'backPress', 'backPress', 'NEW'],
      ['pay', 'userAborted', 'userAborted', 'AUTHENTICATION_FAILED'],
      ['mandate', 'success', 'success', 'CHARGED'],
    ]);
  });

  it('feeds every sample answer of the documents through the flow, which believes none', async () => {
    const { events, summary } = await runScenario('story');
    expect(summary.samples).toEqual({ decoded: 9, of: 9, delivered: 7 });
    const late = events.filter((event) => event.name === 'sdk.late');
    // None names a request: what says the same of the same order is told once.
    expect(late).toHaveLength(4);
    expect(summary.checks).toContainEqual({ promise: 'nothing changed', holds: true });
  });

  it('runs differently with another seed', async () => {
    const one = await runScenario('story', { seed: 1 });
    const two = await runScenario('story', { seed: 2 });
    expect(one.events).not.toEqual(two.events);
  });
});

describe('the merchant’s server in the TPV scenario', () => {
  const ofKind = async (...kinds: readonly string[]) =>
    (await runScenario('tpv')).events.filter(({ type }) => kinds.includes(type));

  it('opens a TPV session for each order, before anybody can pay it', async () => {
    const events = await ofKind('juspay', 'books', 'bank');
    const told = events.map(({ type, name, about }) => `${type} ${name} ${about['status']}`);
    expect(events).toContainEqual(
      expect.objectContaining({
        name: 'session',
        about: {
          type: 'TPV_PAYMENT',
          max: '1000.00',
          every: 'MONTHLY',
          orderId: 'sip',
          status: 'NEW',
        },
      }),
    );
    const firsts = ['books fund created', 'juspay session NEW', 'books fund open'];
    expect(told.slice(0, 3)).toEqual(firsts);
    expect(told.indexOf('bank fund CHARGED')).toBeGreaterThan(2);
  });

  it('receives webhooks, of which one is lost and one comes twice', async () => {
    const events = await ofKind('juspay');
    const names = events
      .filter(({ name, about }) => /^[A-Z_]+$/.test(name) && about['orderId'] === 'sip')
      .map(({ name, about }) => `${name} ${about['status']}`);
    expect(names).toEqual([
      'TXN_CREATED 200',
      'MANDATE_CREATED 200',
      'MANDATE_ACTIVATED 200',
      'ORDER_SUCCEEDED 200',
      'ORDER_SUCCEEDED 200',
    ]);
  });

  it('settles and delivers each order once, in this order', async () => {
    const told = (await ofKind('books', 'outbox', 'shop')).map(({ type, name, about }) =>
      [type, name, about['orderId'], about['status'], about['told']].filter(Boolean).join(' '),
    );
    expect(told).toEqual([
      'books fund created',
      'books fund open',
      'books fund paid',
      'outbox settled fund paid true',
      'shop fund',
      'books sip created',
      'books sip open',
      'books sip paid',
      'outbox settled sip paid true',
      'outbox mandate sip ACTIVE true',
      'shop sip',
    ]);
  });

  it('keeps its promises about money, and about what it keeps', async () => {
    const { summary } = await runScenario('tpv', { seed: 6 });
    const ends = summary.orders.map((row) => [row.orderId, row.shown, row.ledger, row.debits]);
    expect(ends).toEqual([
      ['fund', 'success', 'CHARGED', 1],
      ['sip', 'success', 'CHARGED', 1],
    ]);
    expect(summary.checks).toHaveLength(7);
  });
});

describe('the documents', () => {
  it('answer in the place of the SDK, each sample once', async () => {
    const { events, summary } = await runScenario('documents');
    expect(summary.samples.delivered).toBe(7);
    expect(events.filter((event) => event.type === 'sample')).toHaveLength(7);
    // The sample says LINKED where the simulated SDK said BOUND.
    const bound = events.find(
      (one) => one.type === 'answer' && one.name === 'upiBindActivateDevice',
    );
    expect(bound?.about['status']).toBe('LINKED');
  });
});
