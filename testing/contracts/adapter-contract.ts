import type { AdapterHarness, BridgeCall } from './adapter-harness.js';
import type { ContractCheck } from './storage-contract.js';

/**
 * What the flow needs of an adapter, as checks for any test runner. Each check calls `create` for an
 * adapter with the far side of its bridge, on which nothing has happened yet.
 *
 * @example
 * ```ts
 * for (const { name, run } of adapterContract(createHarness)) it(name, run);
 * ```
 */
export function adapterContract(
  create: () => AdapterHarness | Promise<AdapterHarness>,
): readonly ContractCheck[] {
  return CHECKS.map(([name, holds]) => ({
    name,
    run: async () => {
      const fixture = fixtureOf(await create());
      try {
        await holds(fixture);
      } finally {
        await fixture.clear();
      }
    },
  }));
}

/** What an adapter promises, by name. */
type Check = readonly [string, (fixture: Fixture) => Promise<void>];

/** An adapter under test. Whatever a call does, it has done it when the promise is over. */
interface Fixture {
  readonly far: AdapterHarness;
  open(): Promise<void>;
  initiate(request?: object): Promise<void>;
  process(request?: object): Promise<void>;
  terminate(): Promise<void>;
  back(): Promise<unknown>;
  /** A listener; `received` is what it was given so far. */
  listen(during?: () => void): Probe;
  emit(raw: unknown): Promise<void>;
  /** Waits until what is under way has arrived. */
  settle(): Promise<void>;
  /** What arrived, but for `open`, which not every bridge has. */
  arrived(): readonly BridgeCall[];
  /** Removes every listener. */
  clear(): Promise<void>;
}

interface Probe {
  readonly received: readonly unknown[];
  remove(): void;
}

/** Never given away itself: an adapter might write into it. */
const REQUEST = {
  requestId: '0b2c6f0e-3d5c-4d0a-9a44-3c7e5b1f0a61',
  service: 'in.juspay.hyperapi',
  payload: {
    action: 'upiTxn',
    // A signature holds for these very signs only.
    signaturePayload: '{"order_id":"A1","amount":"2.00","note":"₹ \\"२\\" \\\\ 😀\\n"}',
    amount: '0010.50',
    shouldCreateMandate: null,
    flags: { showStatusScreen: true, limits: [1, 2.5, '3'], empty: {}, none: [] },
  },
};

const ANSWER = {
  requestId: REQUEST.requestId,
  payload: { action: 'upiTxn', status: 'SUCCESS', otherInfo: '{}', name: 'रुपया' },
  error: false,
  event: 'process_result',
};

/** Events that the flow cannot read, which it must know about. */
const UNREADABLE = {
  text: ['', 'not JSON', '{"event":', '{}', 'null'],
  object: [{}, { event: 'widget_setup_error', error: 'a text' }, { payload: { payload: {} } }],
};

const CHECKS: readonly Check[] = [
  [
    'making an adapter and listening call nothing',
    async (fixture) => {
      const probe = fixture.listen();
      await fixture.settle();
      probe.remove();
      await fixture.settle();
      expectCalls(fixture.far.calls(), []);
    },
  ],
  [
    'open comes to an end, and initiates nothing',
    async (fixture) => {
      await fixture.open();
      expectCalls(fixture.arrived(), []);
    },
  ],
  ['initiate hands its request over as it is', handsOver('initiate')],
  ['process hands its request over as it is', handsOver('process')],
  [
    'each call arrives once, in order, and no other is made',
    async (fixture) => {
      fixture.listen();
      await begin(fixture);
      await fixture.process();
      await fixture.process();
      await fixture.terminate();
      expectCalls(fixture.arrived(), ['initiate', 'process', 'process', 'terminate']);
    },
  ],
  [
    'requests that are handed over at once stay in order',
    async (fixture) => {
      await begin(fixture);
      const ids = ['r1', 'r2', 'r3'];
      await Promise.all(ids.map((requestId) => fixture.process(copyOf({ ...REQUEST, requestId }))));
      const arrived = requestsOf(fixture, 'process').map((request) => idOf(request));
      expectSame(arrived, ids, 'requests');
    },
  ],
  [
    'a request is left as it was',
    async (fixture) => {
      const request = copyOf(REQUEST);
      await begin(fixture, request);
      await fixture.process(request);
      expectSame(request, REQUEST, 'the request that was given');
    },
  ],
  [
    'an event is handed over as the bridge delivered it, once',
    async (fixture) => {
      const probe = fixture.listen();
      await begin(fixture);
      const raw = delivered(fixture, ANSWER);
      await fixture.emit(raw);
      expectSame(probe.received, [raw], 'events');
    },
  ],
  [
    'an event that cannot be read is handed over too',
    async (fixture) => {
      const probe = fixture.listen();
      await begin(fixture);
      const raws: readonly unknown[] = UNREADABLE[fixture.far.delivers];
      for (const raw of raws) await fixture.emit(raw);
      expectSame(probe.received, raws, 'events');
    },
  ],
  [
    'events keep their order, and equal ones stay two',
    async (fixture) => {
      const probe = fixture.listen();
      await begin(fixture);
      const raws = ['show_loader', 'hide_loader', 'hide_loader', 'process_result'].map((event) =>
        delivered(fixture, { event, payload: {} }),
      );
      for (const raw of raws) await fixture.emit(raw);
      expectSame(probe.received, raws, 'events');
    },
  ],
  [
    'every listener hears every event, also one that came later',
    async (fixture) => {
      const first = fixture.listen();
      await begin(fixture);
      await fixture.emit(delivered(fixture, ANSWER));
      const later = fixture.listen();
      await fixture.settle();
      await fixture.emit(delivered(fixture, ANSWER));
      expectCount(first, 2);
      expectCount(later, 1);
    },
  ],
  [
    'a removed listener hears nothing more',
    async (fixture) => {
      const probe = fixture.listen();
      await begin(fixture);
      probe.remove();
      await fixture.emit(delivered(fixture, ANSWER));
      expectCount(probe, 0);
    },
  ],
  [
    'a listener that is removed at once hears nothing',
    async (fixture) => {
      const probe = fixture.listen();
      probe.remove();
      await begin(fixture);
      await fixture.emit(delivered(fixture, ANSWER));
      expectCount(probe, 0);
    },
  ],
  [
    'a listener that is removed during an event does not hear it any more',
    async (fixture) => {
      const first: Probe = fixture.listen(() => second.remove());
      const second: Probe = fixture.listen(() => first.remove());
      await begin(fixture);
      await fixture.emit(delivered(fixture, ANSWER));
      const count = first.received.length + second.received.length;
      if (count !== 1) throw broken('one of two listeners to be called', `${count}`);
    },
  ],
  [
    'removing a listener, even twice, leaves the others',
    async (fixture) => {
      const others = [fixture.listen(), fixture.listen()];
      const probe = fixture.listen();
      await begin(fixture);
      probe.remove();
      await fixture.settle();
      probe.remove();
      await fixture.settle();
      await fixture.emit(delivered(fixture, ANSWER));
      for (const other of others) expectCount(other, 1);
    },
  ],
  [
    'one function may listen twice, and leave once',
    async ({ far, ...fixture }) => {
      let count = 0;
      const listener = (): void => {
        count += 1;
      };
      const leave = far.sdk.subscribe(listener);
      const leaveToo = far.sdk.subscribe(listener);
      try {
        await begin(fixture);
        leave();
        await fixture.emit(delivered({ far }, ANSWER));
        if (count !== 1) throw broken('one call of the listener that stayed', `${count}`);
      } finally {
        leaveToo();
      }
    },
  ],
  [
    'when every listener is gone, none is left on the bridge',
    async (fixture) => {
      const { listeners } = fixture.far;
      if (listeners === undefined) return;
      const before = listeners();
      const probes = [fixture.listen(), fixture.listen()];
      await begin(fixture);
      await fixture.terminate();
      await begin(fixture);
      for (const probe of probes) probe.remove();
      await fixture.terminate();
      await begin(fixture);
      const left = listeners() - before;
      if (left !== 0) throw broken('no listener on the bridge', `${left}`);
    },
  ],
  [
    'terminate does no harm without an instance, nor twice',
    async (fixture) => {
      await fixture.terminate();
      await begin(fixture);
      await fixture.terminate();
      await fixture.terminate();
    },
  ],
  [
    'an event that comes after terminate is handed over',
    async (fixture) => {
      const probe = fixture.listen();
      await begin(fixture);
      await fixture.terminate();
      await fixture.emit(delivered(fixture, ANSWER));
      expectCount(probe, 1);
    },
  ],
  [
    'after terminate, open and initiate begin anew',
    async (fixture) => {
      for (let nth = 0; nth < 3; nth += 1) {
        await begin(fixture);
        await fixture.process();
        await fixture.terminate();
      }
      const round = ['initiate', 'process', 'terminate'];
      expectCalls(fixture.arrived(), [...round, ...round, ...round]);
    },
  ],
  [
    'events of the next instance are heard once',
    async (fixture) => {
      const probe = fixture.listen();
      for (let nth = 0; nth < 3; nth += 1) {
        await begin(fixture);
        await fixture.terminate();
      }
      await begin(fixture);
      await fixture.emit(delivered(fixture, ANSWER));
      expectCount(probe, 1);
    },
  ],
  [
    'open on a live instance leaves it alive',
    async (fixture) => {
      const probe = fixture.listen();
      await begin(fixture);
      await fixture.open();
      await fixture.process();
      await fixture.emit(delivered(fixture, ANSWER));
      expectCalls(fixture.arrived(), ['initiate', 'process']);
      expectCount(probe, 1);
    },
  ],
  [
    'back is false where the SDK does not use it, with an instance and without',
    async (fixture) => {
      await fixture.far.usesBack?.(false);
      await expectBack(fixture, false);
      await begin(fixture);
      await expectBack(fixture, false);
      await fixture.terminate();
      await expectBack(fixture, false);
    },
  ],
  [
    'back is true where the SDK uses it, and calls nothing else',
    async (fixture) => {
      const { usesBack } = fixture.far;
      if (usesBack === undefined) return;
      await begin(fixture);
      await usesBack(true);
      const before = fixture.arrived().length;
      await expectBack(fixture, true);
      const others = fixture
        .arrived()
        .slice(before)
        .filter(({ call }) => call !== 'back');
      expectCalls(others, []);
      await usesBack(false);
      await expectBack(fixture, false);
    },
  ],
  ['an initiate that the bridge refuses is told', reportsRejection('initiate')],
  ['a process that the bridge refuses is told', reportsRejection('process')],
];

function fixtureOf(far: AdapterHarness): Fixture {
  const { sdk } = far;
  const probes = new Set<Probe>();

  async function settle(): Promise<void> {
    if (far.settle === undefined) for (let nth = 0; nth < 50; nth += 1) await Promise.resolve();
    else await far.settle();
  }

  /** Nobody waits for ever: what is not over when nothing moves any more counts as handed over. */
  async function made(call: () => unknown): Promise<Ending> {
    let ending: Ending = { over: false };
    const run = async (): Promise<unknown> => call();
    run().then(
      (value) => {
        ending = { over: true, value };
      },
      (error: unknown) => {
        ending = { over: true, error };
      },
    );
    await settle();
    return ending;
  }

  async function handed(call: () => unknown): Promise<void> {
    const ending = await made(call);
    if ('error' in ending) throw ending.error;
  }

  return {
    far,
    settle,
    open: async () => {
      const ending = await made(() => sdk.open());
      if ('error' in ending) throw ending.error;
      if (!ending.over) throw broken('open to come to an end', 'no end');
    },
    initiate: (request = copyOf(REQUEST)) => handed(() => sdk.initiate(request)),
    process: (request = copyOf(REQUEST)) => handed(() => sdk.process(request)),
    terminate: () => handed(() => sdk.terminate()),
    back: async () => {
      const ending = await made(() => sdk.back());
      if ('error' in ending) throw ending.error;
      if (!ending.over) throw broken('an answer of back', 'none');
      return ending.value;
    },
    listen: (during) => {
      const received: unknown[] = [];
      const remove = sdk.subscribe((raw) => {
        received.push(raw);
        during?.();
      });
      if (typeof remove !== 'function') throw broken('a function from subscribe', typeof remove);
      const probe = { received, remove };
      probes.add(probe);
      return probe;
    },
    emit: async (raw) => {
      await far.emit(raw);
      await settle();
    },
    arrived: () => far.calls().filter(({ call }) => call !== 'open'),
    clear: async () => {
      for (const probe of probes) probe.remove();
      await settle();
    },
  };
}

/** How a call went. */
interface Ending {
  readonly over: boolean;
  readonly value?: unknown;
  readonly error?: unknown;
}

async function begin(fixture: Pick<Fixture, 'open' | 'initiate'>, request?: object): Promise<void> {
  await fixture.open();
  await fixture.initiate(request);
}

function handsOver(call: 'initiate' | 'process'): Check[1] {
  return async (fixture) => {
    await begin(fixture);
    if (call === 'process') await fixture.process();
    const [request] = requestsOf(fixture, call);
    if (request === undefined) throw broken(`${call} to arrive`, 'nothing');
    expectSame(request, REQUEST, `the request of ${call}`);
  };
}

function reportsRejection(call: 'initiate' | 'process'): Check[1] {
  return async (fixture) => {
    const { refuse } = fixture.far;
    if (refuse === undefined) return;
    await fixture.open();
    if (call === 'process') await fixture.initiate();
    await refuse();
    const end = await fixture[call]().then(
      () => 'nothing',
      () => 'rejected',
    );
    if (end !== 'rejected') throw broken(`${call} to throw or to reject`, end);
  };
}

/** The requests of one call, read. */
function requestsOf(fixture: Fixture, name: string): readonly unknown[] {
  return fixture
    .arrived()
    .filter(({ call }) => call === name)
    .map(({ request }) => (typeof request === 'string' ? JSON.parse(request) : request));
}

function idOf(request: unknown): unknown {
  const isObject = typeof request === 'object' && request !== null;
  return isObject ? Reflect.get(request, 'requestId') : undefined;
}

/** An event in the form in which the bridge delivers it. */
function delivered({ far }: Pick<Fixture, 'far'>, event: object): unknown {
  return far.delivers === 'text' ? JSON.stringify(event) : copyOf(event);
}

function copyOf<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

async function expectBack(fixture: Fixture, expected: boolean): Promise<void> {
  const answer = await fixture.back();
  if (answer !== expected) throw broken(`${expected} from back`, JSON.stringify(answer));
}

function expectCount({ received }: Probe, expected: number): void {
  if (received.length !== expected) throw broken(`${expected} events`, `${received.length}`);
}

function expectCalls(calls: readonly BridgeCall[], expected: readonly string[]): void {
  expectSame(
    calls.map(({ call }) => call),
    expected,
    'calls',
  );
}

/** By content: whatever crosses a bridge is JSON. */
function expectSame(found: unknown, expected: unknown, what: string): void {
  const [saw, wanted] = [JSON.stringify(found), JSON.stringify(expected)];
  if (saw !== wanted) throw broken(`${what}: ${shortened(wanted)}`, shortened(saw));
}

function shortened(text: string | undefined): string {
  if (text === undefined) return 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function broken(expected: string, saw: string): Error {
  return new Error(`The adapter breaks its contract: expected ${expected}, saw ${saw}.`);
}
