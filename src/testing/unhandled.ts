/** Errors that were found by runs that are on, and told to nobody yet. */
const found: string[] = [];
let runs = 0;
let platform: typeof globalThis.setTimeout | undefined;

/** What runs use to hear of errors that nobody caught. */
export interface Uncaught {
  /** What was found since the last time. */
  taken(): readonly string[];
  /** Gives the platform its timers back. */
  end(): void;
}

/**
 * XState throws an error that nobody listens for from a timer of the platform: it ends the process,
 * long after the step that is to blame. Until `end`, such timers are taken instead of set.
 */
export function catchUnhandled(): Uncaught {
  runs += 1;
  if (platform === undefined) {
    platform = globalThis.setTimeout;
    globalThis.setTimeout = Object.assign(trapFor(platform), platform);
  }
  let isOver = false;
  return {
    taken: () => found.splice(0),
    end: () => {
      if (isOver) return;
      isOver = true;
      runs -= 1;
      if (runs > 0 || platform === undefined) return;
      globalThis.setTimeout = platform;
      platform = undefined;
    },
  };
}

function trapFor(real: typeof globalThis.setTimeout) {
  return (run: () => void, ms?: number, ...rest: []) => {
    // Only XState sets a timer without a time.
    if (ms !== undefined) return real(run, ms, ...rest);
    try {
      run();
    } catch (error) {
      found.push(error instanceof Error ? error.message : 'not an error');
    }
    return real(() => {}, 0);
  };
}
