import type { Clock } from '../../../src/index.js';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** One macrotask: every promise that can settle has settled by then. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Time that passes only when a test says so. Timers count the time that really passed (`elapsed`);
 * what the phone's clock shows may jump beside it, as after a nap or a change of the date.
 */
export class FakeClock {
  elapsed = 0;
  shown = 1_767_587_400_000;
  readonly #timers = new Map<number, Timer>();
  #last = 0;
  readonly #facts: (() => void)[] = [];
  /** Called whenever everything has come to rest. */
  readonly atRest = new Set<() => void>();
  /** What a timer threw would have ended the app. */
  onThrow: (error: unknown) => void = () => {};

  after(ms: number, run: () => void): number {
    this.#last += 1;
    this.#timers.set(this.#last, { at: this.elapsed + Math.max(0, ms), run });
    return this.#last;
  }

  clear(timer: unknown): void {
    if (typeof timer === 'number') this.#timers.delete(timer);
  }

  /** The phone's clock shows another time; no timer runs for it. */
  jump(ms: number): void {
    this.shown += ms;
  }

  /** Counts from when the flow has had the time to hear of it. */
  known(fact: () => void): void {
    this.#facts.push(fact);
  }

  async settle(): Promise<void> {
    await turn();
    for (const fact of this.#facts.splice(0)) fact();
    for (const look of this.atRest) look();
  }

  async advance(ms: number): Promise<void> {
    const end = this.elapsed + ms;
    await this.settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      const [id, timer] = next;
      this.#pass(timer.at - this.elapsed);
      this.#timers.delete(id);
      try {
        timer.run();
      } catch (error) {
        this.onThrow(error);
      }
      await this.settle();
    }
    this.#pass(end - this.elapsed);
  }

  #pass(ms: number): void {
    this.elapsed += ms;
    this.shown += ms;
  }

  #next(end: number): [number, Timer] | undefined {
    let found: [number, Timer] | undefined;
    for (const entry of this.#timers) {
      if (entry[1].at <= end && (found === undefined || entry[1].at < found[1].at)) found = entry;
    }
    return found;
  }
}

/** The clock of one process: its timers end with it. */
export class ProcessClock implements Clock {
  /** What throws until it is told otherwise. */
  readonly throws = new Set<'now' | 'setTimeout' | 'clearTimeout'>();
  readonly running = new Set<number>();
  readonly #clock: FakeClock;
  #alive = true;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  now(): number {
    this.#mayThrow('now');
    return this.#clock.shown;
  }

  setTimeout(run: () => void, ms: number): unknown {
    this.#mayThrow('setTimeout');
    if (!this.#alive) return undefined;
    const timer = this.#clock.after(ms, () => {
      this.running.delete(timer);
      run();
    });
    this.running.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#mayThrow('clearTimeout');
    this.#clock.clear(timer);
    if (typeof timer === 'number') this.running.delete(timer);
  }

  kill(): void {
    this.#alive = false;
    for (const timer of this.running) this.#clock.clear(timer);
    this.running.clear();
  }

  #mayThrow(name: 'now' | 'setTimeout' | 'clearTimeout'): void {
    if (this.throws.has(name)) throw new Error('the clock is broken');
  }
}
