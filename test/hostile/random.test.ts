import fc from 'fast-check';
import { it } from 'vitest';
import { never } from './support/clock.js';
import type { Call } from './support/sdk.js';
import { DAY, HOUR, MINUTE, SECOND, type Word, World, words } from './support/world.js';

/** Days later a settled failure is let be: a scenario is over before that. */
const LONGEST = 40 * HOUR;

const orders = ['A1', 'B1', 'C1'] as const;
const waits = [500, 3 * SECOND, 16 * SECOND, 125 * SECOND, 16 * MINUTE, 3 * HOUR];
const lags = [0, 4 * SECOND, 14 * SECOND, 90 * SECOND, 10 * MINUTE, 3 * HOUR];
const jumps = [-DAY, -365 * DAY, 2 * HOUR];

const order = fc.constantFrom(...orders);
/** Which of the requests that were sent, from the last one back: most often the last. */
const back = fc.constantFrom(0, 0, 0, 0, 1, 2);

/** Answers under our request id that are about something else. */
const strangers = {
  order: { orderId: 'Z9', txnUuid: 'other_txn' },
  action: { action: 'upiCheckBalance', txnUuid: 'other_txn' },
} as const;

type Served = 'well' | 'fails' | 'hangs' | 'slow' | 'nameless';
type Signed = 'well' | 'slow' | 'fails' | 'another amount';
type Stored = 'works' | 'full' | 'slow' | 'unreadable';

type Move =
  | { readonly do: 'pay' | 'checkout' | 'tap'; readonly order: string }
  | { readonly do: 'retry' | 'recheck' | 'dismiss' | 'inform'; readonly back: number }
  | {
      readonly do: 'says';
      readonly word: Word;
      readonly back: number;
      readonly named: boolean;
      readonly times: number;
    }
  | { readonly do: 'bank'; readonly what: 'begin' | 'debit' | 'fail'; readonly back: number }
  | { readonly do: 'wait' | 'jump' | 'lag'; readonly ms: number }
  | { readonly do: 'server'; readonly mode: Served }
  | { readonly do: 'signs'; readonly mode: Signed }
  | {
      readonly do: 'stranger';
      readonly as: keyof typeof strangers;
      readonly word: Word;
      readonly back: number;
    }
  | { readonly do: 'storage'; readonly mode: Stored }
  | { readonly do: 'foreground' | 'restart' | 'terminate' };

const one = <const T>(value: T): fc.Arbitrary<T> => fc.constant(value);

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: one('pay'), order }) },
  { weight: 1, arbitrary: fc.record({ do: one('checkout'), order }) },
  { weight: 4, arbitrary: fc.record({ do: one('retry'), back }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('recheck', 'dismiss', 'inform'), back }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: one('says'),
      word: fc.constantFrom(...words),
      back,
      named: fc.boolean(),
      times: fc.constantFrom(1, 1, 1, 2, 30),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: one('bank'),
      what: fc.constantFrom('begin', 'debit', 'debit', 'fail'),
      back,
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: one('wait'), ms: fc.constantFrom(...waits) }) },
  { weight: 1, arbitrary: fc.record({ do: one('jump'), ms: fc.constantFrom(...jumps) }) },
  { weight: 2, arbitrary: fc.record({ do: one('lag'), ms: fc.constantFrom(...lags) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: one('server'),
      mode: fc.constantFrom('well', 'well', 'fails', 'hangs', 'slow', 'nameless'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: one('storage'),
      mode: fc.constantFrom('works', 'full', 'slow', 'unreadable'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: one('tap'), order }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: one('signs'),
      mode: fc.constantFrom('well', 'well', 'slow', 'fails', 'another amount'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: one('stranger'),
      as: fc.constantFrom('order', 'action'),
      word: fc.constantFrom(...words),
      back,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('foreground', 'restart', 'terminate') }),
  },
);

/** A payment is asked for first: much else says nothing without. */
const moves = fc
  .tuple(fc.constantFrom(...lags), fc.array(move, { minLength: 6, maxLength: 30, size: 'max' }))
  .map(([ms, rest]): Move[] => [{ do: 'pay', order: 'A1' }, { do: 'lag', ms }, ...rest]);

async function run(world: World, one: Move): Promise<void> {
  switch (one.do) {
    case 'pay':
      await world.pay(one.order);
      return world.advance(SECOND);
    case 'checkout':
      await world.checkout(one.order);
      return world.advance(SECOND);
    case 'tap':
      return world.pay(one.order);
    case 'signs':
      return setSigning(world, one.mode);
    case 'stranger':
      return stranger(world, one);
    case 'retry':
    case 'recheck':
    case 'dismiss':
      return sendFor(world, one.do, one.back);
    case 'inform':
      return inform(world, one.back);
    case 'says':
      return say(world, one);
    case 'bank':
      return settle(world, one.what, one.back);
    case 'wait':
      return world.clock.elapsed + one.ms > LONGEST ? undefined : world.advance(one.ms);
    case 'jump':
      world.clock.shown += one.ms;
      return world.advance(0);
    case 'lag':
      world.server.lag = one.ms;
      return;
    case 'server':
      return setServer(world, one.mode);
    case 'storage':
      return setStorage(world, one.mode);
    case 'foreground':
      return world.send({ type: 'app.background' }, { type: 'app.foreground' });
    case 'terminate':
      await world.send({ type: 'sdk.terminate' });
      await world.send({ type: 'sdk.retry' });
      return world.advance(SECOND);
    case 'restart':
      // What was not written yet died with the process.
      if (world.storage.set !== 'works' || world.storage.get !== 'works') {
        for (const orderId of orders) world.promises.forgive(orderId);
      }
      return world.restart();
  }
}

async function sendFor(
  world: World,
  what: 'retry' | 'recheck' | 'dismiss',
  back: number,
): Promise<void> {
  const orderId = world.requests.at(-1 - back)?.orderId;
  if (orderId === undefined) return;
  await world.send({ type: `order.${what}`, orderId });
  if (what === 'retry') await world.advance(SECOND);
}

async function inform(world: World, back: number): Promise<void> {
  const orderId = world.requests.at(-1 - back)?.orderId;
  if (orderId === undefined) return;
  const status = world.server.truth(orderId);
  if (status.status === 'CHARGED') world.promises.hears(orderId, status);
  await world.send({ type: 'order.inform', orderId, status });
}

async function say(world: World, one: Move & { do: 'says' }): Promise<void> {
  const request = world.requests.at(-1 - one.back);
  if (request === undefined) return;
  const named = one.named ? { txnUuid: txnOf(request) } : {};
  for (let time = 0; time < one.times; time += 1) world.says(one.word, request, named);
  await world.advance(0);
}

async function stranger(world: World, one: Move & { do: 'stranger' }): Promise<void> {
  const request = world.requests.at(-1 - one.back);
  if (request === undefined) return;
  const status = one.word.startsWith('JP_') ? 'FAILURE' : one.word;
  world.sdk.reply(request, { status, ...strangers[one.as] });
  await world.advance(0);
}

function setSigning(world: World, mode: Signed): void {
  const { server } = world;
  server.signs = async ({ claims }) => {
    if (mode === 'slow') await world.clock.wait(4 * SECOND);
    if (mode === 'fails') throw new Error('busy');
    return server.sign(mode === 'another amount' ? { ...claims, amount: '9.00' } : claims);
  };
}

/** A transaction begins at most once and ends at most once. */
function settle(world: World, what: 'begin' | 'debit' | 'fail', back: number): void {
  const request = world.requests.at(-1 - back);
  if (request === undefined) return;
  const { orderId } = request;
  const now = world.bank.findLast(({ id }) => id === txnOf(request))?.word;
  if (now !== undefined && now !== 'PENDING_VBV') return;
  if (what === 'begin') world.bankSays('PENDING_VBV', orderId, txnOf(request));
  else if (what === 'debit') world.debit(orderId, txnOf(request));
  else world.bankSays('AUTHORIZATION_FAILED', orderId, txnOf(request));
}

const txnOf = ({ requestId }: Call): string => `t_${requestId.replaceAll('-', '').slice(-9)}`;

function setServer(world: World, mode: Served): void {
  world.server.says.clear();
  world.server.latency = mode === 'slow' ? 3 * SECOND : 0;
  world.server.namesTransactions = mode !== 'nameless';
  if (mode !== 'fails' && mode !== 'hangs') return;
  const answer = mode === 'hangs' ? never : () => Promise.reject(new Error('no network'));
  for (const orderId of orders) world.server.says.set(orderId, answer);
}

async function setStorage(world: World, mode: Stored): Promise<void> {
  world.storage.works();
  if (mode === 'works') await world.advance(10 * MINUTE);
  if (mode === 'full') world.storage.set = 'rejects';
  if (mode === 'unreadable') world.storage.get = 'rejects';
  if (mode === 'slow') Object.assign(world.storage, { get: 300, set: 300 });
}

it('whatever happens, in whatever order: every promise holds, and the truth is shown in the end', async () => {
  await fc.assert(
    fc.asyncProperty(moves, async (all) => {
      const world = await World.ready();
      for (const one of all) await run(world, one);
      setSigning(world, 'well');
      await setStorage(world, 'works');
      await world.finale();
    }),
    {
      seed: 20_260_105,
      numRuns: 150,
      interruptAfterTimeLimit: 8_000,
      includeErrorInReport: true,
    },
  );
}, 20_000);
