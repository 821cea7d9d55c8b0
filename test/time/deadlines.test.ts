import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import { createDeadlines } from '../../src/time/deadlines.js';
import { withDeadline } from '../../src/time/with-deadline.js';

const DAY = 24 * 3_600_000;

function setUp() {
  const clock = createVirtualClock({ now: 1_000_000 });
  const deadlines = createDeadlines(clock);
  const passed: string[] = [];
  return { clock, deadlines, passed, pass: (name: string) => () => void passed.push(name) };
}

describe('a deadline', () => {
  it('passes once, at its time', async () => {
    const { clock, deadlines, passed, pass } = setUp();
    deadlines.at(clock.now() + 100, pass('at'));
    deadlines.after(200, pass('after'));
    await clock.advance(99);
    expect(passed).toEqual([]);
    await clock.advance(1);
    expect(passed).toEqual(['at']);
    await clock.advance(10_000);
    expect(passed).toEqual(['at', 'after']);
    expect(clock.pending).toBe(0);
    expect(deadlines.now()).toBe(clock.now());
  });

  it('in the past passes at the next turn', async () => {
    const { clock, deadlines, passed, pass } = setUp();
    deadlines.at(0, pass('past'));
    expect(passed).toEqual([]);
    await clock.advance(0);
    expect(passed).toEqual(['past']);
  });

  it('that was stopped never passes', async () => {
    const { clock, deadlines, passed, pass } = setUp();
    const stop = deadlines.after(100, pass('stopped'));
    stop();
    stop();
    deadlines.check();
    await clock.advance(1_000);
    expect(passed).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('passes at a check when the clock jumped over it', async () => {
    const { clock, deadlines, passed, pass } = setUp();
    deadlines.after(100, pass('due'));
    deadlines.after(10_000, pass('not due'));
    clock.jump(5_000);
    expect(passed).toEqual([]);
    deadlines.check();
    expect(passed).toEqual(['due']);
    await clock.advance(100);
    expect(passed).toEqual(['due']);
  });

  it('that counts waiting alone passes after its wait, however the clock jumps', async () => {
    const { clock, deadlines, passed, pass } = setUp();
    deadlines.wait(100, pass('waited'));
    const stop = deadlines.wait(100, pass('stopped'));
    clock.jump(DAY);
    deadlines.check();
    await clock.advance(50);
    clock.jump(-2 * DAY);
    deadlines.check();
    await clock.advance(49);
    expect(passed).toEqual([]);
    stop();
    await clock.advance(1);
    expect(passed).toEqual(['waited']);
    deadlines.wait(60 * DAY, pass('two months'));
    clock.jump(61 * DAY);
    await clock.advance(59 * DAY);
    expect(passed).toEqual(['waited']);
    await clock.advance(DAY);
    expect(passed).toEqual(['waited', 'two months']);
    deadlines.wait(100, pass('cleared'));
    deadlines.clear();
    expect(clock.pending).toBe(0);
  });

  it('is not held up by a clock that was set back', async () => {
    const { clock, deadlines, passed, pass } = setUp();
    deadlines.after(100, pass('due'));
    clock.jump(-DAY);
    deadlines.check();
    expect(passed).toEqual([]);
    await clock.advance(100);
    expect(passed).toEqual(['due']);
  });

  it('may be longer than a platform timer counts', async () => {
    const { clock, deadlines, passed, pass } = setUp();
    const longest: number[] = [];
    const watched = createDeadlines({
      now: clock.now,
      clearTimeout: clock.clearTimeout,
      setTimeout: (run, ms) => {
        longest.push(ms);
        return clock.setTimeout(run, ms);
      },
    });
    watched.after(60 * DAY, pass('two months'));
    await clock.advance(59 * DAY);
    expect(passed).toEqual([]);
    await clock.advance(DAY);
    expect(passed).toEqual(['two months']);
    expect(Math.max(...longest)).toBeLessThan(2 ** 31);
    expect(deadlines.now()).toBe(clock.now());
  });

  it('counts a timer that runs twice once', async () => {
    const { clock, passed, pass } = setUp();
    const twice = createDeadlines({
      now: clock.now,
      clearTimeout: clock.clearTimeout,
      setTimeout: (run, ms) => {
        clock.setTimeout(run, ms);
        return clock.setTimeout(run, ms);
      },
    });
    twice.after(60 * DAY, pass('two months'));
    clock.jump(-DAY);
    await clock.advance(60 * DAY - 1);
    expect(passed).toEqual([]);
    await clock.advance(1);
    expect(passed).toEqual(['two months']);
  });

  it('that is long passes early only when the clock jumped', async () => {
    const { clock, deadlines, passed, pass } = setUp();
    deadlines.after(60 * DAY, pass('two months'));
    clock.jump(61 * DAY);
    await clock.advance(25 * DAY);
    expect(passed).toEqual(['two months']);
  });

  it('may start another one while it passes', async () => {
    const { clock, deadlines, passed, pass } = setUp();
    deadlines.after(100, () => {
      passed.push('first');
      deadlines.after(100, pass('second'));
    });
    await clock.advance(200);
    expect(passed).toEqual(['first', 'second']);
  });

  it('ends with all others at clear', async () => {
    const { clock, deadlines, passed, pass } = setUp();
    deadlines.after(100, pass('one'));
    deadlines.after(60 * DAY, pass('two'));
    deadlines.clear();
    expect(clock.pending).toBe(0);
    deadlines.check();
    await clock.advance(61 * DAY);
    expect(passed).toEqual([]);
  });
});

describe('a promise with a deadline', () => {
  it('is the promise when that is first, and leaves no timer', async () => {
    const { clock, deadlines } = setUp();
    const late = () => new Error('late');
    await expect(withDeadline(deadlines, 100, Promise.resolve(7), late)).resolves.toBe(7);
    await expect(
      withDeadline(deadlines, 100, Promise.reject(new Error('own')), late),
    ).rejects.toThrow('own');
    expect(clock.pending).toBe(0);
  });

  it('is not given up because the clock jumped', async () => {
    const { clock, deadlines } = setUp();
    const answer = new Promise<number>((resolve) => clock.setTimeout(() => resolve(7), 50));
    const timed = withDeadline(deadlines, 100, answer, () => new Error('late'));
    const outcome = expect(timed).resolves.toBe(7);
    clock.jump(DAY);
    deadlines.check();
    await clock.advance(50);
    await outcome;
  });

  it('fails when the time is over', async () => {
    const { clock, deadlines } = setUp();
    const late = withDeadline(deadlines, 100, new Promise(() => {}), () => new Error('late'));
    const outcome = expect(late).rejects.toThrow('late');
    await clock.advance(100);
    await outcome;
  });
});
