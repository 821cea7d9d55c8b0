import type { TestApp } from '../../../testing/index.js';

const MINUTE = 60_000;

export type Interruption = ReturnType<typeof interruptedAt>;

/**
 * Interrupts an app at one of its crossings to the world, counted from zero: by default it is killed.
 * `before` is called before every step.
 */
export function interruptedAt(at: number, before: (step: number) => void = () => {}) {
  const steps: string[] = [];
  let victim: TestApp | undefined;
  let isDead = false;

  /** `false`: the app is dead, nothing crosses. */
  function crossing(name: string): boolean {
    if (victim === undefined) return true;
    if (isDead) return false;
    before(steps.length);
    const isNow = steps.length === at;
    steps.push(name);
    if (isNow) self.interrupt();
    if (isDead) victim.kill();
    return !isDead;
  }

  /** A write that is killed between the two was applied and never acknowledged. */
  function crossed(name: string, call: (...given: unknown[]) => unknown) {
    return (...given: unknown[]): unknown => {
      if (!crossing(`${name}, before`)) return new Promise(() => {});
      const answer = call(...given);
      crossing(`${name}, after`);
      return answer;
    };
  }

  const self = {
    /** For `createTestApp`: a port with a crossing before and after each call, and each event. */
    through: <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          const call = (...given: unknown[]): unknown => Reflect.apply(member, target, given);
          if (name !== 'subscribe') return crossed(String(name), call);
          return (listener: (raw: unknown) => void) => call(crossed('event', listener));
        },
      }),
    /** The crossings and timers up to now, from the action on. */
    steps,
    /** What happens at the step. */
    interrupt: (): void => {
      isDead = true;
    },
    /** Whether there was a step of this number. */
    happened: () => steps.length > at,
    /** The action is the first step; then time moves, timer by timer, each of them a step. */
    async during(app: TestApp, action: () => void, until: () => boolean, ms = 30 * MINUTE) {
      const { clock } = app.simulator;
      const end = clock.now() + ms;
      victim = app;
      if (crossing('action')) action();
      await clock.settle();
      while (!isDead && !until() && clock.nextAt !== undefined && clock.nextAt <= end) {
        if (crossing('timer')) await clock.next();
      }
    },
  };
  return self;
}

/** Tells a story about its moment 0, 1, 2, ... until it has no such moment; answers how many it has. */
export async function atEveryMoment(story: (moment: number) => Promise<boolean>): Promise<number> {
  for (let moment = 0; moment < 500; moment += 1) {
    if (!(await at(`moment ${moment}`, () => story(moment)))) return moment;
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
