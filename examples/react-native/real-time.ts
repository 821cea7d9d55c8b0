import type { VirtualClock } from 'upi-flow/simulator';

export interface RealTime {
  /** Moves the clock ahead of real time, as soon as it stands. */
  skip(ms: number): void;
  stop(): void;
}

const TICK = 100;

/** The simulator's clock stands still until it is told to move: this tells it what time it is. */
export function inRealTime(clock: VirtualClock): RealTime {
  let last = Date.now();
  let owed = 0;
  let moving = false;

  async function tick(): Promise<void> {
    const now = Date.now();
    owed += Math.max(0, now - last);
    last = now;
    // One `advance` at a time; what is owed meanwhile is for the next.
    if (moving || owed === 0) return;
    moving = true;
    const ms = owed;
    owed = 0;
    await clock.advance(ms);
    moving = false;
  }

  const timer = setInterval(() => void tick(), TICK);
  return {
    skip: (ms) => {
      owed += ms;
    },
    stop: () => clearInterval(timer),
  };
}
