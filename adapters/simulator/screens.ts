/**
 * A screen the SDK puts over the app.
 *
 * @example
 * ```ts
 * if (simulator.screen === 'pin') flow.send({ type: 'back' });
 * ```
 */
export type ScreenName = 'permission' | 'pin' | 'onboarding' | 'checkout';

/** How a screen ended: the person did what it asks, or went back. */
export type ScreenEnd = 'done' | 'back';

/** The one screen the SDK has. A second operation waits for the first to close its screen. */
export interface Screens {
  readonly current: ScreenName | undefined;
  /** Opens a screen; `start` gets the function that finishes it. A killed screen never answers. */
  show(name: ScreenName, start: (finish: () => void) => void): Promise<ScreenEnd>;
  /** Hardware back; `false` when no screen is open. */
  back(): boolean;
  /** Tears every screen down, open or waiting. */
  kill(): void;
}

interface Waiting {
  readonly name: ScreenName;
  readonly start: (finish: () => void) => void;
  readonly end: (how: ScreenEnd) => void;
}

/** Creates the screen of one app process. */
export function createScreens(): Screens {
  let queue: Waiting[] = [];

  function openFirst(): void {
    const first = queue[0];
    first?.start(() => close(first, 'done'));
  }

  function close(screen: Waiting | undefined, how: ScreenEnd): boolean {
    if (screen === undefined || queue[0] !== screen) {
      return false;
    }
    queue.shift();
    screen.end(how);
    openFirst();
    return true;
  }

  return {
    get current() {
      return queue[0]?.name;
    },
    show(name, start) {
      return new Promise((end) => {
        queue.push({ name, start, end });
        if (queue.length === 1) {
          openFirst();
        }
      });
    },
    back: () => close(queue[0], 'back'),
    kill() {
      queue = [];
    },
  };
}
