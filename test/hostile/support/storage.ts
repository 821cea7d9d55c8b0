import type { KeyValueStorage } from '../../../src/index.js';
import { never, type ProcessClock } from './clock.js';

/** How one operation behaves: a number is how many milliseconds it takes. */
export type StorageMode = 'works' | 'throws' | 'rejects' | 'hangs' | number;

/** What one process has of the device's storage; several may share one map. */
export class FakeStorage implements KeyValueStorage {
  get: StorageMode = 'works';
  set: StorageMode = 'works';
  reads = 0;
  writes = 0;
  bytes = 0;
  readonly #kept: Map<string, string>;
  readonly #process: ProcessClock;

  constructor(kept: Map<string, string>, process: ProcessClock) {
    this.#kept = kept;
    this.#process = process;
  }

  getItem(key: string): Promise<string | null> {
    this.reads += 1;
    return this.#run(this.get, () => this.#kept.get(key) ?? null);
  }

  setItem(key: string, value: string): Promise<void> {
    this.writes += 1;
    this.bytes += key.length + value.length;
    return this.#run(this.set, () => void this.#kept.set(key, value));
  }

  removeItem(key: string): Promise<void> {
    return this.#run('works', () => void this.#kept.delete(key));
  }

  works(): void {
    this.get = 'works';
    this.set = 'works';
  }

  #run<T>(mode: StorageMode, work: () => T): Promise<T> {
    const { alive, world } = this.#process;
    if (mode === 'throws') throw new Error('the storage threw');
    if (mode === 'hangs' || !alive) return never();
    if (mode === 'rejects') return Promise.reject(new Error('the storage is full'));
    if (mode === 'works') return Promise.resolve(work());
    return world.wait(mode).then(() => (this.#process.alive ? work() : never()));
  }
}
