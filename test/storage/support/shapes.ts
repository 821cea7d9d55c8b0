import {
  type Clock,
  type KeyValueStorage,
  memoryStorage,
  mmkvStorage,
} from '../../../src/index.js';

/** One storage as apps have it, with what a test does to it. */
export interface Shape {
  readonly storage: KeyValueStorage;
  /** Every further write is refused, the way this storage does it. */
  fill(): void;
}

/** Everything the storages are made of: texts by key, until there is no more room. */
class Disk {
  readonly items = new Map<string, string>();
  isFull = false;

  write(key: string, value: string, refusal: () => Error): void {
    if (this.isFull) throw refusal();
    this.items.set(key, value);
  }
}

/** As `window.localStorage`: methods that need their object, and an exception when it is full. */
class WebStorage {
  readonly #disk: Disk;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  getItem(key: string): string | null {
    return this.#disk.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#disk.write(
      key,
      value,
      () => new DOMException('The quota has been exceeded.', 'QuotaExceededError'),
    );
  }

  removeItem(key: string): void {
    this.#disk.items.delete(key);
  }
}

/** As AsyncStorage: every answer comes later, and errors come as rejections. */
function asyncStorage(disk: Disk): KeyValueStorage {
  const later = () => Promise.resolve();
  return {
    getItem: async (key) => {
      await later();
      return disk.items.get(key) ?? null;
    },
    setItem: async (key, value) => {
      await later();
      disk.write(key, value, () => new Error('database or disk is full (code 13)'));
    },
    removeItem: async (key) => {
      await later();
      disk.items.delete(key);
    },
  };
}

/** As an instance of react-native-mmkv, whose methods are found on its prototype. */
class Mmkv {
  protected readonly disk: Disk;

  constructor(disk: Disk) {
    this.disk = disk;
  }

  getString(key: string): string | undefined {
    return this.disk.items.get(key);
  }

  set(key: string, value: string | number | boolean): void {
    this.disk.write(key, String(value), () => new Error(`Failed to set ${key}!`));
  }
}

class MmkvOfVersion3 extends Mmkv {
  delete(key: string): void {
    this.disk.items.delete(key);
  }
}

class MmkvOfVersion4 extends Mmkv {
  remove(key: string): boolean {
    return this.disk.items.delete(key);
  }
}

function memoryOn(disk: Disk): KeyValueStorage {
  const memory = memoryStorage();
  return {
    ...memory,
    setItem: (key, value) => {
      disk.write(key, value, () => new Error('full'));
      return memory.setItem(key, value);
    },
  };
}

const KINDS = {
  memory: memoryOn,
  AsyncStorage: asyncStorage,
  localStorage: (disk: Disk): KeyValueStorage => new WebStorage(disk),
  'MMKV 3': (disk: Disk) => mmkvStorage(new MmkvOfVersion3(disk)),
  'MMKV 4': (disk: Disk) => mmkvStorage(new MmkvOfVersion4(disk)),
};

/** Every kind of storage, new and empty at each call. */
export const SHAPES: readonly { readonly kind: string; create(): Shape }[] = Object.entries(
  KINDS,
).map(([kind, storageOn]) => ({
  kind,
  create: () => {
    const disk = new Disk();
    return {
      storage: storageOn(disk),
      fill: () => {
        disk.isFull = true;
      },
    };
  },
}));

/** A storage over a map that several may share. */
export function mapStorage(items: Map<string, string>): KeyValueStorage {
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      items.set(key, value);
    },
    removeItem: (key) => {
      items.delete(key);
    },
  };
}

/** A storage that takes its time for everything. */
export function slowed(storage: KeyValueStorage, clock: Clock, ms: number): KeyValueStorage {
  const wait = () => new Promise<void>((resolve) => clock.setTimeout(resolve, ms));
  return {
    getItem: async (key) => {
      await wait();
      return storage.getItem(key);
    },
    setItem: async (key, value) => {
      await wait();
      await storage.setItem(key, value);
    },
    removeItem: async (key) => {
      await wait();
      await storage.removeItem(key);
    },
  };
}

/** A storage whose operations can be made to fail, by what they are and the key. */
export function failing(
  storage: KeyValueStorage,
  fails: (operation: 'get' | 'set', key: string) => boolean,
): KeyValueStorage {
  const guard = (operation: 'get' | 'set', key: string) => {
    if (fails(operation, key)) throw new Error('the storage fails');
  };
  return {
    getItem: (key) => {
      guard('get', key);
      return storage.getItem(key);
    },
    setItem: (key, value) => {
      guard('set', key);
      return storage.setItem(key, value);
    },
    removeItem: (key) => storage.removeItem(key),
  };
}
