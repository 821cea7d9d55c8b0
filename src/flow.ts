import { type Actor, createActor } from 'xstate';
import type { DeviceSnapshot } from '../machines/device.snapshot.js';
import { canRetry } from '../machines/order-book.js';
import { type Problem, problemOf } from '../machines/problem.js';
import type { upiFlowMachine } from '../machines/upi-flow.machine.js';
import type { UpiFlowSnapshot } from '../machines/upi-flow.snapshot.js';
import type { UpiFlowNotice } from '../machines/upi-flow.types.js';
import { BUSY, type CallResult, createCall } from './call.js';
import type { UpiCommand } from './command.js';
import { copyOf } from './commands/copy-command.js';
import { type CommandEvent, commandName, readCommand } from './commands/read-command.js';
import { mayPay, problemOfRefusal, refusalOf } from './commands/refusal.js';
import type { UpiFlowConfig } from './config.js';
import { inspectWith } from './inspection.js';
import { createListeners, type Subscription } from './listeners.js';
import type { RejectionReason, UpiNotice, UpiNoticeOf } from './notice.js';
import type {
  CallableOperation,
  Issue,
  OperationParams,
  OperationResponse,
} from './protocol/index.js';
import { endedState, toUpiState, type UpiState } from './state.js';
import { upiOrder } from './view/order-view.js';
import { giveHost } from './wiring/host-in.js';
import { hostOf, keepOrdersOf } from './wiring/host-of.js';
import { wiredUpiFlow } from './wiring/root-actors.js';
import { claimsBase } from './wiring/sign.js';

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
  /** Starts the SDK. Once per flow; later calls do nothing. */
  start(): void;
  /** Ends the SDK and every clock, and removes the listener from the bridge. For good. */
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
   * Never rejects.
   */
  call<N extends CallableOperation>(
    operation: N,
    params: OperationParams<N>,
  ): Promise<CallResult<OperationResponse<N>>>;
  /** The XState actor: for inspection, `waitFor` and composition. Commands go through `send`. */
  readonly actor: Actor<typeof upiFlowMachine>;
}

/**
 * Wires the ports into the statechart. Throws only for what a programmer must mend: a port that is
 * missing or lacks a method, a number that is none, or a platform without a source of ids.
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
  const host = hostOf(config, (orderId, problem) => {
    if (phase === 'running') actor.send({ type: 'order.unsaved', orderId, problem });
  });
  const actor = createActor(wiredUpiFlow, {
    input: {
      timings: host.timings,
      canQueryStatus: host.backend.orderStatus !== undefined,
      keepOrders: keepOrdersOf(config),
    },
  });
  giveHost(actor.system, host);
  const states = createListeners<UpiState>();
  const notices = createListeners<UpiNotice>();
  const ends = createListeners<void>();
  let phase: 'new' | 'running' | 'stopped' = 'new';
  let state: UpiState | undefined;
  /** What listeners know: anyone may have read `state` before they hear of it. */
  let told: UpiState | undefined;
  /** What `state` was made of. */
  let shown: { root?: UpiFlowSnapshot; device?: DeviceSnapshot | undefined } = {};
  let telling = 0;

  const deviceSnapshot = (): DeviceSnapshot | undefined =>
    actor.getSnapshot().children.device?.getSnapshot();

  function getSnapshot(): UpiState {
    // A stopped flow shows nothing new.
    if (phase === 'stopped' && state !== undefined) return state;
    const root = actor.getSnapshot();
    const device = deviceSnapshot();
    if (state !== undefined && root === shown.root && device === shown.device) return state;
    shown = { root, device };
    state = toUpiState(root, device, state);
    return state;
  }

  function whileTelling(tell: () => void): void {
    telling += 1;
    tell();
    telling -= 1;
  }

  function changed(): void {
    const now = getSnapshot();
    if (now === told) return;
    told = now;
    whileTelling(() => states.tell(now));
  }

  function notify(notice: UpiNotice): void {
    whileTelling(() => notices.tell(notice));
  }

  /** The event for a command, or why it is not possible. */
  function weigh(command: unknown): CommandEvent | Rejected {
    if (phase !== 'running') return { rejected: 'notStarted', issues: [] };
    const read = readCommand(command, {
      base: claimsBase(host),
      accounts: getSnapshot().accounts,
      newId: host.newId,
    });
    if (!read.ok) {
      const lacksAccount = read.issues.every(({ path }) => path === 'accountRefId');
      const rejected =
        lacksAccount && !mayPay(actor.getSnapshot().context) ? 'notAllowed' : 'invalid';
      return { rejected, issues: read.issues };
    }
    const root = actor.getSnapshot();
    const rejected = refusalOf(read.value, root, deviceSnapshot());
    if (rejected === undefined) return read.value;
    return { rejected, issues: [], problem: problemOfRefusal(read.value, root) };
  }

  function take(command: unknown): void {
    const event = weigh(command);
    if ('rejected' in event) {
      const { rejected: reason, issues, problem } = event;
      const name = commandName(command);
      notify({
        type: 'command.rejected',
        command: name,
        reason,
        issues,
        ...(problem === undefined ? {} : { problem }),
      });
      return;
    }
    if (event.type === 'app.background') return;
    // Timers sleep while a phone does.
    if (event.type === 'app.foreground') host.deadlines.check();
    actor.send(event);
  }

  function noticeOf(emitted: UpiFlowNotice): UpiNotice {
    switch (emitted.type) {
      case 'order.settled':
      case 'order.pending': {
        const { type, order } = emitted;
        return { type, order: upiOrder(order, canRetry(actor.getSnapshot().context, order)) };
      }
      default:
        return emitted;
    }
  }

  const { inspect = [] } = config;
  inspectWith(actor, typeof inspect === 'function' ? [inspect] : inspect, host.deadlines);
  actor.subscribe({
    next: changed,
    error: (error) => notify({ type: 'error', problem: problemOf(error) }),
  });
  actor.on('*', (emitted) => notify(noticeOf(emitted)));

  return {
    actor,
    start: () => {
      if (phase !== 'new') return;
      phase = 'running';
      told = getSnapshot();
      actor.start();
    },
    stop: () => {
      if (phase === 'stopped') return;
      state = endedState(getSnapshot());
      phase = 'stopped';
      actor.stop();
      host.client.stop();
      host.journal.stop();
      host.deadlines.clear();
      ends.tell();
      changed();
      states.clear();
      notices.clear();
    },
    send: (command) => {
      if (telling === 0) {
        take(command);
        return;
      }
      const copy = copyOf(command);
      Promise.resolve().then(() => take(copy));
    },
    can: (command) => !('rejected' in weigh(command)),
    getSnapshot,
    subscribe: (listener) =>
      states.add(typeof listener === 'function' ? listener : (now) => listener.next?.(now)),
    on: (type, listener) =>
      notices.add((notice) => {
        if (isOf(type, notice)) listener(notice);
      }),
    call: createCall(host, {
      blocked: (takesScreen) => {
        if (phase !== 'running') return { reason: 'notReady', retry: false };
        return takesScreen && getSnapshot().busy ? BUSY : undefined;
      },
      take: () => actor.send({ type: 'call.started' }),
      free: (deviceChanged) => {
        if (phase !== 'running') return;
        actor.send({ type: 'call.ended' });
        if (deviceChanged) actor.send({ type: 'device.stale' });
      },
      whenStopped: (listener) => ends.add(listener),
    }),
  };
}

interface Rejected {
  readonly rejected: RejectionReason;
  readonly issues: readonly Issue[];
  readonly problem?: Problem | undefined;
}

function isOf<T extends UpiNotice['type']>(type: T, notice: UpiNotice): notice is UpiNoticeOf<T> {
  return notice.type === type;
}
