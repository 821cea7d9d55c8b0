import type { KeyValueStorage } from '../../../src/index.js';
import type { FakeClock } from './clock.js';

/** How one operation behaves: a number is how many milliseconds it takes. */
export type StorageMode = 'works' | 'throws' | 'rejects' | 'hangs' | 'forgets' | number;

/** One storage object over what the device keeps; several may share one map. */
export class FakeStorage implements KeyValueStorage {
  get: StorageMode = 'works';
  set: StorageMode = 'works';
  remove: StorageMode = 'works';
  /** Only keys and texts of these writes fail. */
  refuses: (key: string, value: string) => boolean = () => false;
  reads = 0;
  writes = 0;
  bytes = 0;
  readonly map: Map<string, string>;
  readonly #clock: FakeClock;
  #alive = true;

  constructor(map: Map<string, string>, clock: FakeClock) {
    this.map = map;
    this.#clock = clock;
  }

  getItem(key: string): Promise<string | null> {
    this.reads += 1;
    return this.#run(this.get, () => this.map.get(key) ?? null);
  }

  setItem(key: string, value: string): Promise<void> {
    this.writes += 1;
    this.bytes += key.length + value.length;
    const mode = this.refuses(key, value) ? 'rejects' : this.set;
    return this.#run(mode, () => {
      if (mode !== 'forgets') this.map.set(key, value);
    });
  }

  removeItem(key: string): Promise<void> {
    return this.#run(this.remove, () => {
      this.map.delete(key);
    });
  }

  works(): void {
    this.get = 'works';
    this.set = 'works';
    this.remove = 'works';
    this.refuses = () => false;
  }

  kill(): void {
    this.#alive = false;
  }

  #run<T>(mode: StorageMode, work: () => T): Promise<T> {
    if (mode === 'throws') throw new Error('the storage threw');
    return new Promise((resolve, reject) => {
      const end = () => {
        if (this.#alive) resolve(work());
      };
      if (!this.#alive || mode === 'hangs') return;
      if (mode === 'rejects') reject(new Error('the storage is full'));
      else if (typeof mode === 'number') this.#clock.after(mode, end);
      else end();
    });
  }
}
