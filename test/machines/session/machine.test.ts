import { describe, expect, it } from 'vitest';
import { fromPromise } from 'xstate';
import { ProblemError } from '../../../core/model/problem.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { sessionMachine } from '../../../machines/index.js';
import { createTestChart, pathOf } from '../../../testing/chart.js';
import { START, settle } from '../support/chart.js';

const SECOND = 1_000;
const STORM = 20_000;

/** A session whose server signs, unless a test makes it fail. */
function session() {
  const codes: (string | undefined)[] = [];
  const starts: number[] = [];
  const failures: Error[] = [];
  const chart = createTestChart({
    machine: sessionMachine,
    input: (clock) => ({ timings: defaultTimings, clock }),
    actors: {
      refreshAuth: fromPromise(async ({ input: { reqCode } }) => {
        codes.push(reqCode);
        starts.push(clock.at);
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
      }),
    },
  });
  const { actor, clock, passDeadline, running } = chart;
  const path = pathOf(actor);
  actor.start();
  return {
    actor,
    clock,
    codes,
    failures,
    passDeadline,
    path,
    running,
    starts,
    expire: (...reqCodes: readonly (string | undefined)[]) => {
      for (const reqCode of reqCodes) actor.send({ type: 'sdk.sessionExpired', reqCode });
    },
    /** Lets everything happen, resting included, until nothing waits any more. */
    finish: async () => {
      await settle();
      while (Object.keys(running()).length > 0) {
        passDeadline();
        await settle();
      }
    },
  };
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `code-${n}`);
}

const refused = () => new ProblemError({ reason: 'authorizeFailed', retry: true });

describe('a session', () => {
  it('is refreshed at once, then for each code, ten seconds apart', async () => {
    const { codes, expire, finish, path, starts } = session();
    expire('a', 'b', undefined);
    await settle();
    expect(codes).toEqual(['a']);
    await finish();
    expect(codes).toEqual(['a', 'b', undefined]);
    expect(starts.map((at) => at - START)).toEqual([0, 10 * SECOND, 20 * SECOND]);
    expect(path).toEqual([
      'fresh',
      'refreshing',
      'resting',
      'refreshing',
      'resting',
      'refreshing',
      'fresh',
    ]);
  });

  it('that rested is refreshed at once', async () => {
    const { clock, codes, expire, path } = session();
    expire('a');
    await settle();
    clock.at += 10 * SECOND;
    expire('b');
    await settle();
    expect(codes).toEqual(['a', 'b']);
    expect(path).not.toContain('resting');
  });

  it('rests no longer when the clock is set back', async () => {
    const { actor, clock, codes, expire, finish } = session();
    expire('a');
    await settle();
    clock.at -= 24 * 3_600 * SECOND;
    expire('b');
    await settle();
    const { deadlineAt, clock: read } = actor.getSnapshot().context;
    expect(actor.getSnapshot().value).toBe('resting');
    expect(deadlineAt - read.now()).toBe(10 * SECOND);
    await finish();
    expect(codes).toEqual(['a', 'b']);
  });

  it('is refreshed once for a code, whenever it is repeated', async () => {
    const { codes, expire, finish } = session();
    expire('a', 'a', 'b', 'a', 'b');
    await settle();
    expire('a', 'b');
    await finish();
    expire('a', 'b');
    await finish();
    expect(codes).toEqual(['a', 'b']);
  });

  it('remembers the last 32 codes', async () => {
    const { codes, expire, finish } = session();
    for (const code of numbered(33)) {
      expire(code);
      await finish();
    }
    expire(...numbered(33).slice(1));
    await finish();
    expect(codes).toHaveLength(33);
    expire('code-0');
    await finish();
    expect(codes).toHaveLength(34);
  });

  it('without a code is refreshed once at a time', async () => {
    const { codes, expire, finish } = session();
    expire(undefined, undefined, undefined);
    await settle();
    expire(undefined);
    await finish();
    expect(codes).toEqual([undefined, undefined].slice(0, codes.length));
    expect(codes.length).toBeLessThanOrEqual(2);
    const before = codes.length;
    expire(undefined);
    await finish();
    expect(codes).toHaveLength(before + 1);
  });

  it('keeps the newest eight codes that wait', async () => {
    const { codes, expire, finish } = session();
    expire('first', ...numbered(20));
    await finish();
    expect(codes).toEqual(['first', ...numbered(20).slice(12)]);
  });
});

describe('a server that does not sign', () => {
  it('is asked again after a while, then when the session is told of again', async () => {
    const { actor, clock, codes, expire, failures, passDeadline, path } = session();
    failures.push(refused(), refused(), refused());
    expire('a');
    await settle();
    for (const wait of [1, 2]) {
      const before = clock.at;
      passDeadline();
      expect(clock.at - before).toBe(wait * SECOND);
      await settle();
    }
    expect(path).toEqual([
      'fresh',
      'refreshing',
      'backingOff',
      'refreshing',
      'backingOff',
      'refreshing',
      'stale',
    ]);
    actor.send({ type: 'app.foreground' });
    expect(path.at(-1)).toBe('resting');
    passDeadline();
    await settle();
    expect(codes).toEqual(['a', 'a', 'a', 'a']);
    expect(path.slice(-2)).toEqual(['refreshing', 'fresh']);
  });

  it('is asked again for the same code, and for what waited', async () => {
    const { codes, expire, failures, finish, path } = session();
    failures.push(refused(), refused(), refused());
    expire('a', 'b');
    await finish();
    expect(path.at(-1)).toBe('stale');
    expire('a');
    await finish();
    expect(codes).toEqual(['a', 'a', 'a', 'a', 'b']);
  });

  it('for good is asked once', async () => {
    const { codes, expire, failures, finish, path } = session();
    failures.push(new ProblemError({ reason: 'authorizeMismatch', retry: false }));
    expire('a');
    await finish();
    expect(codes).toEqual(['a']);
    expect(path.at(-1)).toBe('stale');
  });
});

describe('a storm', () => {
  const storms: readonly (readonly [string, (n: number) => string | undefined])[] = [
    ['of one code', () => 'same'],
    ['without a code', () => undefined],
    ['of all different codes', (n) => `code-${n}`],
    ['of everything', (n) => (n % 3 === 0 ? undefined : `code-${n % 1_000}`)],
  ];

  it.each(storms)('%s keeps nothing but a few codes', async (_, codeOf) => {
    const { actor, codes, expire, finish } = session();
    let most = 0;
    for (let n = 0; n < STORM; n += 1) {
      expire(codeOf(n));
      const { refreshed, waiting } = actor.getSnapshot().context;
      most = Math.max(most, waiting.length + refreshed.length);
      // Every thousandth time the work in hand may go on.
      if (n % 1_000 === 0) await settle();
    }
    // So no list that is copied is ever longer: each expiry costs the same.
    expect(most).toBeLessThanOrEqual(8 + 32);
    expect(codes.length).toBeLessThanOrEqual(1);
    await finish();
    expect(codes.length).toBeLessThanOrEqual(1 + 8);
    expect(actor.getSnapshot().value).toBe('fresh');
  });

  it.each(['signs', 'fails'])(
    'all day long asks six times a minute, when the server %s',
    async (server) => {
      const { clock, codes, expire, failures, passDeadline, running, starts } = session();
      let n = 0;
      while (clock.at < START + 600 * SECOND) {
        if (server === 'fails') failures.push(refused());
        expire(`code-${n}`, undefined);
        n += 1;
        await settle();
        if (Object.keys(running()).length > 0) passDeadline();
        else clock.at += SECOND;
        await settle();
      }
      // What the server refused is asked again soon, as part of the same refresh.
      const perRefresh = server === 'fails' ? defaultTimings.authorizeAttempts : 1;
      for (const from of starts) {
        const within = starts.filter((at) => at >= from && at < from + 60 * SECOND);
        expect(within.length).toBeLessThanOrEqual(6 * perRefresh);
      }
      expect(codes.length).toBeGreaterThan(50);
    },
  );
});
