import fc from 'fast-check';
import { expect, it } from 'vitest';
import { never } from './support/server.js';
import { DAY, HOUR, MINUTE, SECOND, type Word, World } from './support/world.js';

/** Days later a settled failure is let be: a scenario is over before that. */
const LONGEST = 40 * HOUR;

const order = fc.constantFrom('A1', 'B1');
const word = fc.constantFrom<Word>(
  'SUCCESS',
  'PENDING',
  'FAILURE',
  'Pay_Failure',
  'BACKPRESS',
  'USER_ABORTED',
  'JP_002',
  'JP_012',
);

type Move =
  | {
      readonly do: 'pay' | 'retry' | 'checkout' | 'recheck' | 'dismiss' | 'inform';
      readonly order: string;
    }
  | {
      readonly do: 'says';
      readonly order: string;
      readonly word: Word;
      readonly back: number;
      readonly named: boolean;
      readonly times: number;
    }
  | {
      readonly do: 'bank';
      readonly order: string;
      readonly what: 'begin' | 'debit' | 'fail';
      readonly back: number;
    }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'jump'; readonly ms: number }
  | { readonly do: 'lag'; readonly ms: number }
  | { readonly do: 'server'; readonly mode: 'well' | 'fails' | 'hangs' | 'slow' | 'nameless' }
  | { readonly do: 'storage'; readonly mode: 'works' | 'full' | 'slow' | 'unreadable' }
  | { readonly do: 'foreground' | 'restart' | 'terminate' };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pay' as const), order }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('retry' as const), order }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'checkout' as const,
        'recheck' as const,
        'dismiss' as const,
        'inform' as const,
      ),
      order,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('says' as const),
      order,
      word,
      back: fc.constantFrom(0, 0, 0, 1, 2),
      named: fc.boolean(),
      times: fc.constantFrom(1, 1, 1, 2, 30),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('bank' as const),
      order,
      what: fc.constantFrom('begin' as const, 'debit' as const, 'debit' as const, 'fail' as const),
      back: fc.constantFrom(0, 0, 1),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(500, 3 * SECOND, 16 * SECOND, 125 * SECOND, 16 * MINUTE, 3 * HOUR),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      ms: fc.constantFrom(-DAY, -365 * DAY, 2 * HOUR),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('lag' as const),
      ms: fc.constantFrom(0, 4 * SECOND, 14 * SECOND, 90 * SECOND, 10 * MINUTE, 3 * HOUR),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('server' as const),
      mode: fc.constantFrom(
        'well' as const,
        'fails' as const,
        'hangs' as const,
        'slow' as const,
        'nameless' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('storage' as const),
      mode: fc.constantFrom(
        'works' as const,
        'full' as const,
        'slow' as const,
        'unreadable' as const,
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('foreground' as const, 'restart' as const, 'terminate' as const),
    }),
  },
);

/** What the bank did with each request, so that it does only what a bank can do. */
type Done = Map<string, 'begin' | 'debit' | 'fail'>;

async function run(world: World, done: Done, one: Move): Promise<void> {
  switch (one.do) {
    case 'pay':
      return world.pay(one.order);
    case 'retry':
      return world.retry(one.order);
    case 'checkout':
      return world.checkout(one.order);
    case 'recheck':
      return world.send({ type: 'order.recheck', orderId: one.order });
    case 'dismiss':
      return world.send({ type: 'order.dismiss', orderId: one.order });
    case 'inform': {
      const status = world.server.truth(one.order);
      if (status.status === 'CHARGED')
        world.clock.known(() => world.promises.wasPaid(one.order, 'server'));
      return world.send({ type: 'order.inform', orderId: one.order, status });
    }
    case 'says': {
      const request = world.sent(one.order).at(-1 - one.back);
      if (request === undefined) return;
      const txnUuid = txnOf(world, one.order, one.back);
      for (let time = 0; time < one.times; time += 1) {
        world.says(one.word, request, one.named ? { txnUuid } : {});
      }
      return world.rest();
    }
    case 'bank': {
      const txn = txnOf(world, one.order, one.back);
      const before = done.get(txn);
      if (world.sent(one.order).at(-1 - one.back) === undefined) return;
      if (before === 'debit' || before === 'fail' || before === one.what) return;
      done.set(txn, one.what);
      if (one.what === 'begin') world.bank.begin(one.order, txn);
      else if (one.what === 'debit') world.bank.debit(one.order, txn);
      else world.bank.fail(one.order, txn);
      return;
    }
    case 'wait':
      return world.clock.elapsed + one.ms > LONGEST ? undefined : world.advance(one.ms);
    case 'jump':
      world.clock.jump(one.ms);
      return world.rest();
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
      // What could not be written died with the process.
      if (world.storage.set !== 'works') for (const id of ['A1', 'B1']) world.promises.forgive(id);
      return world.restart();
  }
}

const txnOf = (world: World, orderId: string, back: number): string =>
  `${orderId}_t${world.sent(orderId).length - back}`;

function setServer(world: World, mode: 'well' | 'fails' | 'hangs' | 'slow' | 'nameless'): void {
  world.server.says.clear();
  world.server.latency = mode === 'slow' ? 3 * SECOND : 0;
  world.server.namesTransactions = mode !== 'nameless';
  if (mode !== 'fails' && mode !== 'hangs') return;
  const answer = mode === 'hangs' ? never : () => Promise.reject(new Error('no network'));
  for (const id of ['A1', 'B1']) world.server.says.set(id, answer);
}

async function setStorage(
  world: World,
  mode: 'works' | 'full' | 'slow' | 'unreadable',
): Promise<void> {
  world.storage.works();
  if (mode === 'works') await world.advance(10 * MINUTE);
  if (mode === 'full') world.storage.set = 'rejects';
  if (mode === 'unreadable') world.storage.get = 'rejects';
  if (mode === 'slow') Object.assign(world.storage, { get: 300, set: 300 });
}

it('whatever happens, in whatever order: every promise holds, and the truth is shown in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 30 }), async (moves) => {
      const world = await World.ready();
      const done: Done = new Map();
      for (const one of moves) {
        await run(world, done, one);
        world.check();
      }
      await setStorage(world, 'works');
      await world.finale();
      expect(world.promises.broken).toEqual([]);
    }),
    { seed: 20_260_105, numRuns: 250, interruptAfterTimeLimit: 12_000, includeErrorInReport: true },
  );
}, 20_000);
