import { type Actor, createActor } from 'xstate';
import { problemOf } from '../../core/model/problem.js';
import {
  type CallableOperation,
  type Checked,
  type OperationResponse,
  reveal,
  Secret,
  type VpaAccount,
} from '../../core/protocol/index.js';
import type { DeviceSnapshot } from '../../machines/device/snapshot.js';
import type { upiFlowMachine } from '../../machines/upi-flow/machine.js';
import { canRetry } from '../../machines/upi-flow/orders.js';
import type { UpiFlowSnapshot } from '../../machines/upi-flow/snapshot.js';
import type { UpiFlowNotice } from '../../machines/upi-flow/types.js';
import { upiFlowWithServices } from '../actors/root-actors.js';
import { claimsBase } from '../actors/sign.js';
import type { UpiCommand } from '../commands/command.js';
import type { CommandEvent } from '../commands/command-event.js';
import { commandName } from '../commands/commands.js';
import { copyOf } from '../commands/copy-command.js';
import { type Rejection, rejectionMessage } from '../commands/rejection.js';
import { type Rejected, rejectionOf } from '../commands/rejection-of.js';
import { resolveCommand } from '../commands/resolve-command.js';
import { withIds } from '../commands/with-ids.js';
import { upiOrder } from '../state/order-view.js';
import { shownProblem } from '../state/shown-problem.js';
import { STARTED_AFTER_STOP, STOPPED } from '../state/stopped.js';
import { endedState, toUpiState, type UpiState } from '../state/upi-state.js';
import {
  BUSY,
  type CallParams,
  type CallResult,
  createCall,
  NOT_READY,
  NOT_STARTED,
} from './call.js';
import type { UpiFlowConfig } from './config.js';
import { createServices, keepOrdersOf } from './create-services.js';
import { inspectWith } from './inspection.js';
import { createListeners, type Subscription } from './listeners.js';
import type { UpiNotice, UpiNoticeOf } from './notice.js';

/**
 * A function, or an observer as XState and RxJS know it.
 *
 * @example
 * ```ts
 * flow.subscribe((state) => render(state));
 * flow.subscribe({ next: (state) => render(state) });
 * ```
 */
export type StateListener =
  | ((state: UpiState) => void)
  | { readonly next?: ((state: UpiState) => void) | undefined };

/**
 * One customer's UPI on one device. Create it once, outside the UI; the UI only subscribes.
 *
 * @example
 * ```ts
 * const flow: UpiFlow = createUpiFlow(config);
 * flow.start();
 * if (flow.can({ type: 'onboard' })) flow.send({ type: 'onboard' });
 * ```
 */
export interface UpiFlow {
  /** Starts the SDK. Once per flow: a second call does nothing, one after `stop` raises an `error`. */
  start(): void;
  /**
   * Ends the SDK and every clock, and removes the listener from the bridge. For good: the step is then
   * `terminated` with the problem `stopped`, and the next customer needs a new flow.
   */
  stop(): void;
  /**
   * Asks for something. Never throws: what is not possible raises `command.rejected`. Called from a
   * listener, it takes effect right after the listeners of that change.
   */
  send(command: UpiCommand): void;
  /** Whether `send` would be taken now. */
  can(command: UpiCommand): boolean;
  /** What to render: the same object while nothing visible changed. */
  getSnapshot(): UpiState;
  /** Calls back after every visible change. Does not replay the present state. */
  subscribe(listener: StateListener): Subscription;
  /** Listens for one kind of notice. */
  on<T extends UpiNotice['type']>(
    type: T,
    listener: (notice: UpiNoticeOf<T>) => void,
  ): Subscription;
  /**
   * Any operation that moves no money, beside the flow: balance, change of PIN, pending collects.
   * Never rejects. docs/calls.md lists them all.
   */
  call<N extends CallableOperation>(
    operation: N,
    params: CallParams<N>,
  ): Promise<CallResult<OperationResponse<N>>>;
  /** The XState actor: for inspection, `waitFor` and composition. Commands go through `send`. */
  readonly actor: Actor<typeof upiFlowMachine>;
}

/**
 * Wires the ports into the statechart. Throws only for what a programmer must mend, with a sentence that
 * names the field and what belongs there: a port that is missing or lacks a method, a field that nobody
 * knows, a number that is none, or a platform without a source of ids.
 *
 * @example
 * ```ts
 * const flow = createUpiFlow({ sdk, merchant, backend, storage: AsyncStorage });
 * flow.subscribe((state) => render(state.step));
 * flow.start();
 * flow.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
 * ```
 */
export function createUpiFlow(config: UpiFlowConfig): UpiFlow {
  const services = createServices(config, (orderId, problem) => {
    if (phase === 'running') actor.send({ type: 'order.unsaved', orderId, problem });
  });
  const actor = createActor(upiFlowWithServices, {
    input: {
      timings: services.timings,
      canQueryStatus: services.backend.orderStatus !== undefined,
      keepOrders: keepOrdersOf(config),
      services: new Secret(services),
    },
  });
  const states = createListeners<UpiState>((error) =>
    services.reportError(error, 'flow.subscribe'),
  );
  const notices = createListeners<UpiNotice>((error) => services.reportError(error, 'flow.on'));
  const ends = createListeners<void>();
  let phase: 'new' | 'running' | 'stopped' = 'new';
  let state: UpiState | undefined;
  /** What listeners know: anyone may have read `state` before they hear of it. */
  let lastNotified: UpiState | undefined;
  /** What `state` was made of. */
  let source: { root?: UpiFlowSnapshot; device?: DeviceSnapshot | undefined } = {};
  let notifying = 0;

  const deviceSnapshot = (): DeviceSnapshot | undefined =>
    actor.getSnapshot().children.device?.getSnapshot();

  function getSnapshot(): UpiState {
    // A stopped flow shows nothing new.
    if (phase === 'stopped' && state !== undefined) return state;
    const root = actor.getSnapshot();
    const device = deviceSnapshot();
    if (state !== undefined && root === source.root && device === source.device) return state;
    source = { root, device };
    state = toUpiState(root, device, state);
    return state;
  }

  function whileNotifying(run: () => void): void {
    notifying += 1;
    run();
    notifying -= 1;
  }

  function changed(): void {
    const now = getSnapshot();
    if (now === lastNotified) return;
    lastNotified = now;
    whileNotifying(() => states.notify(now));
  }

  function notify(notice: UpiNotice): void {
    whileNotifying(() => notices.notify(notice));
  }

  /** The event for a command, or why it is not possible. */
  function resolve(command: unknown): Checked<CommandEvent> | Rejected {
    if (phase === 'new') {
      return { rejection: { reason: 'notStarted', because: 'flowNotStarted' } };
    }
    if (phase === 'stopped') {
      const rejection: Rejection = { reason: 'notStarted', because: 'flowStopped' };
      return { rejection, problem: STOPPED };
    }
    const root = actor.getSnapshot();
    const resolved = resolveCommand(command, {
      base: claimsBase(services),
      vpaAccounts: reveal(root.context.vpaAccounts, NO_ACCOUNTS),
    });
    if (!resolved.ok || root.can(resolved.value)) return resolved;
    return rejectionOf(resolved.value, root);
  }

  function reject(command: unknown, rejected: Rejected): void {
    const { rejection, issues = [], problem } = rejected;
    const { because } = rejection;
    notify({
      type: 'command.rejected',
      command: commandName(command),
      ...rejection,
      ...(because === undefined ? {} : { message: rejectionMessage(because) }),
      issues,
      ...(problem === undefined ? {} : { problem: shownProblem(problem) }),
    });
  }

  /** The event to send for a command, with ids of its own where it pays. */
  function accept(command: unknown): { readonly event: CommandEvent } | Rejected {
    const resolved = resolve(command);
    if ('rejection' in resolved) return resolved;
    if (!resolved.ok) return { rejection: { reason: 'invalid' }, issues: resolved.issues };
    const event = withIds(resolved.value, services.newId);
    if (!event.ok) return { rejection: { reason: 'invalid' }, issues: event.issues };
    const root = actor.getSnapshot();
    // Ids that were drawn may have been used before, or whoever made them asked for something else.
    const isPossible = event.value === resolved.value || root.can(event.value);
    return isPossible ? { event: event.value } : rejectionOf(event.value, root);
  }

  function handleCommand(command: unknown): void {
    const accepted = accept(command);
    if ('rejection' in accepted) {
      reject(command, accepted);
      return;
    }
    const { event } = accepted;
    // Timers sleep while a phone does.
    if (event.type === 'app.foreground') services.deadlines.check();
    actor.send(event);
  }

  function noticeOf(emitted: UpiFlowNotice): UpiNotice {
    switch (emitted.type) {
      case 'order.settled':
      case 'order.pending': {
        const { type, order } = emitted;
        return { type, order: upiOrder(order, canRetry(actor.getSnapshot().context, order)) };
      }
      case 'error':
        return { ...emitted, problem: shownProblem(emitted.problem) };
      default:
        return emitted;
    }
  }

  const { inspect = [] } = config;
  inspectWith(
    actor,
    typeof inspect === 'function' ? [inspect] : inspect,
    services.deadlines,
    services.reportError,
  );
  actor.subscribe({
    next: changed,
    error: (error) => notify({ type: 'error', problem: shownProblem(problemOf(error)) }),
  });
  actor.on('*', (emitted) => notify(noticeOf(emitted)));

  const call = createCall(services, {
    blocked: (takesScreen) => {
      if (phase !== 'running') return phase === 'new' ? NOT_STARTED : STOPPED;
      const { busy, sdk } = getSnapshot();
      if (sdk !== 'ready') return NOT_READY;
      return takesScreen && busy ? BUSY : undefined;
    },
    prefix: () => {
      const device = deviceSnapshot()?.context;
      return device === undefined || device.status === 'unknown' ? undefined : device.prefix;
    },
    acquire: () => actor.send({ type: 'call.started' }),
    release: (deviceChanged) => {
      if (phase !== 'running') return;
      actor.send({ type: 'call.ended' });
      if (deviceChanged) actor.send({ type: 'device.stale' });
    },
    whenStopped: (listener) => ends.add(listener),
  });

  return {
    actor,
    start: () => {
      if (phase === 'stopped') notify({ type: 'error', problem: shownProblem(STARTED_AFTER_STOP) });
      if (phase !== 'new') return;
      phase = 'running';
      lastNotified = getSnapshot();
      actor.start();
    },
    stop: () => {
      if (phase === 'stopped') return;
      state = endedState(getSnapshot());
      phase = 'stopped';
      actor.stop();
      services.client.stop();
      services.journal.stop();
      services.deadlines.clear();
      ends.notify();
      changed();
      // Who listens to notices hears what comes of using a flow that is over.
      states.clear();
    },
    send: (command) => {
      if (notifying === 0) {
        handleCommand(command);
        return;
      }
      const copy = copyOf(command);
      Promise.resolve().then(() => handleCommand(copy));
    },
    can: (command) => {
      const resolved = resolve(command);
      return 'ok' in resolved && resolved.ok;
    },
    getSnapshot,
    subscribe: (listener) =>
      states.add(typeof listener === 'function' ? listener : (now) => listener.next?.(now)),
    on: (type, listener) =>
      notices.add((notice) => {
        if (isOf(type, notice)) listener(notice);
      }),
    call: (operation, params) => {
      if (notifying === 0) return call(operation, params);
      // Two calls of one listener: the second finds the screen taken by the first.
      const copy = copyOf(params);
      return Promise.resolve().then(() => call(operation, copy));
    },
  };
}

const NO_ACCOUNTS: readonly VpaAccount[] = [];

function isOf<T extends UpiNotice['type']>(type: T, notice: UpiNotice): notice is UpiNoticeOf<T> {
  return notice.type === type;
}
