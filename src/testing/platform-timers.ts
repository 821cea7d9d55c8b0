/** Errors that were found by runs that are on, and told to nobody yet. */
const found: string[] = [];
/** How to end the timers that were set instead of the platform's. */
const borrowed = new WeakMap<object, () => void>();
let runs = 0;
let platform: Pick<typeof globalThis, 'setTimeout' | 'clearTimeout'> | undefined;
let lender: Lender | undefined;

/** Sets a timer instead of the platform. */
export interface Lender {
  setTimeout(run: () => void, ms: number): object;
  clearTimeout(timer: object): void;
}

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
    const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
    platform = real;
    globalThis.setTimeout = Object.assign(setFor(real.setTimeout), real.setTimeout);
    globalThis.clearTimeout = clearFor(real.clearTimeout);
  }
  let isOver = false;
  return {
    taken: () => found.splice(0),
    end: () => {
      if (isOver) return;
      isOver = true;
      runs -= 1;
      if (runs > 0 || platform === undefined) return;
      Object.assign(globalThis, platform);
      platform = undefined;
    },
  };
}

/** A flow whose clock just threw may turn to the platform's, at once: in the simulated time. */
export function lendTimers(instead: Lender): void {
  lender = instead;
  void Promise.resolve().then(() => {
    if (lender === instead) lender = undefined;
  });
}

function setFor(real: typeof globalThis.setTimeout) {
  return (run: () => void, ms?: number, ...rest: []) => {
    if (ms !== undefined) return lender === undefined ? real(run, ms, ...rest) : borrow(run, ms);
    // Only XState sets a timer without a time.
    try {
      run();
    } catch (error) {
      found.push(error instanceof Error ? error.message : 'not an error');
    }
    return real(() => {}, 0);
  };

  function borrow(run: () => void, ms: number) {
    const from = lender;
    lender = undefined;
    // A handle of the platform's own kind, that never runs.
    const handle = real(() => {}, 0);
    if (from !== undefined && typeof handle === 'object') {
      const timer = from.setTimeout(run, ms);
      borrowed.set(handle, () => from.clearTimeout(timer));
    }
    return handle;
  }
}

function clearFor(real: typeof globalThis.clearTimeout): typeof globalThis.clearTimeout {
  return (timer) => {
    const end = typeof timer === 'object' ? borrowed.get(timer) : undefined;
    if (end === undefined) real(timer);
    else end();
  };
}
