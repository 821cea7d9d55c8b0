import type { KeyValueStorage } from '../../src/index.js';

/**
 * One thing that an adapter promises. `run` rejects, with a message that says what was expected and
 * what happened instead.
 *
 * @example
 * ```ts
 * const [check]: readonly ContractCheck[] = storageContract(memoryStorage);
 * await check?.run();
 * ```
 */
export interface ContractCheck {
  readonly name: string;
  run(): Promise<void>;
}

/**
 * What only the one who made the storage can do.
 *
 * @example
 * ```ts
 * const options: StorageContractOptions = { fill: () => disk.fill() };
 * ```
 */
export interface StorageContractOptions {
  /** Makes the storage created last refuse every further write. Without it that is not checked. */
  readonly fill?: (() => unknown) | undefined;
}

/**
 * What the flow needs of a storage, as checks for any test runner. Each check calls `create` for a
 * storage, which need not be empty; it uses keys under `upi-flow/contract/` and removes them.
 *
 * @example
 * ```ts
 * for (const { name, run } of storageContract(() => AsyncStorage)) it(name, run);
 * ```
 */
export function storageContract(
  create: () => KeyValueStorage | Promise<KeyValueStorage>,
  options: StorageContractOptions = {},
): readonly ContractCheck[] {
  const { fill } = options;
  const checks = fill === undefined ? CHECKS : [...CHECKS, refusalWhenFull(fill)];
  return checks.map(([name, holds]) => ({
    name,
    run: async () => {
      const places = placesIn(await create());
      await places.clear();
      try {
        await holds(places);
      } finally {
        // A storage that cannot even be emptied must not hide what it did before.
        await places.clear().catch(() => {});
      }
    },
  }));
}

/** What a storage promises, by name. */
type Check = readonly [string, (at: Places) => Promise<void>];

/** The keys a check may use. They differ in one thing each, as the library's own do. */
const KEYS = {
  first: 'upi-flow/contract/first',
  second: 'upi-flow/contract/second',
  below: 'upi-flow/contract/first/set-aside/0',
  capital: 'upi-flow/contract/First',
  long: `upi-flow/contract/${'f'.repeat(64)}1`,
  longToo: `upi-flow/contract/${'f'.repeat(64)}2`,
} as const;

type KeyName = keyof typeof KEYS;

const NAMES: readonly KeyName[] = ['first', 'second', 'below', 'capital', 'long', 'longToo'];

/** A storage by the names of the keys; whatever it does, it does as a promise. */
interface Places {
  get(name: KeyName): Promise<unknown>;
  set(name: KeyName, value: string): Promise<void>;
  remove(name: KeyName): Promise<void>;
  /** Rejects unless this is what is read. */
  holds(name: KeyName, value: string): Promise<void>;
  holdsNothing(name: KeyName): Promise<void>;
  clear(): Promise<void>;
}

function placesIn(storage: KeyValueStorage): Places {
  const places: Places = {
    get: async (name) => storage.getItem(KEYS[name]),
    set: async (name, value) => {
      await storage.setItem(KEYS[name], value);
    },
    remove: async (name) => {
      await storage.removeItem(KEYS[name]);
    },
    holds: async (name, value) => {
      const found = await places.get(name);
      if (found !== value) throw broken(`${shown(value)} under ${KEYS[name]}`, shown(found));
    },
    holdsNothing: async (name) => {
      const found = await places.get(name);
      if (found === null || found === undefined) return;
      throw broken(`null or undefined under ${KEYS[name]}`, shown(found));
    },
    clear: async () => {
      for (const name of NAMES) await places.remove(name);
    },
  };
  return places;
}

/** As long as a hundred orders with many attempts each. */
const LARGE = 300_000;

const CHECKS: readonly Check[] = [
  ['a key that was never set has no value', (at) => at.holdsNothing('first')],
  [
    'what was set is read',
    async (at) => {
      await at.set('first', '{"version":2,"orders":[]}');
      await at.holds('first', '{"version":2,"orders":[]}');
    },
  ],
  [
    'what was set is read more than once',
    async (at) => {
      await at.set('first', 'value');
      for (let nth = 0; nth < 3; nth += 1) await at.holds('first', 'value');
    },
  ],
  [
    'a write replaces the one before, and is seen at once',
    async (at) => {
      for (let nth = 0; nth < 10; nth += 1) {
        await at.set('first', `value ${nth}`);
        await at.holds('first', `value ${nth}`);
      }
    },
  ],
  [
    'a shorter value leaves nothing of a longer one',
    async (at) => {
      await at.set('first', 'a long value');
      await at.set('first', 'short');
      await at.holds('first', 'short');
    },
  ],
  [
    'a removed key has no value, and can be set again',
    async (at) => {
      await at.set('first', 'value');
      await at.remove('first');
      await at.holdsNothing('first');
      await at.set('first', 'again');
      await at.holds('first', 'again');
    },
  ],
  [
    'a key that has no value can be removed',
    async (at) => {
      await at.remove('first');
      await at.holdsNothing('first');
    },
  ],
  [
    'no key is mistaken for another',
    async (at) => {
      for (const name of NAMES) await at.set(name, `the value of ${name}`);
      for (const name of NAMES) await at.holds(name, `the value of ${name}`);
      await at.remove('first');
      for (const name of NAMES.slice(1)) await at.holds(name, `the value of ${name}`);
    },
  ],
  [
    'a key is kept while others are written',
    async (at) => {
      await at.set('first', 'kept');
      for (let nth = 0; nth < 50; nth += 1) await at.set('second', `value ${nth}`);
      await at.holds('first', 'kept');
    },
  ],
  [
    'a value is kept sign by sign',
    async (at) => {
      const value = '"quoted" \\ back\nnext\tline ₹ रुपया 😀 %7B null undefined ';
      await at.set('first', value);
      await at.holds('first', value);
    },
  ],
  [
    'a value that looks like a number stays a text',
    async (at) => {
      await at.set('first', '0012.50');
      await at.holds('first', '0012.50');
    },
  ],
  [
    `a value of ${LARGE} characters is kept`,
    async (at) => {
      const value = '{"orderId":"₹"},'.repeat(LARGE / 16);
      await at.set('first', value);
      await at.holds('first', value);
    },
  ],
];

function refusalWhenFull(fill: () => unknown): Check {
  return [
    'a write that is refused is told about, and the old value stays',
    async (at) => {
      await at.set('first', 'old');
      await fill();
      const write = at.set('first', 'new').then(() => 'acknowledged');
      const end = await write.catch(() => 'rejected');
      if (end !== 'rejected') throw broken('the write of a full storage to be rejected', end);
      await at.holds('first', 'old');
    },
  ];
}

function broken(expected: string, saw: string): Error {
  return new Error(`The storage breaks its contract: expected ${expected}, saw ${saw}.`);
}

/** A value as a message shows it. */
function shown(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  return value.length > 60 ? `a text of ${value.length} characters` : JSON.stringify(value);
}
