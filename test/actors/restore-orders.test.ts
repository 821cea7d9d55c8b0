import { describe, expect, it } from 'vitest';
import { assign, createActor, setup } from 'xstate';
import type { Problem } from '../../core/model/problem.js';
import { problem } from '../../core/model/problem.js';
import type { Restored } from '../../machines/upi-flow/types.js';
import { restoreOrders } from '../../src/actors/restore-orders.js';
import { Services } from '../../src/actors/services.js';
import { liveServices, systemWith } from './support/services.js';

type Heard =
  | { readonly type: 'orders.restored'; readonly restored: Restored }
  | { readonly type: 'orders.unreadable'; readonly problem: Problem }
  | { readonly type: 'leave' };

const restored: Restored = { orders: [] };

/** Reads what the storage remembers, until it is told to leave; keeps what it hears. */
const reader = setup({
  types: { context: {} as { readonly heard: readonly Heard[] }, events: {} as Heard },
  actors: { restoreOrders },
}).createMachine({
  context: { heard: [] },
  on: {
    '*': { actions: assign({ heard: ({ context, event }) => [...context.heard, event] }) },
  },
  initial: 'reading',
  states: {
    reading: { invoke: { src: 'restoreOrders', input: {} }, on: { leave: 'left' } },
    left: {},
  },
});

/** A storage that answers each read when the test says so. */
function reading() {
  const { services, clock } = liveServices();
  const asked: number[] = [];
  const began = clock.now();
  const reads: { resolve(answer: Restored): void; reject(error: Error): void }[] = [];
  const journal = {
    ...services.journal,
    restore: () => {
      asked.push(clock.now() - began);
      return new Promise<Restored>((resolve, reject) => reads.push({ resolve, reject }));
    },
  };
  const parent = systemWith(new Services({ ...services, journal }));
  const actor = createActor(reader, { parent }).start();
  const last = () => {
    const read = reads.at(-1);
    if (read === undefined) throw new Error('nothing is being read');
    return read;
  };
  return {
    actor,
    asked,
    clock,
    heard: () => actor.getSnapshot().context.heard,
    answer: async () => {
      last().resolve(restored);
      await clock.settle();
    },
    fail: async (error: Error = problem('storageFailed', true)) => {
      last().reject(error);
      await clock.settle();
    },
  };
}

describe('what the storage remembers', () => {
  it('is read once, and said', async () => {
    const { answer, asked, clock, heard } = reading();
    await clock.settle();
    expect(heard()).toEqual([]);
    await answer();
    await clock.advance(3_600_000);
    expect(heard()).toEqual([{ type: 'orders.restored', restored }]);
    expect(asked).toEqual([0]);
  });

  it('is waited for a second, then twice as long, and at most a minute', async () => {
    const { answer, asked, clock, fail, heard } = reading();
    for (let n = 0; n < 9; n += 1) {
      await fail();
      await clock.next();
    }
    await answer();
    expect(heard().at(-1)).toEqual({ type: 'orders.restored', restored });
    expect(clock.pending).toBe(0);
    const waits = asked.map((at, n) => at - (asked[n - 1] ?? 0)).slice(1);
    expect(waits.map((ms) => ms / 1_000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('is said to be unreadable once', async () => {
    const { clock, fail, heard } = reading();
    for (let n = 0; n < 4; n += 1) {
      await fail();
      await clock.next();
    }
    expect(heard()).toEqual([
      {
        type: 'orders.unreadable',
        problem: { reason: 'storageFailed', retry: true, message: undefined },
      },
    ]);
  });

  it('is said to be unreadable without the words of the storage', async () => {
    const { fail, heard } = reading();
    await fail(new Error('919876543210'));
    expect(heard()).toEqual([
      { type: 'orders.unreadable', problem: { reason: 'unreadable', retry: true } },
    ]);
  });

  it.each([['answer'], ['fail']] as const)(
    'is not said when nobody reads any more (%s)',
    async (how) => {
      const world = reading();
      world.actor.send({ type: 'leave' });
      await world[how]();
      expect(world.heard()).toEqual([]);
      expect(world.clock.pending).toBe(0);
    },
  );

  it('is not read again when nobody reads any more', async () => {
    const { actor, asked, clock, fail } = reading();
    await fail();
    expect(clock.pending).toBe(1);
    actor.send({ type: 'leave' });
    expect(clock.pending).toBe(0);
    await clock.advance(3_600_000);
    expect(asked).toEqual([0]);
  });
});
