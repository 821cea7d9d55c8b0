/** How long nothing may appear, ms. */
const EVERY = 10_000;

/**
 * Says every ten seconds what is going on, beside the output: a long step is no step that hangs. Answers
 * what ends it.
 */
export function heartbeat(doing: () => string): () => void {
  const began = performance.now();
  const timer = setInterval(() => {
    console.error(`... ${doing()}, ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  }, EVERY);
  timer.unref();
  return () => clearInterval(timer);
}
