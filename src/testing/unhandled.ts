/** Errors that were found by runs that are on, and told to nobody yet. */
const found: string[] = [];
let runs = 0;
let platform: SetTimer | undefined;

/** The platform's `setTimeout`. */
type SetTimer = (run: () => void, ms?: number, ...rest: readonly unknown[]) => unknown;

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
    const real: unknown = Reflect.get(globalThis, 'setTimeout');
    if (isSetTimer(real)) {
      platform = real;
      Reflect.set(globalThis, 'setTimeout', Object.assign(trapFor(real), real));
    }
  }
  let isOver = false;
  return {
    taken: () => found.splice(0),
    end: () => {
      if (isOver) return;
      isOver = true;
      runs -= 1;
      if (runs > 0 || platform === undefined) return;
      Reflect.set(globalThis, 'setTimeout', platform);
      platform = undefined;
    },
  };
}

function isSetTimer(value: unknown): value is SetTimer {
  return typeof value === 'function';
}

function trapFor(real: SetTimer): SetTimer {
  return (run, ms, ...rest) => {
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
