import { describe, expect, it } from 'vitest';
import type { HyperSdk } from '../../src/index.js';
import { type AdapterHarness, adapterContract, paymentContract } from '../../testing/index.js';
import { type ScriptedSdk, scriptedSdk } from './support/native-sdk.js';

type Listener = (raw: unknown) => void;

/** A bridge with one channel for texts, as plain as can be. */
interface Bridge {
  readonly native: ScriptedSdk;
  readonly listeners: Set<{ readonly listener: Listener }>;
  isRefusing: boolean;
  deliver(raw: unknown): void;
}

function createBridge(): Bridge {
  const listeners = new Set<{ readonly listener: Listener }>();
  return {
    native: scriptedSdk(),
    listeners,
    isRefusing: false,
    deliver: (raw) => {
      for (const entry of [...listeners]) if (listeners.has(entry)) entry.listener(raw);
    },
  };
}

/** An adapter that keeps every promise. */
function goodAdapter(bridge: Bridge): HyperSdk {
  let instance: ReturnType<ScriptedSdk['create']> | undefined;
  const take = () => {
    if (bridge.isRefusing) throw new Error('refused');
    return instance;
  };
  return {
    open: () => {
      instance ??= bridge.native.create();
    },
    initiate: (request) => take()?.initiate(JSON.stringify(request), bridge.deliver),
    process: (request) => take()?.process(JSON.stringify(request)),
    back: () => instance?.onBackPressed() ?? false,
    terminate: () => {
      instance?.terminate();
      instance = undefined;
    },
    subscribe: (listener) => {
      const entry = { listener };
      bridge.listeners.add(entry);
      return () => void bridge.listeners.delete(entry);
    },
  };
}

type Break = (good: HyperSdk, bridge: Bridge) => Partial<HyperSdk>;

function harnessOf(breaks: Break = () => ({})): AdapterHarness {
  const bridge = createBridge();
  const good = goodAdapter(bridge);
  return {
    sdk: { ...good, ...breaks(good, bridge) },
    delivers: 'text',
    calls: () => bridge.native.calls,
    emit: (raw) => bridge.deliver(raw),
    listeners: () => bridge.listeners.size,
    usesBack: (uses) => {
      bridge.native.usesBack = uses;
    },
    refuse: () => {
      bridge.isRefusing = true;
    },
  };
}

/** The checks that an adapter fails, with why. */
async function failures(
  create: () => AdapterHarness,
  contract = adapterContract,
): Promise<Map<string, string>> {
  const failed = new Map<string, string>();
  for (const { name, run } of contract(create)) {
    await run().catch((error: unknown) => failed.set(name, String(error)));
  }
  return failed;
}

/** How an adapter hears: what it does with a listener before the bridge has it. */
function hearing(change: (listener: Listener) => Listener): Break {
  return (good) => ({ subscribe: (listener) => good.subscribe(change(listener)) });
}

const lost = (): void => {};

/** Adapters that break one promise each, with the checks that must notice. */
const BROKEN: readonly (readonly [string, readonly string[], Break])[] = [
  [
    'swallows events',
    ['an event is handed over as the bridge delivered it, once'],
    hearing(() => lost),
  ],
  [
    'parses',
    ['an event is handed over as the bridge delivered it, once'],
    hearing((listener) => (raw) => {
      try {
        listener(JSON.parse(String(raw)));
      } catch {
        listener(raw);
      }
    }),
  ],
  [
    'hands over only what it can read',
    ['an event that cannot be read is handed over too'],
    hearing((listener) => (raw) => {
      if (String(raw).includes('event')) listener(raw);
    }),
  ],
  [
    'loses the empty text',
    ['an event that cannot be read is handed over too'],
    hearing((listener) => (raw) => {
      if (raw) listener(raw);
    }),
  ],
  [
    'delivers twice',
    ['an event is handed over as the bridge delivered it, once'],
    hearing((listener) => (raw) => {
      listener(raw);
      listener(raw);
    }),
  ],
  [
    'drops an event that equals the one before',
    ['events keep their order, and equal ones stay two'],
    hearing((listener) => {
      let last: unknown;
      return (raw) => {
        if (raw !== last) listener(raw);
        last = raw;
      };
    }),
  ],
  [
    'turns events round',
    ['events keep their order, and equal ones stay two'],
    hearing((listener) => {
      const kept: unknown[] = [];
      return (raw) => {
        kept.unshift(raw);
        if (kept.length === 4) for (const one of kept.splice(0)) listener(one);
      };
    }),
  ],
  [
    'has room for one listener',
    ['every listener hears every event, also one that came later'],
    (good) => {
      let stop = lost;
      return {
        subscribe: (listener) => {
          stop();
          stop = good.subscribe(listener);
          return stop;
        },
      };
    },
  ],
  [
    'delivers after unsubscribe',
    [
      'a removed listener hears nothing more',
      'a listener that is removed at once hears nothing',
      'when every listener is gone, none is left on the bridge',
    ],
    (good) => ({
      subscribe: (listener) => {
        good.subscribe(listener);
        return lost;
      },
    }),
  ],
  [
    'keeps its own listener on the bridge',
    ['when every listener is gone, none is left on the bridge'],
    (good) => ({
      subscribe: (listener) => {
        let isListening = true;
        good.subscribe((raw) => isListening && listener(raw));
        return () => {
          isListening = false;
        };
      },
    }),
  ],
  [
    'is only heard from when the bridge has answered',
    ['a listener that is removed at once hears nothing'],
    (good) => ({
      subscribe: (listener) => {
        let stop = lost;
        void Promise.resolve().then(() => {
          stop = good.subscribe(listener);
        });
        return () => stop();
      },
    }),
  ],
  [
    'delivers to those who listened when the event began',
    ['a listener that is removed during an event does not hear it any more'],
    (_, bridge) => {
      const all = new Set<{ readonly listener: Listener }>();
      bridge.listeners.add({
        listener: (raw) => {
          for (const { listener } of [...all]) listener(raw);
        },
      });
      return {
        subscribe: (listener) => {
          const entry = { listener };
          all.add(entry);
          return () => void all.delete(entry);
        },
      };
    },
  ],
  [
    'removes the last listener when there is nothing to remove',
    ['removing a listener, even twice, leaves the others'],
    (_, bridge) => {
      const all: Listener[] = [];
      bridge.listeners.add({
        listener: (raw) => {
          for (const one of [...all]) if (all.includes(one)) one(raw);
        },
      });
      return {
        subscribe: (listener) => {
          const own: Listener = (raw) => listener(raw);
          all.unshift(own);
          return () => void all.splice(all.indexOf(own), 1);
        },
      };
    },
  ],
  [
    'takes equal functions for one listener',
    ['one function may listen twice, and leave once'],
    (_, bridge) => {
      const all = new Set<Listener>();
      bridge.listeners.add({
        listener: (raw) => {
          for (const one of [...all]) if (all.has(one)) one(raw);
        },
      });
      return {
        subscribe: (listener) => {
          all.add(listener);
          return () => void all.delete(listener);
        },
      };
    },
  ],
  [
    'throws in subscribe',
    ['making an adapter and listening call nothing', 'a removed listener hears nothing more'],
    () => ({
      subscribe: () => {
        throw new Error('not linked');
      },
    }),
  ],
  [
    'answers nothing from subscribe',
    ['a removed listener hears nothing more'],
    () => ({ subscribe: () => JSON.parse('null') }),
  ],
  [
    'makes the instance when it is made itself',
    ['making an adapter and listening call nothing'],
    (good) => {
      void good.open();
      return {};
    },
  ],
  [
    'initiates when it is opened',
    ['open comes to an end, and initiates nothing'],
    (good) => ({
      open: async () => {
        await good.open();
        await good.initiate({});
      },
    }),
  ],
  [
    'waits for ever in open',
    ['open comes to an end, and initiates nothing'],
    (good) => ({
      open: () => {
        void good.open();
        return new Promise(lost);
      },
    }),
  ],
  [
    'processes before it was opened',
    ['each call arrives once, in order, and no other is made'],
    (good) => ({
      initiate: (request) => {
        void good.process({});
        return good.initiate(request);
      },
    }),
  ],
  [
    'sends a request again',
    ['each call arrives once, in order, and no other is made'],
    (good) => ({
      process: async (request) => {
        await good.process(request);
        await good.process(request);
      },
    }),
  ],
  [
    'keeps requests until it is asked again',
    ['process hands its request over as it is'],
    (good) => {
      const kept: object[] = [];
      return {
        process: (request) => {
          const [first] = kept.splice(0, 1, request);
          return first === undefined ? undefined : good.process(first);
        },
      };
    },
  ],
  [
    'lets a request overtake another',
    ['requests that are handed over at once stay in order'],
    (good) => {
      let nth = 0;
      return {
        process: async (request) => {
          nth += 1;
          for (let turn = nth; turn < 5; turn += 1) await Promise.resolve();
          await good.process(request);
        },
      };
    },
  ],
  [
    'changes requests on the way',
    ['initiate hands its request over as it is'],
    (good) => ({ initiate: (request) => good.initiate({ ...request, sdk: 'mine' }) }),
  ],
  [
    'makes numbers of texts',
    ['process hands its request over as it is'],
    (good) => ({
      process: (request) =>
        good.process(
          JSON.parse(JSON.stringify(request), (_, value) =>
            typeof value === 'string' && /^[\d.]+$/.test(value) ? Number(value) : value,
          ),
        ),
    }),
  ],
  [
    'writes into requests',
    ['a request is left as it was'],
    (good) => ({
      process: (request) => {
        const handed = good.process(request);
        Reflect.set(request, 'sent', true);
        return handed;
      },
    }),
  ],
  [
    'is deaf after terminate',
    ['an event that comes after terminate is handed over'],
    (good, bridge) => ({
      terminate: () => {
        bridge.listeners.clear();
        return good.terminate();
      },
    }),
  ],
  [
    'opens once in its life',
    ['after terminate, open and initiate begin anew'],
    (good) => {
      let isOpen = false;
      return {
        open: () => {
          if (isOpen) return undefined;
          isOpen = true;
          return good.open();
        },
      };
    },
  ],
  [
    'listens once more each time it is opened',
    ['events of the next instance are heard once', 'open on a live instance leaves it alive'],
    (good, bridge) => ({
      open: () => {
        for (const { listener } of [...bridge.listeners]) bridge.listeners.add({ listener });
        return good.open();
      },
    }),
  ],
  [
    'ends what lives when it is opened',
    ['open on a live instance leaves it alive'],
    (good) => ({
      open: async () => {
        await good.terminate();
        await good.open();
      },
    }),
  ],
  [
    'throws when there is nothing to terminate',
    ['terminate does no harm without an instance, nor twice'],
    (good) => {
      let isOpen = false;
      return {
        open: () => {
          isOpen = true;
          return good.open();
        },
        terminate: () => {
          if (!isOpen) throw new Error('already terminated');
          isOpen = false;
          return good.terminate();
        },
      };
    },
  ],
  [
    'always uses back',
    ['back is false where the SDK does not use it, with an instance and without'],
    () => ({ back: () => true }),
  ],
  [
    'never uses back',
    ['back is true where the SDK uses it, and calls nothing else'],
    () => ({ back: () => false }),
  ],
  [
    'answers back in words',
    ['back is false where the SDK does not use it, with an instance and without'],
    () => ({ back: () => JSON.parse('"false"') }),
  ],
  [
    'never answers back',
    ['back is false where the SDK does not use it, with an instance and without'],
    () => ({ back: () => new Promise(lost) }),
  ],
  [
    'throws from back',
    ['back is false where the SDK does not use it, with an instance and without'],
    () => ({
      back: () => {
        throw new Error('unimplemented');
      },
    }),
  ],
  [
    'keeps refusals to itself',
    ['an initiate that the bridge refuses is told', 'a process that the bridge refuses is told'],
    (good) => ({
      initiate: (request) => quietly(() => good.initiate(request)),
      process: (request) => quietly(() => good.process(request)),
    }),
  ],
];

function quietly(call: () => unknown): void {
  try {
    call();
  } catch {
    // That is the fault.
  }
}

describe('the adapter contract', () => {
  it('is kept by an adapter that does nothing but its work', async () => {
    expect([...(await failures(() => harnessOf()))]).toEqual([]);
  });

  it.each(BROKEN)('notices an adapter that %s', async (_, expected, breaks) => {
    const failed = await failures(() => harnessOf(breaks));
    expect([...failed.keys()]).toEqual(expect.arrayContaining([...expected]));
    expect(failed.size).toBeLessThan(adapterContract(harnessOf).length);
  });

  it('has no check that nothing can break', () => {
    const noticing = new Set(BROKEN.flatMap(([, names]) => names));
    const idle = adapterContract(harnessOf).filter(({ name }) => !noticing.has(name));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  it('says what was expected and what was seen', async () => {
    const failed = await failures(() => harnessOf(() => ({ back: () => true })));
    expect([...failed.values()]).toEqual([
      'Error: The adapter breaks its contract: expected false from back, saw true.',
      'Error: The adapter breaks its contract: expected false from back, saw true.',
    ]);
  });

  it('is broken in everything by an adapter without methods', async () => {
    const harness = harnessOf();
    const failed = await failures(() => ({ ...harness, sdk: JSON.parse('{}') }));
    expect(failed.size).toBe(adapterContract(harnessOf).length);
  });
});

const PAYMENT = 'it carries a payment';
const SECOND_PAYMENT = 'it carries a payment after sdk.terminate and sdk.retry';
const LATE_ANSWER = 'it carries an answer that comes after sdk.terminate, once';

describe('paymentContract', () => {
  it('has nothing to say of an adapter that keeps every promise', async () => {
    expect(await failures(harnessOf, paymentContract)).toEqual(new Map());
  });

  it.each<readonly [string, readonly string[], Break]>([
    ['hands nothing over', [PAYMENT, SECOND_PAYMENT, LATE_ANSWER], hearing(() => lost)],
    ['hands an answer over half', [PAYMENT, SECOND_PAYMENT, LATE_ANSWER], hearing(halved)],
    [
      'never opens again',
      [SECOND_PAYMENT],
      (good) => {
        let times = 0;
        return {
          open: () => {
            times += 1;
            if (times === 1) return good.open();
          },
        };
      },
    ],
    ['hears nothing more after terminate', [SECOND_PAYMENT, LATE_ANSWER], deafAfterTerminate],
  ])('notices an adapter that %s', async (_, expected, breaks) => {
    const failed = await failures(() => harnessOf(breaks), paymentContract);
    expect([...failed.keys()]).toEqual(expected);
    for (const why of failed.values()) expect(why).toMatch(/does not pay through the adapter/);
  });
});

function halved(listener: Listener): Listener {
  return (raw) => {
    const text = String(raw);
    listener(text.includes('initiate_result') ? text : text.slice(0, text.length / 2));
  };
}

function deafAfterTerminate(good: HyperSdk): Partial<HyperSdk> {
  let isDeaf = false;
  return {
    terminate: () => {
      isDeaf = true;
      return good.terminate();
    },
    subscribe: (listener) =>
      good.subscribe((raw) => {
        if (!isDeaf) listener(raw);
      }),
  };
}
