import type { App, Crossing } from '../../flow/support/app.js';

const MINUTE = 60_000;

/** Something that happens to an app at one of its crossings to the world; by default it is killed. */
export interface Interruption {
  /** For `createApp`. */
  readonly crossing: Crossing;
  /** The crossings and timers up to now, from the action on. */
  readonly steps: readonly string[];
  /** Whether there was a step of this number. */
  readonly happened: boolean;
  /** What happens in place of a crash; the app lives on. */
  instead: (() => void) | undefined;
  /** The action is the first step; then time moves, timer by timer, each of them a step. */
  during(app: App, action: () => void, until: () => boolean, ms?: number): Promise<void>;
}

/** Interrupts at one step, counted from zero; `before` is called before every step. */
export function interruptedAt(at: number, before: (step: number) => void = () => {}): Interruption {
  const steps: string[] = [];
  let victim: App | undefined;
  let isDead = false;

  function step(name: string): boolean {
    if (victim === undefined) return true;
    if (isDead) return false;
    before(steps.length);
    const isNow = steps.length === at;
    steps.push(name);
    if (isNow && self.instead !== undefined) self.instead();
    else if (isNow) isDead = true;
    if (isDead) victim.kill();
    return !isDead;
  }

  const self: Interruption = {
    crossing: step,
    steps,
    instead: undefined,
    get happened() {
      return steps.length > at;
    },
    async during(app, action, until, ms = 30 * MINUTE) {
      const { clock } = app.simulator;
      const end = clock.now() + ms;
      victim = app;
      if (step('action')) action();
      await clock.settle();
      while (!isDead && !until() && clock.nextAt !== undefined && clock.nextAt <= end) {
        if (step('timer')) await clock.next();
      }
    },
  };
  return self;
}

/** Tells a story that is interrupted at its step 0, 1, 2, ...; answers how many steps it has. */
export function atEveryStep(story: (interruption: Interruption) => Promise<void>): Promise<number> {
  return atEveryMoment(async (moment) => {
    const interruption = interruptedAt(moment);
    await story(interruption);
    return interruption.happened;
  });
}

/** Tells a story about its moment 0, 1, 2, ... until it has no such moment; answers how many it has. */
export async function atEveryMoment(
  story: (moment: number) => Promise<boolean | undefined>,
): Promise<number> {
  for (let moment = 0; moment < 500; moment += 1) {
    if ((await at(`moment ${moment}`, () => story(moment))) === false) return moment;
  }
  throw new Error('it has no end');
}

/** Says in which case of many it broke. */
export async function at<T>(what: string, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Error) error.message = `${what}: ${error.message}`;
    throw error;
  }
}
