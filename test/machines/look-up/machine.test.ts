import { describe, expect, it } from 'vitest';
import { createActor, createMachine, fromCallback, fromPromise, sendTo } from 'xstate';
import type { ServerStatus } from '../../../core/protocol/index.js';
import { lookUpMachine } from '../../../machines/index.js';
import { settle } from '../support/chart.js';

const MINUTE = 60_000;
const NEW: ServerStatus = { moneyStatus: 'untouched', word: 'NEW', orderId: 'A1' };
const PAID: ServerStatus = { moneyStatus: 'paid', word: 'CHARGED', orderId: 'A1', amount: '2.00' };

/** The machine as a child, with a clock that goes from deadline to deadline. */
function lookUp(waits: readonly number[], answers: readonly (ServerStatus | undefined)[]) {
  const left = [...answers];
  const asked: { at: number; orderId: string; urgent: boolean }[] = [];
  const heard: object[] = [];
  const states: unknown[] = [];
  let now = 1_000;
  let running: { at: number; pass: () => void } | undefined;
  const machine = lookUpMachine.provide({
    actors: {
      readStatus: fromPromise(async ({ input }) => {
        asked.push({ at: now, ...input });
        const answer = left.shift();
        if (answer === undefined) throw new Error('down');
        return answer;
      }),
      deadline: fromCallback(({ input: { at }, sendBack }) => {
        running = { at, pass: () => sendBack({ type: 'deadline.passed' }) };
        return () => {
          running = undefined;
        };
      }),
    },
  });
  const parent = createMachine({
    invoke: {
      src: machine,
      id: 'lookUp',
      input: ({ self }) => ({ orderId: 'A1', waits, clock: { now: () => now }, parent: self }),
    },
    on: {
      'app.foreground': { actions: sendTo('lookUp', ({ event }) => event) },
      '*': { actions: ({ event }) => void heard.push(event) },
    },
  });
  const actor = createActor(parent);
  actor.start();
  const child = actor.getSnapshot().children['lookUp'];
  child?.subscribe(({ value }) => states.push(value));
  return {
    asked,
    heard,
    value: () => child?.getSnapshot().value,
    hasClock: () => running !== undefined,
    foreground: async (after = 0) => {
      now += after;
      actor.send({ type: 'app.foreground' });
      await settle();
    },
    passDeadline: async () => {
      if (running === undefined) throw new Error('no clock is running');
      now = Math.max(now, running.at);
      running.pass();
      await settle();
    },
  };
}

describe('a look-up', () => {
  it('waits, asks, tells what it heard, and ends', async () => {
    const { asked, hasClock, heard, passDeadline, value } = lookUp(
      [MINUTE, 4 * MINUTE],
      [NEW, PAID],
    );
    await settle();
    expect(value()).toBe('waiting');
    expect(asked).toEqual([]);
    await passDeadline();
    expect(heard).toEqual([{ type: 'order.lookedUp', orderId: 'A1', serverStatus: NEW }]);
    expect(value()).toBe('waiting');
    await passDeadline();
    expect(asked).toEqual([
      { at: 1_000 + MINUTE, orderId: 'A1', urgent: false },
      { at: 1_000 + 5 * MINUTE, orderId: 'A1', urgent: false },
    ]);
    expect(heard.slice(1)).toEqual([
      { type: 'order.lookedUp', orderId: 'A1', serverStatus: PAID },
      { type: 'lookUp.ended', orderId: 'A1' },
    ]);
    expect(value()).toBe('ended');
    expect(hasClock()).toBe(false);
  });

  it('asks at once when its first wait is none', async () => {
    const { asked, passDeadline } = lookUp([0, MINUTE], [NEW]);
    await passDeadline();
    expect(asked).toEqual([{ at: 1_000, orderId: 'A1', urgent: false }]);
  });

  it('tells nothing of a question that failed, and goes on', async () => {
    const { heard, passDeadline } = lookUp([MINUTE, MINUTE], [undefined, PAID]);
    await passDeadline();
    expect(heard).toEqual([]);
    await passDeadline();
    expect(heard).toEqual([
      { type: 'order.lookedUp', orderId: 'A1', serverStatus: PAID },
      { type: 'lookUp.ended', orderId: 'A1' },
    ]);
  });

  it('asks when the app comes back, besides the looks that were planned', async () => {
    const { asked, foreground, passDeadline, value } = lookUp([MINUTE], [NEW, NEW, PAID]);
    await foreground(10_000);
    await foreground(10_000);
    expect(asked.map(({ at }) => at)).toEqual([11_000, 21_000]);
    expect(value()).toBe('waiting');
    await passDeadline();
    expect(asked).toHaveLength(3);
    expect(value()).toBe('ended');
  });

  it('asks one question at a time, however often the app comes back', async () => {
    const { asked, foreground, passDeadline } = lookUp([MINUTE], [NEW, NEW]);
    const first = foreground();
    const second = foreground();
    await Promise.all([first, second]);
    expect(asked).toHaveLength(1);
    await passDeadline();
    expect(asked).toHaveLength(2);
  });

  it('does nothing without a look to come', async () => {
    const { asked, heard, value } = lookUp([], []);
    await settle();
    expect(value()).toBe('ended');
    expect(heard).toEqual([{ type: 'lookUp.ended', orderId: 'A1' }]);
    expect(asked).toEqual([]);
  });

  it('runs without a parent, and does nothing when nothing is provided', async () => {
    const actor = createActor(lookUpMachine, {
      input: { orderId: 'A1', waits: [MINUTE], clock: { now: () => 0 } },
    });
    actor.start();
    actor.send({ type: 'app.foreground' });
    await settle();
    expect(actor.getSnapshot()).toMatchObject({ status: 'active', value: 'waiting' });
    actor.send({ type: 'deadline.passed' });
    await settle();
    expect(actor.getSnapshot()).toMatchObject({ status: 'active', value: 'ended' });
  });
});
