import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../../adapters/simulator/index.js';

describe('virtual clock', () => {
  it('starts at a fixed instant', () => {
    expect(createVirtualClock().now()).toBe(Date.UTC(2026, 0, 5, 4, 30));
    expect(createVirtualClock({ now: 5 }).now()).toBe(5);
  });

  it('runs chained timers inside one advance, each at its own time', async () => {
    const clock = createVirtualClock({ now: 0 });
    const seen: number[] = [];
    const again = (): void => {
      seen.push(clock.now());
      if (seen.length < 3) {
        clock.setTimeout(again, 10);
      }
    };
    clock.setTimeout(again, 10);
    await clock.advance(25);
    expect(seen).toEqual([10, 20]);
    expect(clock.now()).toBe(25);
    await clock.advance(5);
    expect(seen).toEqual([10, 20, 30]);
  });

  it('runs timers of the same instant in the order they were set', async () => {
    const clock = createVirtualClock({ now: 0 });
    const seen: string[] = [];
    clock.setTimeout(() => seen.push('late'), 20);
    for (const name of ['a', 'b', 'c']) {
      clock.setTimeout(() => seen.push(name), 10);
    }
    await clock.advance(20);
    expect(seen).toEqual(['a', 'b', 'c', 'late']);
  });

  it('lets promises finish between timers', async () => {
    const clock = createVirtualClock({ now: 0 });
    const seen: string[] = [];
    clock.setTimeout(async () => {
      for (let turn = 0; turn < 10; turn += 1) {
        await Promise.resolve();
      }
      seen.push(`promise at ${clock.now()}`);
      clock.setTimeout(() => seen.push(`timer at ${clock.now()}`), 1);
    }, 10);
    clock.setTimeout(() => seen.push(`second at ${clock.now()}`), 12);
    await clock.advance(100);
    expect(seen).toEqual(['promise at 10', 'timer at 11', 'second at 12']);
  });

  it('runs a timer that a long chain of promises sets within an advance', async () => {
    const clock = createVirtualClock({ now: 0 });
    const seen: number[] = [];
    clock.setTimeout(async () => {
      for (let turn = 0; turn < 200; turn += 1) await undefined;
      clock.setTimeout(() => seen.push(clock.now()), 10);
    }, 10);
    await clock.advance(100);
    expect(seen).toEqual([20]);
    expect(clock.now()).toBe(100);
  });

  it('settles promises without moving time', async () => {
    const clock = createVirtualClock({ now: 0 });
    let isDone = false;
    void Promise.resolve()
      .then(() => {})
      .then(() => {
        isDone = true;
      });
    await clock.settle();
    expect(isDone).toBe(true);
    expect(clock.now()).toBe(0);
  });

  it('forgets cleared timers and ignores unknown handles', async () => {
    const clock = createVirtualClock({ now: 0 });
    let runs = 0;
    const timer = clock.setTimeout(() => {
      runs += 1;
    }, 10);
    clock.clearTimeout(undefined);
    clock.clearTimeout(timer);
    clock.clearTimeout(timer);
    expect(clock.pending).toBe(0);
    await clock.advance(100);
    expect(runs).toBe(0);
  });

  it('jumps to the next timer, and says when it is due', async () => {
    const clock = createVirtualClock({ now: 100 });
    expect(clock.nextAt).toBeUndefined();
    expect(await clock.next()).toBe(false);
    clock.setTimeout(() => {}, 3_600_000);
    clock.setTimeout(() => {}, Number.POSITIVE_INFINITY);
    expect(clock.nextAt).toBe(3_600_100);
    expect(clock.pending).toBe(2);
    expect(await clock.next()).toBe(true);
    expect(clock.now()).toBe(3_600_100);
    expect(await clock.next()).toBe(false);
  });

  it('jump changes what now says and runs nothing', async () => {
    const clock = createVirtualClock({ now: 1_000 });
    let ranAt = 0;
    clock.setTimeout(() => {
      ranAt = clock.now();
    }, 50);
    clock.jump(-500);
    expect(clock.now()).toBe(500);
    expect(clock.trueNow()).toBe(1_000);
    expect(clock.nextAt).toBe(550);
    await clock.advance(49);
    expect(ranAt).toBe(0);
    await clock.advance(1);
    expect(ranAt).toBe(550);
  });

  it('takes odd delays as zero', async () => {
    const clock = createVirtualClock({ now: 7 });
    let runs = 0;
    const count = (): void => {
      runs += 1;
    };
    clock.setTimeout(count, Number.NaN);
    clock.setTimeout(count, -5);
    await clock.advance(-3);
    expect(runs).toBe(2);
    expect(clock.now()).toBe(7);
  });
});
