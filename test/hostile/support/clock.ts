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
  readonly timers = new Set<Timer>();
  /** Called whenever everything has come to rest. */
  readonly atRest = new Set<() => void>();

  after(ms: number, run: () => void): Timer {
    const timer = { at: this.elapsed + Math.max(0, ms), run };
    this.timers.add(timer);
    return timer;
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  async advance(ms: number): Promise<void> {
    const end = this.elapsed + ms;
    await this.#settle();
    for (let timer = this.#first(); timer && timer.at <= end; timer = this.#first()) {
      this.timers.delete(timer);
      this.#pass(timer.at);
      timer.run();
      await this.#settle();
    }
    this.#pass(end);
  }

  async #settle(): Promise<void> {
    // One macrotask: every promise that can settle has settled by then.
    await new Promise((resolve) => setImmediate(resolve));
    for (const look of this.atRest) look();
  }

  #pass(until: number): void {
    this.shown += until - this.elapsed;
    this.elapsed = until;
  }

  #first(): Timer | undefined {
    return [...this.timers].sort((one, other) => one.at - other.at)[0];
  }
}

/** The clock of one process. Of one that was killed no timer runs, and nobody answers it. */
export class ProcessClock implements Clock {
  alive = true;
  /** The timers that the flow set. */
  readonly running = new Set<Timer>();
  readonly world: FakeClock;

  constructor(world: FakeClock) {
    this.world = world;
  }

  now(): number {
    return this.world.shown;
  }

  setTimeout(run: () => void, ms: number): Timer {
    const timer = this.world.after(ms, () => {
      this.running.delete(timer);
      if (this.alive) run();
    });
    this.running.add(timer);
    return timer;
  }

  clearTimeout(timer: Timer): void {
    this.running.delete(timer);
    this.world.timers.delete(timer);
  }
}
