import type { TestApp } from './test-app.js';

const MINUTE = 60_000;
/** More steps than any story has. */
const ENDLESS = 500;

/**
 * One app that is interrupted at one of its steps; each step is a call, an event or a timer.
 *
 * @example
 * ```ts
 * const sleep: Interruption = interruptedAt(5);
 * sleep.interrupt = () => app.ports.sleep();
 * ```
 */
export interface Interruption {
  /** For `createTestApp`: stands between the flow and a port, with a step before and after each call. */
  readonly through: <Port extends object>(port: Port) => Port;
  /** The names of the steps up to now, from the action on. */
  readonly steps: readonly string[];
  /** What happens at the step. Default: the process is killed. */
  interrupt: () => void;
  /** Whether there was a step of this number. */
  happened(): boolean;
  /**
   * The action is the first step; then time moves, timer by timer, each of them a step, for `ms` (default:
   * half an hour), until `until` is true or the app was killed.
   */
  during(app: TestApp, action: () => void, until: () => boolean, ms?: number): Promise<void>;
}

/**
 * Interrupts an app at one of its steps, counted from zero: by default it is killed there. What crossed
 * before the step has happened: a write that is killed after it was applied is never acknowledged.
 * `before` is called before every step.
 *
 * @example
 * ```ts
 * const kill = interruptedAt(3);
 * const app = createTestApp({ world: { device: 'LINKED' }, through: kill.through });
 * await app.start();
 * const pay = () => app.flow.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
 * await kill.during(app, pay, () => app.state.orders['A1']?.settled === true);
 * kill.steps; // ['action', 'getItem, before', 'getItem, after', ...]
 * ```
 */
export function interruptedAt(at: number, before: (step: number) => void = () => {}): Interruption {
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

  function crossed(name: string, call: (...given: unknown[]) => unknown) {
    return (...given: unknown[]): unknown => {
      if (!crossing(`${name}, before`)) return new Promise(() => {});
      const answer = call(...given);
      crossing(`${name}, after`);
      return answer;
    };
  }

  const self: Interruption = {
    through: (port) =>
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          const call = (...given: unknown[]): unknown => Reflect.apply(member, target, given);
          if (name !== 'subscribe') return crossed(String(name), call);
          return (listener: (raw: unknown) => void) => call(crossed('event', listener));
        },
      }),
    steps,
    interrupt: () => {
      isDead = true;
    },
    happened: () => steps.length > at,
    during: async (app, action, until, ms = 30 * MINUTE) => {
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

/**
 * Tells a story about its moment 0, 1, 2, ... until it has no such moment; answers how many it has. What it
 * throws says at which moment it did. It throws a RangeError for a story without an end.
 *
 * @example
 * ```ts
 * const moments = await atEveryMoment(async (moment) => {
 *   const kill = interruptedAt(moment);
 *   await payAndCheck(kill);
 *   return kill.happened();
 * });
 * ```
 */
export async function atEveryMoment(story: (moment: number) => Promise<boolean>): Promise<number> {
  for (let moment = 0; moment < ENDLESS; moment += 1) {
    if (!(await at(`moment ${moment}`, () => story(moment)))) return moment;
  }
  throw new RangeError(
    `The story went on for ${ENDLESS} moments. Answer \`false\` when it has no such moment.`,
  );
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
