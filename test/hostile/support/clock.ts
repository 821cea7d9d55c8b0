import type { Clock } from '../../../src/index.js';

export const never = (): Promise<never> => new Promise(() => {});

/** One macrotask: every promise that can settle has settled by then. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * Time that passes only when a test says so. Timers count the time that really passed (`elapsed`);
 * what the phone's clock shows may jump beside it, as after a sleep or a change of the date.
 */
export class FakeClock {
  elapsed = 0;
  shown = 1_767_587_400_000;
  readonly #timers = new Map<unknown, Timer>();
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
    this.#timers.delete(timer);
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
      this.#timers.delete(id);
      this.#pass(timer.at);
      try {
        timer.run();
      } catch (error) {
        this.onThrow(error);
      }
      await this.settle();
    }
    this.#pass(end);
  }

  #pass(until: number): void {
    this.shown += until - this.elapsed;
    this.elapsed = until;
  }

  #next(end: number): [unknown, Timer] | undefined {
    let found: [unknown, Timer] | undefined;
    for (const entry of this.#timers) {
      if (entry[1].at <= end && (found === undefined || entry[1].at < found[1].at)) found = entry;
    }
    return found;
  }
}

/** The clock of one process. Of one that was killed no timer runs, and its world acts no more. */
export class ProcessClock implements Clock {
  alive = true;
  /** What throws until it is told otherwise. */
  readonly throws = new Set<keyof Clock>();
  /** The timers that the flow set. */
  readonly running = new Set<unknown>();
  readonly world: FakeClock;

  constructor(world: FakeClock) {
    this.world = world;
  }

  now(): number {
    this.#mayThrow('now');
    return this.world.shown;
  }

  setTimeout(run: () => void, ms: number): unknown {
    this.#mayThrow('setTimeout');
    const timer = this.later(ms, () => {
      this.running.delete(timer);
      run();
    });
    this.running.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#mayThrow('clearTimeout');
    this.world.clear(timer);
    this.running.delete(timer);
  }

  /** What the world does to this process later. */
  later(ms: number, run: () => void): unknown {
    return this.world.after(ms, () => {
      if (this.alive) run();
    });
  }

  #mayThrow(name: keyof Clock): void {
    if (this.throws.has(name)) throw new Error('the clock is broken');
  }
}
