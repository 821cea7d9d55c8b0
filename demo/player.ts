import type { Simulator } from '../adapters/simulator/index.js';
import { createRandom } from '../adapters/simulator/random.js';
import { decodeEvent } from '../core/protocol/index.js';
import type { SeedSample } from '../fixtures/seed-samples.js';
import {
  type Backend,
  createUpiFlow,
  memoryStorage,
  type UpiCommand,
  type UpiFlow,
  type UpiOrder,
  type UpiState,
  type UpiStep,
} from '../src/index.js';
import { type AppPorts, createAppPorts } from '../testing/explorer/app-ports.js';
import type { About, Emit } from './event.js';
import { formatCommand } from './format-command.js';
import { formatNotice, noticeTypes } from './format-notice.js';
import { formatState, isLoading } from './format-state.js';
import type { Recorder } from './recorder.js';
import type { Scenario } from './scenario.js';

/** A step by its name. */
export type StepOf<N extends UpiStep['name']> = Extract<UpiStep, { readonly name: N }>;

/** Plays a scenario: does what a person and an app do, and lets virtual time pass. */
export interface Player {
  readonly simulator: Simulator;
  readonly isLaunched: boolean;
  /** The server of the app, in place of the simulator's. */
  connect(server: AppServer): void;
  readonly state: UpiState;
  act(title: string): void;
  /** Tells something about the world that the flow cannot see. */
  note(who: 'person' | 'phone' | 'server', text: string): void;
  /** Tells what was seen of the world, after what led to it. */
  readonly tell: Emit;
  /** States a promise; a broken one fails the run. */
  check(promise: string, holds: boolean): void;
  /** Starts the app: a new flow on the phone's storage. */
  launch(): void;
  /** The app's process dies. */
  kill(): void;
  send(command: UpiCommand): void;
  /** Lets time pass until the app shows this step and waits for the person. */
  step<N extends UpiStep['name']>(name: N): Promise<StepOf<N>>;
  /** Lets time pass until the order has one of these statuses. */
  order(orderId: string, ...statuses: readonly UpiOrder['status'][]): Promise<UpiOrder>;
  /** Lets time pass until nothing more is to be found out about the order. */
  settled(orderId: string): Promise<UpiOrder>;
  pass(ms: number): Promise<void>;
  /** Lets time pass until somebody has answered. */
  answer<T>(answer: Promise<T>, what: string): Promise<T>;
  /** Lets time pass until this holds. */
  until(holds: () => boolean, what: string): Promise<void>;
  emitSample(sample: SeedSample, what: string): void;
  /** Delivers a seed sample to the app as the bridge would. */
  deliver(raw: string): void;
  /** The next answer to this action is this text, under the request's own id. */
  answersWith(action: string, raw: string): void;
  /** How many samples of the documents went through the flow. */
  readonly samplesDelivered: number;
  /** What the server of the app must never see printed. */
  readonly secrets: readonly string[];
  readonly checks: readonly { readonly promise: string; readonly holds: boolean }[];
  end(): void;
}

/** A server that the app reaches over a network that takes time of its own. */
export interface AppServer {
  readonly backend: Backend;
  /** Resolves once nothing is on its way, and what came of it was told: only then may time go on. */
  idle(): Promise<void>;
  /** What must never be printed. */
  readonly secrets: readonly string[];
}

/** No story waits longer than this for one thing, ms. */
const PATIENCE = 60 * 60_000;

/** Opens the stage: nothing runs until `launch`. */
export function createPlayer(
  simulator: Simulator,
  recorder: Recorder,
  options: { readonly seed: number; readonly timings?: Scenario['timings'] },
): Player {
  const { clock } = simulator;
  const { emit } = recorder;
  const disk = memoryStorage();
  const ids = createRandom(options.seed);
  const substitutes = new Map<string, string>();
  const checks: { promise: string; holds: boolean }[] = [];
  let samplesDelivered = 0;
  let launches = 0;
  let app: { readonly run: AppPorts; readonly flow: UpiFlow } | undefined;
  let server: AppServer | undefined;

  /** The next timer runs, and everything that it leads to; `false`: there is none. */
  async function next(): Promise<boolean> {
    const isMore = await clock.next();
    await server?.idle();
    recorder.catchUp();
    return isMore;
  }

  function live(): { readonly run: AppPorts; readonly flow: UpiFlow } {
    if (app === undefined) throw new Error('The scenario must launch the app first.');
    return app;
  }

  /** What the app hears: the SDK's own words, or a sample of the documents in their place. */
  function onRawEvent(raw: unknown): unknown {
    const entry = simulator.wire.traffic.slice(-1)[0];
    const sample = entry?.event === 'process_result' && substitutes.get(entry.action ?? '');
    if (!sample || decodeEvent(raw).type !== 'result') return raw;
    substitutes.delete(entry.action ?? '');
    const answer = { ...parsed(sample), requestId: entry.requestId };
    const text = JSON.stringify(answer);
    samplesDelivered += 1;
    recorder.catchUpWith(text);
    return text;
  }

  /** Tells what the merchant's server answers to a process that lives. */
  function recorded({ authorize, orderStatus }: Backend): Backend {
    return {
      authorize: (request) => served('authorize', { action: request.action }, authorize(request)),
      ...(orderStatus && {
        orderStatus: (orderId) => served('orderStatus', { orderId }, orderStatus(orderId)),
      }),
    };
  }

  async function served<T>(operation: string, about: About, answer: Promise<T>): Promise<T> {
    const emitOf = (more: About) => {
      recorder.catchUp();
      emit('server', operation, { ...about, ...more });
    };
    try {
      const value = await answer;
      emitOf(statusIn(value));
      return value;
    } catch (error) {
      emitOf({ failed: true });
      throw error;
    }
  }

  async function until(holds: () => boolean, what: string): Promise<void> {
    const limit = clock.trueNow() + PATIENCE;
    await clock.settle();
    await server?.idle();
    recorder.catchUp();
    while (!holds()) {
      const isTooLate = clock.trueNow() > limit;
      if (isTooLate || !(await next())) throw new Error(`Waited in vain for ${what}.`);
    }
  }

  function orderOf(orderId: string): UpiOrder | undefined {
    return live().flow.getSnapshot().orders[orderId];
  }

  async function order(orderId: string, holds: (order: UpiOrder) => boolean): Promise<UpiOrder> {
    await until(() => {
      const found = orderOf(orderId);
      return found !== undefined && holds(found);
    }, `the order ${orderId}`);
    const found = orderOf(orderId);
    if (found === undefined) throw new Error(`The order ${orderId} is gone.`);
    return found;
  }

  return {
    simulator,
    checks,
    get isLaunched() {
      return app !== undefined;
    },
    get state() {
      return live().flow.getSnapshot();
    },
    get samplesDelivered() {
      return samplesDelivered;
    },
    get secrets() {
      return server?.secrets ?? [];
    },
    connect(given) {
      server = given;
    },
    act: (title) => emit('act', title),
    tell(type, name, about) {
      recorder.catchUp();
      emit(type, name, about);
    },
    note: (who, text) => emit(who, text),
    check(promise, holds) {
      checks.push({ promise, holds });
      emit('check', promise, { holds });
    },
    launch() {
      launches += 1;
      const { sdk } = simulator;
      const { backend } = server ?? simulator;
      const subscribe: typeof sdk.subscribe = (listener) =>
        sdk.subscribe((raw) => listener(onRawEvent(raw)));
      const run = createAppPorts({ sdk: { ...sdk, subscribe }, backend, clock, storage: disk });
      const { merchantId, clientId, customerId } = simulator.merchant;
      const own = ids.fork(`app ${launches}`);
      const flow = createUpiFlow({
        sdk: run.sdk,
        backend: recorded(run.backend),
        clock: run.clock,
        storage: run.storage,
        newId: () => own.uuid(),
        timings: options.timings,
        merchant: {
          merchantId,
          clientId,
          customerId,
          environment: 'sandbox',
          issuingPsp: 'YES_BIZ',
        },
      });
      app = { run, flow };
      watch(flow, recorder);
      emit('command', 'start');
      flow.start();
    },
    kill() {
      recorder.catchUp();
      live().run.end();
      simulator.restart();
      emit('phone', 'kills the app: its timers, its listeners and the SDK instance are gone');
    },
    send(command) {
      recorder.catchUp();
      formatCommand(command, emit);
      live().flow.send(command);
    },
    async step(name) {
      const current = (): UpiStep => live().flow.getSnapshot().step;
      await until(() => isStep(current(), name) && !isLoading(current()), `the step ${name}`);
      const step = current();
      if (!isStep(step, name)) throw new Error(`The step ${name} is gone.`);
      return step;
    },
    order: (orderId, ...statuses) => order(orderId, ({ status }) => statuses.includes(status)),
    settled: (orderId) => order(orderId, (one) => one.settled),
    async pass(ms) {
      const target = clock.trueNow() + ms;
      while (clock.nextAt !== undefined && clock.nextAt <= target) await next();
      await clock.advance(target - clock.trueNow());
      recorder.catchUp();
    },
    async answer(answer, what) {
      let isThere = false;
      const ended = () => {
        isThere = true;
      };
      answer.then(ended, ended);
      await until(() => isThere, what);
      return answer;
    },
    until,
    emitSample({ seed, name, kind }, what) {
      recorder.catchUp();
      emit('sample', name, { seed, kind, reads: what });
    },
    deliver(raw) {
      recorder.catchUp();
      samplesDelivered += 1;
      live().run.emit(raw);
      recorder.catchUp();
    },
    answersWith: (action, raw) => void substitutes.set(action, raw),
    end() {
      recorder.catchUp();
      app?.flow.stop();
    },
  };
}

function isStep<N extends UpiStep['name']>(step: UpiStep, name: N): step is StepOf<N> {
  return step.name === name;
}

/** Tells every visible change and every notice, each after what caused it. */
function watch(flow: UpiFlow, recorder: Recorder): void {
  let before: UpiState | undefined;
  flow.subscribe((now) => {
    recorder.catchUp();
    formatState(before, now, recorder.emit);
    before = now;
  });
  for (const type of noticeTypes) {
    flow.on(type, (notice) => {
      recorder.catchUp();
      formatNotice(notice, recorder.emit);
    });
  }
}

function statusIn(answer: unknown): { status: string } | Record<string, never> {
  const isNamed = typeof answer === 'object' && answer !== null && 'status' in answer;
  return isNamed ? { status: String(answer.status) } : {};
}

function parsed(text: string): object {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? value : {};
}
