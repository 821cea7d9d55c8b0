import { describe, expect, it } from 'vitest';
import { never } from './support/clock.js';
import { DAY, HOUR, MINUTE, PROCESS_DEADLINE, SECOND, World } from './support/world.js';

/** The SDK said PENDING, and the server knows nothing new. */
async function pending(): Promise<World> {
  const world = await World.ready();
  await world.pay();
  await world.advance(3 * SECOND);
  world.says('PENDING', world.request(), { txnUuid: 'A1_t1' });
  await world.advance(0);
  world.shows({ status: 'pending', settled: false });
  return world;
}

/** When the order was asked about, in seconds since then. */
const asked = (world: World, since: number): number[] =>
  world.server.asked
    .filter(({ orderId, at }) => orderId === 'A1' && at >= since)
    .map(({ at }) => Math.round((at - since) / SECOND));

describe('a pending order that nobody touches', () => {
  it('is asked about at 5 s, doubling to 60 s, for 15 minutes, then parked', async () => {
    const world = await pending();
    const since = world.clock.elapsed;
    await world.advance(15 * MINUTE);
    const times = asked(world, since);
    expect(times.filter((at) => at > 0).slice(0, 5)).toEqual([5, 15, 35, 75, 135]);
    expect(times.length).toBeLessThanOrEqual(20);
    const last = world.server.reads('A1');
    await world.advance(5 * HOUR);
    expect(world.server.reads('A1') - last).toBeLessThanOrEqual(1);
    world.shows({ status: 'pending', settled: false, canRetry: false });
    world.debit('A1', 'A1_t1');
    await world.finale();
  });

  it('is found at the next poll after the server knows', async () => {
    const world = await pending();
    await world.advance(7 * MINUTE);
    world.debit('A1', 'A1_t1');
    await world.advance(61 * SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});

describe('returns of the app', () => {
  it.each([
    { times: 50, every: 0 },
    { times: 200, every: SECOND },
    { times: 60, every: 10 * SECOND },
    { times: 500, every: 100 },
  ])('$times of them, every $every ms, do not park the order early', async ({ times, every }) => {
    const world = await pending();
    const began = world.clock.elapsed;
    for (let time = 0; time < times; time += 1) {
      await world.send({ type: 'app.foreground' });
      await world.advance(every);
    }
    const left = 13 * MINUTE - (world.clock.elapsed - began);
    await world.advance(Math.max(0, left));
    const reads = world.server.reads('A1');
    await world.advance(61 * SECOND);
    expect(world.server.reads('A1')).toBeGreaterThan(reads);
    world.debit('A1', 'A1_t1');
    await world.advance(61 * SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it.each([{ hours: 1 }, { hours: 30 }, { hours: 24 * 9 }])(
    'a parked order is looked at at a return $hours hours later, and polled again',
    async ({ hours }) => {
      const world = await pending();
      await world.advance(hours * HOUR);
      const since = world.clock.elapsed;
      await world.send({ type: 'app.foreground' });
      await world.advance(40 * SECOND);
      expect(asked(world, since).slice(0, 4)).toEqual([0, 5, 15, 35]);
      world.debit('A1', 'A1_t1');
      await world.finale();
    },
  );

  it('each of many returns looks at it, politely', async () => {
    const world = await pending();
    await world.advance(HOUR);
    for (let time = 0; time < 5; time += 1) {
      await world.advance(HOUR);
      const reads = world.server.reads('A1');
      await world.send({ type: 'app.foreground' });
      await world.advance(SECOND);
      expect(world.server.reads('A1') - reads).toBe(1);
    }
    world.debit('A1', 'A1_t1');
    await world.finale();
  });

  it('a parked order is looked at at a start', async () => {
    const world = await pending();
    await world.advance(5 * DAY);
    world.debit('A1', 'A1_t1');
    await world.restart();
    await world.advance(SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it('a parked order is looked at when the person asks', async () => {
    const world = await pending();
    await world.advance(HOUR);
    world.debit('A1', 'A1_t1');
    await world.send({ type: 'order.recheck', orderId: 'A1' });
    await world.advance(SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});

describe('clocks that jump', () => {
  const jumps = [
    { name: 'a day forward', ms: DAY },
    { name: 'a day back', ms: -DAY },
    { name: 'a year forward', ms: 365 * DAY },
    { name: 'a year back', ms: -365 * DAY },
    { name: 'to the year 1970', ms: -1_767_587_400_000 },
  ];

  it.each(jumps)(
    '$name while it is pending: polled on, found, and never parked early',
    async ({ ms }) => {
      const world = await pending();
      await world.advance(20 * SECOND);
      world.clock.shown += ms;
      await world.send({ type: 'app.foreground' });
      await world.advance(5 * MINUTE);
      world.shows({ status: 'pending', settled: false });
      const reads = world.server.reads('A1');
      await world.advance(2 * MINUTE);
      expect(world.server.reads('A1')).toBeGreaterThan(reads);
      world.debit('A1', 'A1_t1');
      await world.advance(61 * SECOND);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );

  it.each(jumps)('$name while it is on the PIN page: nothing is settled by it', async ({ ms }) => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    world.clock.shown += ms;
    await world.send({ type: 'app.foreground' });
    await world.advance(20 * SECOND);
    expect(world.order()).toMatchObject({ settled: false, canRetry: false });
    world.debit('A1', 'A1_t1');
    world.says('SUCCESS');
    await world.advance(5 * SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it.each(jumps)('$name before a restart: an open order is still found', async ({ ms }) => {
    const world = await pending();
    world.clock.shown += ms;
    await world.restart();
    await world.advance(MINUTE);
    world.shows({ status: 'pending', settled: false });
    world.debit('A1', 'A1_t1');
    await world.advance(2 * MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it.each(jumps.filter(({ ms }) => ms <= DAY))(
    '$name after a failure settled: it is looked up at a start none the less',
    async ({ ms }) => {
      const world = await World.ready();
      await world.pay();
      await world.advance(3 * SECOND);
      world.says('FAILURE');
      await world.advance(20 * MINUTE);
      world.shows({ status: 'failure', settled: true });
      world.debit('A1', 'A1_t1');
      world.clock.shown += ms;
      await world.restart();
      await world.advance(MINUTE);
      world.shows({ status: 'success', verified: true });
      await world.finale();
    },
  );

  it('a phone that sleeps eight hours in the middle of a poll asks at its return', async () => {
    const world = await pending();
    await world.advance(20 * SECOND);
    world.clock.shown += 8 * HOUR;
    world.debit('A1', 'A1_t1');
    await world.send({ type: 'app.foreground' });
    await world.advance(SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});

describe('app.foreground after a deadline passed while timers slept', () => {
  it('a payment that the SDK never answered is pending at once, and the server is asked', async () => {
    const world = await World.ready();
    await world.pay();
    await world.advance(3 * SECOND);
    // The phone's clock goes on while it sleeps, and no timer does.
    world.clock.shown += PROCESS_DEADLINE;
    world.shows({ status: 'submitted' });
    const reads = world.server.reads('A1');
    await world.send({ type: 'app.foreground' });
    world.shows({ status: 'pending', settled: false, canRetry: false });
    expect(world.server.reads('A1')).toBeGreaterThan(reads);
    world.debit('A1', 'A1_t1');
    await world.finale();
  });
});

describe('a server that does not answer', () => {
  it.each([
    { what: 'never', answer: never },
    { what: 'with an error', answer: () => Promise.reject(new Error('500')) },
    { what: 'with nonsense', answer: () => ({ hello: 'world' }) },
    {
      what: 'with another order',
      answer: () => ({ orderId: 'B1', status: 'CHARGED', amount: '2.00' }),
    },
    { what: 'with a number', answer: () => 42 },
  ])('$what: pending, asked on, and found when it answers again', async ({ answer }) => {
    const world = await pending();
    world.server.says.set('A1', answer);
    await world.advance(10 * MINUTE);
    world.shows({ status: 'pending', settled: false, canRetry: false });
    world.server.says.clear();
    world.debit('A1', 'A1_t1');
    await world.advance(2 * MINUTE);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it('a slow answer is not asked for again while it is awaited', async () => {
    const world = await pending();
    world.server.latency = 9 * SECOND;
    await world.advance(10 * MINUTE);
    world.debit('A1', 'A1_t1');
    await world.finale();
  });
});
