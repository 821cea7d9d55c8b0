import { fromCallback, fromPromise, type PromiseActorLogic } from 'xstate';
import type { DeadlineInput } from '../../../machines/shared/not-provided.js';

/** A promise actor that answers when the test says so. */
export interface Scripted<Output, Input> {
  readonly logic: PromiseActorLogic<Output, Input>;
  /** What each run was started with, oldest first. */
  readonly inputs: readonly Input[];
  resolve(output: Output): void;
  reject(error: Error): void;
}

export function scripted<Output, Input>(): Scripted<Output, Input> {
  const inputs: Input[] = [];
  let pending: { resolve: (output: Output) => void; reject: (error: Error) => void } | undefined;

  function take(): NonNullable<typeof pending> {
    const taken = pending;
    if (taken === undefined) throw new Error('Nobody waits for this answer.');
    pending = undefined;
    return taken;
  }

  return {
    inputs,
    logic: fromPromise<Output, Input>(({ input }) => {
      inputs.push(input);
      return new Promise((resolve, reject) => {
        pending = { resolve, reject };
      });
    }),
    resolve: (output) => take().resolve(output),
    reject: (error) => take().reject(error),
  };
}

/** The deadline actor on a clock that stands still until a deadline is made to pass. */
export interface ScriptedDeadline {
  readonly logic: ReturnType<typeof deadlineLogic>;
  /** Epoch ms. */
  now(): number;
  /** Moves time without letting anything pass. */
  moveTo(at: number): void;
  /** Moves time to the one deadline that runs, and says so. */
  pass(): void;
  readonly running: number;
}

interface Running {
  readonly at: number;
  pass(): void;
}

export function scriptedDeadline(start: number): ScriptedDeadline {
  const running = new Set<Running>();
  let now = start;
  return {
    logic: deadlineLogic(running),
    now: () => now,
    moveTo: (at) => {
      now = Math.max(now, at);
    },
    pass: () => {
      const [first, ...others] = running;
      if (first === undefined || others.length > 0) {
        throw new Error(`${running.size} deadlines run; one was expected.`);
      }
      now = Math.max(now, first.at);
      first.pass();
    },
    get running() {
      return running.size;
    },
  };
}

function deadlineLogic(running: Set<Running>) {
  return fromCallback<{ type: 'none' }, DeadlineInput>(({ input, sendBack }) => {
    const own: Running = { at: input.at, pass: () => sendBack({ type: 'deadline.passed' }) };
    running.add(own);
    return () => void running.delete(own);
  });
}
