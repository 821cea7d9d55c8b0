import type { VirtualClock } from '../adapters/simulator/index.js';

/** How often the clock is moved, ms. */
const STEP = 50;

/** Lets a clock go on with the time of the machine; answers a function that stops it. */
export function runInRealTime(clock: VirtualClock): () => Promise<void> {
  let last = performance.now();
  let isMoving = false;
  let moved = Promise.resolve();

  async function move(): Promise<void> {
    isMoving = true;
    const now = performance.now();
    const elapsed = now - last;
    last = now;
    await clock.advance(elapsed);
    isMoving = false;
  }

  const timer = setInterval(() => {
    // One call at a time: what passed meanwhile is made up for.
    if (!isMoving) moved = move();
  }, STEP);
  return () => {
    clearInterval(timer);
    return moved;
  };
}
