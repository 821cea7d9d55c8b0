import type { Clock } from '../../../src/index.js';

export const never = (): Promise<never> => new Promise(() => {});

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
  /** Called whenever everything has come to rest. */
  readonly atRest = new Set<() => void>();
  readonly #timers = new Set<Timer>();
  readonly #facts: (() => void)[] = [];

  /** Returns the function that stops it. */
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.elapsed + Math.max(0, ms), run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Counts from when the flow has had the time to hear of it. */
  known(fact: () => void): void {
    this.#facts.push(fact);
  }

  async settle(): Promise<void> {
    // One macrotask: every promise that can settle has settled by then.
    await new Promise((resolve) => setImmediate(resolve));
    for (const fact of this.#facts.splice(0)) fact();
    for (const look of this.atRest) look();
  }

  async advance(ms: number): Promise<void> {
    const end = this.elapsed + ms;
    await this.settle();
    for (let timer = this.#first(); timer && timer.at <= end; timer = this.#first()) {
      this.#timers.delete(timer);
      this.#pass(timer.at);
      timer.run();
      await this.settle();
    }
    this.#pass(end);
  }

  #pass(until: number): void {
    this.shown += until - this.elapsed;
    this.elapsed = until;
  }

  #first(): Timer | undefined {
    return [...this.#timers].sort((one, other) => one.at - other.at)[0];
  }
}

/** The clock of one process. Of one that was killed no timer runs, and its world acts no more. */
export class ProcessClock implements Clock {
  alive = true;
  /** The timers that the flow set. */
  readonly running = new Set<unknown>();
  readonly world: FakeClock;

  constructor(world: FakeClock) {
    this.world = world;
  }

  now(): number {
    return this.world.shown;
  }

  setTimeout(run: () => void, ms: number): unknown {
    const stop = this.later(ms, () => {
      this.running.delete(stop);
      run();
    });
    this.running.add(stop);
    return stop;
  }

  clearTimeout(stop: unknown): void {
    if (typeof stop === 'function') stop();
    this.running.delete(stop);
  }

  /** What the world does to this process later. */
  later(ms: number, run: () => void): () => void {
    return this.world.after(ms, () => {
      if (this.alive) run();
    });
  }
}
