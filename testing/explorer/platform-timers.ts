/** Errors that were found by runs that are on, and told to nobody yet. */
const found: string[] = [];
/** How to end the timers that were set instead of the platform's. */
const borrowed = new WeakMap<object, () => void>();
let runs = 0;
let platform: PlatformTimers | undefined;
let lender: Lender | undefined;

type SetTimer = (run: () => void, ms?: number, ...rest: readonly unknown[]) => unknown;
type ClearTimer = (timer: unknown) => void;
interface PlatformTimers {
  readonly setTimeout: SetTimer;
  readonly clearTimeout: ClearTimer;
}

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
    const real = timersOf(globalThis);
    platform = real;
    Object.assign(globalThis, {
      setTimeout: Object.assign(setFor(real.setTimeout), real.setTimeout),
      clearTimeout: clearFor(real.clearTimeout),
    });
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

/** The package is built without any platform's types. */
function timersOf(host: object): PlatformTimers {
  const set: unknown = Reflect.get(host, 'setTimeout');
  const clear: unknown = Reflect.get(host, 'clearTimeout');
  if (!isSetTimer(set) || !isClearTimer(clear)) throw new Error('This platform has no timers.');
  return { setTimeout: set, clearTimeout: clear };
}

function isSetTimer(value: unknown): value is SetTimer {
  return typeof value === 'function';
}

function isClearTimer(value: unknown): value is ClearTimer {
  return typeof value === 'function';
}

function setFor(real: SetTimer): SetTimer {
  return (run, ms, ...rest) => {
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
    if (from !== undefined && typeof handle === 'object' && handle !== null) {
      const timer = from.setTimeout(run, ms);
      borrowed.set(handle, () => from.clearTimeout(timer));
    }
    return handle;
  }
}

function clearFor(real: ClearTimer): ClearTimer {
  return (timer) => {
    const end = typeof timer === 'object' && timer !== null ? borrowed.get(timer) : undefined;
    if (end === undefined) real(timer);
    else end();
  };
}
