import { describe, expect, it } from 'vitest';
import { never } from './support/clock.js';
import { DAY, MINUTE, SECOND, type Word, World } from './support/world.js';

async function sent(): Promise<World> {
  const world = await World.ready();
  await world.pay();
  await world.advance(3 * SECOND);
  return world;
}

const expired = (reqCode?: string) => ({
  event: 'session_expired',
  payload: { timestamp: '2026-01-05T00:00:00.000Z', ...(reqCode === undefined ? {} : { reqCode }) },
});

/** The authorisations handed over since then. */
const updates = (world: World): number =>
  world.sdk.calls.filter(({ payload }) => JSON.stringify(payload).includes('updateAuth')).length;

/**
 * Says something many times, and how many times as long the last tenth took as the first. It gives
 * up where that takes longer than any phone would bear.
 */
function storm(world: World, times: number, event: (at: number) => unknown): number {
  const tenths: number[] = [];
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const start = performance.now();
    for (let at = 0; at < times / 10; at += 1) world.sdk.emit(event((tenth * times) / 10 + at));
    tenths.push(performance.now() - start);
    if (tenths.reduce((sum, one) => sum + one) < 6_000) continue;
    world.server.signs = never;
    throw new Error(`${tenth + 1} tenths of ${times} events took six seconds`);
  }
  return (tenths.at(-1) ?? 0) / Math.max(tenths[0] ?? 0, 1);
}

describe('the SDK repeats itself', () => {
  const words: readonly Word[] = ['SUCCESS', 'PENDING', 'FAILURE', 'BACKPRESS', 'JP_012'];

  it.each(words.map((word) => ({ word })))(
    '$word a thousand times: a handful of reads',
    async ({ word }) => {
      const world = await sent();
      const reads = world.server.reads('A1');
      for (let time = 0; time < 1_000; time += 1) world.says(word);
      await world.advance(SECOND);
      expect(world.server.reads('A1') - reads).toBeLessThanOrEqual(2);
      await world.advance(MINUTE);
      expect(world.server.reads('A1') - reads).toBeLessThanOrEqual(10);
      world.debit();
      await world.finale();
    },
  );

  it.each(words.map((word) => ({ word })))(
    '$word every second for ten minutes',
    async ({ word }) => {
      const world = await sent();
      for (let second = 0; second < 600; second += 1) {
        world.says(word);
        await world.advance(SECOND);
      }
      world.debit();
      await world.finale();
    },
  );

  it.each(words.map((word) => ({ word })))(
    '$word again after it settled: nothing new is written, said or shown',
    async ({ word }) => {
      const world = await sent();
      if (word === 'SUCCESS' || word === 'PENDING') world.debit('A1', 'A1_t1');
      else world.bankSays('AUTHORIZATION_FAILED', 'A1', 'A1_t1');
      world.says(word, world.request(), { txnUuid: 'A1_t1' });
      await world.advance(2 * MINUTE);
      expect(world.order()?.settled).toBe(true);
      await world.advance(30 * MINUTE);
      const { state, told } = world;
      const { writes, bytes } = world.storage;
      const notices = world.notices.filter(({ type }) => type !== 'sdk.late').length;
      for (let time = 0; time < 100; time += 1) {
        world.says(word, world.request(), { txnUuid: 'A1_t1' });
        await world.advance(0);
      }
      await world.advance(MINUTE);
      expect(world.state).toBe(state);
      expect(world.told).toBe(told);
      expect(world.storage).toMatchObject({ writes, bytes });
      expect(world.notices.filter(({ type }) => type !== 'sdk.late')).toHaveLength(notices);
      await world.finale();
    },
  );

  it.each(['PENDING', 'SUCCESS', 'FAILURE'] as const)(
    '%s again while it is open: nothing new is written or shown',
    async (word) => {
      const world = await sent();
      world.server.lag = DAY;
      world.says(word);
      await world.advance(SECOND);
      const { state, told } = world;
      const { writes } = world.storage;
      for (let time = 0; time < 100; time += 1) world.says(word);
      await world.advance(0);
      expect(world.state).toBe(state);
      expect(world.told).toBe(told);
      expect(world.storage.writes).toBe(writes);
      world.debit();
      await world.finale();
    },
  );

  it.each(words.filter((word) => word !== 'PENDING').map((word) => ({ word })))(
    '$word while a read is under way: what that read says is taken',
    async ({ word }) => {
      const world = await sent();
      world.debit('A1', 'A1_t1');
      world.server.latency = 4 * SECOND;
      world.says('BACKPRESS');
      await world.advance(3 * SECOND);
      world.says(word);
      // The first read has said CHARGED; what comes after it says less.
      world.server.says.set('A1', () => Promise.reject(new Error('no network')));
      await world.advance(2 * SECOND);
      world.shows({ status: 'success', verified: true, settled: true });
      await world.finale();
    },
  );

  it('answers that nobody waits for, 20,000 of them', async () => {
    const world = await sent();
    const { state } = world;
    for (let time = 0; time < 20_000; time += 1) {
      world.sdk.reply({ requestId: `unknown-${time}` }, { status: 'SUCCESS', orderId: 'A1' });
    }
    await world.advance(SECOND);
    expect(world.state).toBe(state);
    world.debit();
    world.says('SUCCESS');
    await world.finale();
  });
});

describe('the server is asked politely', () => {
  it.each([
    { what: 'returns of the app', command: { type: 'app.foreground' } },
    { what: 'order.recheck', command: { type: 'order.recheck', orderId: 'A1' } },
  ] as const)('whatever the person does: $what', async ({ command }) => {
    const world = await sent();
    world.says('PENDING');
    await world.advance(0);
    const reads = world.server.reads('A1');
    for (let second = 0; second < 120; second += 1) {
      for (let time = 0; time < 20; time += 1) await world.send(command);
      await world.advance(500);
    }
    expect(world.server.reads('A1') - reads).toBeLessThanOrEqual(20);
    world.debit();
    await world.finale();
  });

  it('push messages without end ask nothing', async () => {
    const world = await sent();
    world.says('PENDING');
    await world.advance(SECOND);
    const reads = world.server.reads('A1');
    const status = { orderId: 'A1', status: 'PENDING_VBV', amount: '2.00' };
    for (let time = 0; time < 500; time += 1) {
      await world.send({ type: 'order.inform', orderId: 'A1', status });
    }
    expect(world.server.reads('A1') - reads).toBeLessThanOrEqual(2);
    world.debit();
    await world.finale();
  });

  it('reads that never end: one at a time', async () => {
    const world = await sent();
    world.server.says.set('A1', never);
    world.says('PENDING');
    for (let minute = 0; minute < 10; minute += 1) {
      await world.send({ type: 'app.foreground' }, { type: 'order.recheck', orderId: 'A1' });
      await world.advance(MINUTE);
    }
    world.debit();
    await world.finale();
  });

  it.each([{ orders: 3 }, { orders: 12 }, { orders: 40 }])(
    '$orders open orders at a start: at most four are asked about at once, all of them in the end',
    async ({ orders }) => {
      const world = await World.ready();
      const names = Array.from({ length: orders }, (_, at) => `N${at}`);
      for (const name of names) {
        await world.pay(name);
        await world.advance(100);
        world.says('PENDING', world.request(name));
        await world.advance(0);
        world.debit(name);
      }
      await world.restart(false);
      world.server.latency = SECOND;
      world.flow.start();
      await world.advance(10 * MINUTE);
      for (const name of names) world.shows({ status: 'success', verified: true }, name);
      await world.finale();
    },
  );
});

describe('the look before sending', () => {
  it('is made though the reads of twelve other orders hang', async () => {
    const world = await World.ready();
    const names = Array.from({ length: 12 }, (_, at) => `N${at}`);
    for (const name of names) {
      await world.pay(name);
      await world.advance(100);
      world.says('PENDING', world.request(name));
      await world.advance(0);
    }
    for (const name of names) world.server.says.set(name, never);
    await world.advance(2 * MINUTE);
    await world.send({ type: 'app.foreground' });
    world.server.says.set('A1', () => ({ orderId: 'A1', status: 'CHARGED', amount: '2.00' }));
    await world.pay('A1');
    await world.advance(5 * SECOND);
    expect(world.sent('A1')).toEqual([]);
    world.shows({ status: 'success', verified: true }, 'A1');
    for (const name of names) world.debit(name);
    await world.finale();
  });

  it('is made though the order was asked about all the time', async () => {
    const world = await sent();
    world.says('BACKPRESS');
    for (let time = 0; time < 40; time += 1) {
      await world.send({ type: 'app.foreground' }, { type: 'order.recheck', orderId: 'A1' });
      await world.advance(500);
    }
    // The last read of the window may have to wait for its turn.
    await world.advance(MINUTE);
    world.shows({ status: 'backPress', settled: true, canRetry: true });
    world.server.says.set('A1', () => ({ orderId: 'A1', status: 'PENDING_VBV', amount: '2.00' }));
    await world.retry();
    await world.advance(5 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.shows({ status: 'pending', canRetry: false });
    world.server.says.clear();
    await world.stop();
  });
});

describe('listeners that send commands', () => {
  it.each(['subscribe', 'notices'] as const)(
    '%s: asking and retrying without end stays polite',
    async (kind) => {
      const world = await World.ready();
      let left = 300;
      const react = (): void => {
        left -= 1;
        if (left < 0) return;
        world.flow.send({ type: 'order.recheck', orderId: 'A1' });
        world.flow.send({ type: 'app.foreground' });
        world.flow.send({ type: 'order.retry', orderId: 'A1' });
        world.flow.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
      };
      if (kind === 'subscribe') world.flow.subscribe(react);
      else
        for (const type of ['order.pending', 'order.settled', 'command.rejected'] as const)
          world.flow.on(type, react);
      await world.pay();
      await world.advance(3 * SECOND);
      world.says('FAILURE');
      await world.advance(3 * MINUTE);
      // A retry at every chance: each was allowed, and each is open until it is known.
      expect(world.sent().length).toBeLessThanOrEqual(2);
      left = 0;
      world.debit('A1', 'A1_last');
      world.says('SUCCESS');
      await world.finale();
    },
  );
});

describe('session_expired', { timeout: 20_000 }, () => {
  it('30,000 times with the same code: one signature, one update', async () => {
    const world = await World.ready();
    const signed = world.server.signed.length;
    const event = JSON.stringify(expired('r1'));
    storm(world, 30_000, () => event);
    await world.advance(MINUTE);
    expect(world.server.signed.length - signed).toBeLessThanOrEqual(3);
    expect(updates(world)).toBeLessThanOrEqual(3);
    expect(updates(world)).toBeGreaterThan(0);
    await world.stop();
  });

  it('10,000 times, each with a code of its own: one at a time, a handful at once', async () => {
    const world = await World.ready();
    let open = 0;
    let most = 0;
    world.server.signs = async ({ claims }) => {
      open += 1;
      most = Math.max(most, open);
      await world.clock.wait(SECOND);
      open -= 1;
      return world.server.sign(claims);
    };
    const signed = world.server.signed.length;
    storm(world, 10_000, (at) => expired(`r${at}`));
    await world.advance(MINUTE);
    expect(most).toBe(1);
    expect(world.server.signed.length - signed).toBeLessThanOrEqual(61);
    await world.stop();
  });

  it('costs linear time', async () => {
    const world = await World.ready();
    storm(world, 1_000, (at) => expired(`warm${at}`));
    // Where the cost of one grows with their number, the last ones take several times as long.
    expect(storm(world, 20_000, (at) => expired(`r${at}`))).toBeLessThan(3);
    await world.stop();
  });

  it.each([{ reqCode: undefined }, { reqCode: 'r1' }])(
    '$reqCode once: refreshed once, with the code',
    async ({ reqCode }) => {
      const world = await World.ready();
      world.sdk.emit(expired(reqCode));
      await world.advance(SECOND);
      expect(updates(world)).toBe(1);
      const { payload } = world.sdk.calls.at(-1) ?? {};
      expect(payload).toMatchObject({ action: 'updateAuth' });
      if (reqCode !== undefined) expect(payload).toMatchObject({ reqCode });
      await world.stop();
    },
  );

  it('and then a payment: it is signed and goes through', async () => {
    const world = await World.ready();
    storm(world, 20_000, (at) => expired(`r${at}`));
    await world.pay();
    await world.advance(20 * SECOND);
    expect(world.sent()).toHaveLength(1);
    world.debit();
    world.says('SUCCESS');
    await world.advance(5 * SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });

  it('while the server signs nothing: it is not asked without end', async () => {
    const world = await World.ready();
    const signed = world.server.signed.length;
    world.server.signs = () => Promise.reject(new Error('down'));
    for (let second = 0; second < 60; second += 1) {
      world.sdk.emit(expired('r1'));
      await world.advance(SECOND);
    }
    expect(world.server.signed.length - signed).toBeLessThanOrEqual(60);
    world.server.signs = ({ claims }) => world.server.sign(claims);
    world.sdk.emit(expired('r2'));
    await world.advance(2 * MINUTE);
    expect(updates(world)).toBeGreaterThan(0);
    await world.stop();
  });

  it('during a payment does not disturb it', async () => {
    const world = await sent();
    world.sdk.emit(expired('r1'));
    await world.advance(SECOND);
    world.shows({ status: 'submitted' });
    world.debit();
    world.says('SUCCESS');
    await world.advance(SECOND);
    world.shows({ status: 'success', verified: true });
    await world.finale();
  });
});

describe('bind answers that repeat', () => {
  async function binding(): Promise<World> {
    const world = new World();
    world.sdk.answers.set('upiGetSessionToken', () => ({ status: 'FRESH' }));
    world.sdk.answers.set('upiGetSimDetails', () => ({
      status: 'SUCCESS',
      sims: [{ simId: '1', provider: 'JIO', simSerialNo: 'x' }],
    }));
    await world.start();
    await world.send({ type: 'device.retry' });
    await world.advance(SECOND);
    return world;
  }

  it('a thousand times: a handful of questions', async () => {
    const world = await binding();
    const { step } = world.state;
    expect(step.name).toBe('simList');
    const simId = step.name === 'simList' ? (step.sims[0]?.simId ?? '') : '';
    await world.send({ type: 'sim.select', simId });
    await world.advance(SECOND);
    const bind = world.sdk.calls.find(({ payload }) => JSON.stringify(payload).includes('upiBind'));
    expect(bind).toBeDefined();
    const calls = world.sdk.calls.length;
    const signed = world.server.signed.length;
    for (let time = 0; time < 1_000; time += 1) {
      world.sdk.reply(
        bind ?? {},
        { status: 'FAILURE' },
        { errorMessage: 'SMS_VERIFICATION_PENDING' },
      );
    }
    await world.advance(30 * SECOND);
    expect(world.sdk.calls.length - calls).toBeLessThan(20);
    expect(world.server.signed.length - signed).toBeLessThan(20);
    await world.stop();
  });
});

describe('loaders and noise', () => {
  it('show and hide without end: the state changes only when the loader does', async () => {
    const world = await World.ready();
    const { told } = world;
    for (let time = 0; time < 1_000; time += 1) world.sdk.emit({ event: 'show_loader' });
    expect(world.told - told).toBeLessThanOrEqual(1);
    world.sdk.emit({ event: 'hide_loader' });
    await world.advance(0);
    expect(world.state.loader).toBe(false);
    await world.stop();
  });

  it('events nobody knows change nothing', async () => {
    const world = await World.ready();
    const { state } = world;
    for (let time = 0; time < 1_000; time += 1) {
      world.sdk.emit({ event: `event_${time}`, payload: { status: 'SUCCESS' } });
      world.sdk.emit({ event: 'log_stream', payload: { label: 'x' } });
    }
    await world.advance(0);
    expect(world.state).toBe(state);
    await world.stop();
  });
});
