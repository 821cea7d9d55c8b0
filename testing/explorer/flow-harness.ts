import {
  createSimulator,
  type HeldEvent,
  type LedgerOrder,
  type SimulatedProcess,
  type Simulator,
  type StatusForm,
  type Wire,
} from '../../adapters/simulator/index.js';
import { createUpiFlow, type UpiFlow, type UpiNotice } from '../../src/index.js';
import type { Action, PushedAs, Script, ServerMode } from './action.js';
import type { AppPorts } from './app-ports.js';
import { type App, type AppProcess, createAppProcess } from './app-process.js';
import { emittedAnswer } from './emitted-answer.js';
import { createFaultyStorage, type FaultyStorage, type StorageMode } from './faulty-storage.js';
import { idsOf } from './ids-of.js';
import { catchUnhandled } from './platform-timers.js';
import { createRandom } from './random.js';
import { recordsIn } from './records-in.js';
import { type Send, sendOf } from './send.js';
import type { ExploredServer, ServedBy } from './served-by.js';
import { endsUnpaid, shownOrder } from './shown.js';

export type { App, AppProcess } from './app-process.js';

/**
 * One run of a script: the real flow on the simulator, and everything that is watched.
 *
 * @example
 * ```ts
 * const { harness } = await runScript(script);
 * harness.simulator.ledger.debits('A1').length; // 1
 * harness.flow.getSnapshot().orders['A1']?.status; // 'success'
 * ```
 */
export interface FlowHarness {
  readonly script: Script;
  readonly simulator: Simulator;
  readonly storage: FaultyStorage;
  /** What stands in place of the simulator's own server. */
  readonly merchantServer: ExploredServer | undefined;
  /** The flow that acts now. */
  readonly flow: UpiFlow;
  readonly ports: AppPorts;
  /** The wire of the process that acts now. */
  readonly wire: Wire;
  readonly serverMode: ServerMode;
  /** How far order status is behind the truth, ms. */
  readonly lag: number;
  /** Every process of the app: two, after a step `otherProcess`. */
  readonly processes: readonly AppProcess[];
  /** Every flow that lives. */
  readonly apps: readonly App[];
  /** Every notice of every process, oldest first. */
  readonly notices: readonly UpiNotice[];
  /** Every request for money that was handed to the SDK. */
  readonly sends: readonly Send[];
  /** How many more debits than one each order may have, and why a person is to blame. */
  readonly mayRepeat: ReadonlyMap<string, number>;
  /** How often a command for an order was taken, with the times: it may read, sign and write then. */
  readonly taken: ReadonlyMap<string, readonly number[]>;
  /** Orders whose records the storage lost or damaged. */
  readonly tampered: ReadonlySet<string>;
  /** How often the storage lost or damaged a key. */
  readonly losses: number;
  /** An operation of the storage never answered: what waits behind it is not written meanwhile. */
  readonly isHung: boolean;
  /** Orders that a flow could not read when it started: the storage answered what was there before. */
  readonly unread: ReadonlySet<string>;
  /** Orders that the SDK ever called paid. */
  readonly calledPaid: ReadonlySet<string>;
  /** Errors that XState found nobody to tell, as texts. */
  readonly unhandled: readonly string[];
  /** What was injected, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  act(action: Action): Promise<void>;
  /** Everything works from now on, and time passes until nothing is left to do. */
  quiesce(): Promise<void>;
  /** The app comes back after that, and looks at everything once more. */
  comeBack(): Promise<void>;
  /** A person asks about what is still open, and waits for as long as it takes. */
  recheck(): Promise<void>;
  /** Every process is killed and starts anew, and time passes. */
  restart(): Promise<void>;
  /** A person pays again what is paid and not shown. Answers which of it was sent. */
  payAgain(): Promise<readonly string[]>;
  /** Ends every flow. */
  stop(): void;
  /** The run is over: gives back what it took from the platform. */
  end(): void;
}

/**
 * What `FlowHarness` was called before.
 *
 * @deprecated Name it `FlowHarness`.
 *
 * @example
 * ```ts
 * const { harness }: { readonly harness: Bed } = await runScript(script);
 * ```
 */
export type Bed = FlowHarness;

export const NOTICES = [
  'order.settled',
  'order.pending',
  'command.rejected',
  'sdk.late',
  'sdk.malformed',
  'error',
] as const;

const MINUTE = 60_000;
const RETRY = { type: 'sdk.retry' } as const;
const AMOUNT = '2.00';
const MONEY: ReadonlySet<string> = new Set(['upiTxn', 'onboardingAndPay', 'paymentPage']);
/** How long after the storage works again everything must be written, ms. */
const WRITTEN_WITHIN = 5 * MINUTE;
/** Steps in which two processes pay one order, and in which one of them comes up before. */
const LONGEST_RACE = 80;
const LONGEST_START = 30;
/** How long a server that is well takes to sign, at most, ms. */
const SIGNED_WITHIN = 1_500;

function call(flow: UpiFlow, operation: Extract<Action, { do: 'call' }>['operation']): void {
  switch (operation) {
    case 'upiGetBankList':
      flow.call(operation, {});
      break;
    case 'upiDeregister':
      flow.call(operation, {});
      break;
    case 'management':
      flow.call(operation, {});
      break;
  }
}

/** The transaction that an unsolicited answer names. */
export const UNSOLICITED = 'unsolicited';

/** A success that belongs to no request. */
function unsolicitedAnswer(orderId: string): object {
  const payload = { action: 'upiTxn', status: 'SUCCESS', orderId, txnUuid: UNSOLICITED };
  return { requestId: 'nobody-asked', payload, error: false, event: 'process_result' };
}

/** Whether an order of which the server says so is not to be sent. */
function stopsSending(status: LedgerOrder['status'] | undefined): boolean {
  switch (status) {
    case 'CHARGED':
    case 'AUTO_REFUNDED':
    case 'PENDING_VBV':
    case 'AUTHORIZING':
      return true;
    default:
      return false;
  }
}

/** Whether order status in this form says everything there is to say. */
function isTruth(form: StatusForm): boolean {
  switch (form) {
    case 'plain':
    case 'juspay':
    case 'juspayTexts':
    case 'severalTxns':
    case 'orderWebhook':
      return true;
    default:
      return false;
  }
}

/** What a healthy server said about an order when the person asked for a payment. */
interface WordBefore {
  readonly status: LedgerOrder['status'] | undefined;
}

/** Sets a script up: the phone as it says, the flow started and, when it can be, ready. */
export async function createFlowHarness(
  script: Script,
  watch: (flow: UpiFlow) => void,
  servedBy?: ServedBy,
): Promise<FlowHarness> {
  const simulator = createSimulator({
    seed: script.seed,
    device: script.device,
    orderStatus: script.orderStatus,
  });
  const { clock, server, person, merchant, ledger, otherChannel } = simulator;
  const merchantServer = await servedBy?.(simulator);
  const { backend } = merchantServer ?? simulator;
  const storage = createFaultyStorage(clock, () => clock.trueNow());
  const uncaught = catchUnhandled();
  const notices: UpiNotice[] = [];
  const sends: Send[] = [];
  const mayRepeat = new Map<string, number>();
  const taken = new Map<string, number[]>();
  const tampered = new Set<string>();
  const calledPaid = new Set<string>();
  const unread = new Set<string>();
  const faults = new Map<string, number>();
  const sessions = new Map<string, string>();
  /** What the server would have said since the last command of an order: lost when it is not well. */
  const wordsBefore = new Map<string, WordBefore>();
  let ids = 0;
  let serverMode: ServerMode = 'ok';
  let lag = 0;
  let losses = 0;
  let storageOkSince = 0;
  /** An operation never answered: whatever waits behind it is not written before the process ends. */
  let isHung = false;
  const begin = (number: number, bridge: SimulatedProcess): AppProcess =>
    createAppProcess(number, { backend, clock }, bridge, storage, addCalledPaid, makeFlow);
  const firstProcess = begin(0, simulator);
  let processes: readonly AppProcess[] = [firstProcess];
  let app = firstProcess.start();

  function addCalledPaid(orderId: string): void {
    calledPaid.add(orderId);
  }

  function newId(): string {
    ids += 1;
    return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
  }

  function makeFlow(ports: AppPorts, process: AppProcess): UpiFlow {
    addUnread();
    const flow = createUpiFlow({
      sdk: { ...ports.sdk, process: (request) => dispatch(ports, process, request) },
      backend: ports.backend,
      clock: ports.clock,
      storage: ports.storage,
      newId: () => {
        ports.mayBreak('newId');
        return newId();
      },
      merchant: { ...merchant, environment: 'sandbox', issuingPsp: 'YES_BIZ' },
      keepOrders: script.keepOrders,
    });
    for (const type of NOTICES) flow.on(type, (notice) => void notices.push(notice));
    watch(flow);
    return flow;
  }

  /** Looks at what moves money at the moment it is handed over. */
  function dispatch(ports: AppPorts, process: AppProcess, request: object): void | Promise<void> {
    const raw = JSON.stringify(request);
    const { requestId, ...ids } = idsOf(raw);
    const action = /"action":"([^"]*)"/.exec(raw)?.[1] ?? '';
    // What was signed may name no order that anybody can read.
    const signedFor = MONEY.has(action) ? ports.evidence.claims?.['order_id'] : undefined;
    const orderId = ids.orderId ?? signedFor;
    if (orderId !== undefined && requestId !== undefined) {
      const around = {
        storage,
        serverWord,
        session: (id: string) => sessions.get(id),
        sends,
        at: clock.trueNow(),
      };
      sends.push(sendOf({ ports, process }, raw, { orderId, requestId }, around));
      ports.evidence.sent(orderId, requestId, action);
    }
    return ports.sdk.process(request);
  }

  function serverWord(orderId: string): string | undefined {
    const status = wordsBefore.get(orderId)?.status;
    // It may have changed its mind meanwhile.
    return stopsSending(status) && stopsSending(server.knows(orderId)?.status) ? status : undefined;
  }

  /** People create a second flow by mistake: it works on the same bridge and storage. */
  function otherFlow(): App {
    const { process } = app;
    return process.apps.find((one) => one !== app) ?? process.start();
  }

  function otherProcess(): App {
    const other = processes.find((one) => one !== app.process);
    if (other !== undefined) return other.apps.at(-1) ?? other.start();
    const bridge = simulator.anotherProcess();
    bridge.wire.hold();
    const process = begin(processes.length, bridge);
    processes = [...processes, process];
    return process.start();
  }

  function injected(kind: string): void {
    faults.set(kind, (faults.get(kind) ?? 0) + 1);
  }

  function held(nth: number): HeldEvent | undefined {
    const { inFlight } = app.process.bridge.wire;
    return inFlight[nth % Math.max(1, inFlight.length)];
  }

  function send(command: Parameters<UpiFlow['send']>[0], orderId?: string): void {
    const { flow, ports } = app;
    ports.guarded(() => {
      if (orderId !== undefined && flow.can(command)) addTaken(orderId);
      flow.send(command);
    });
  }

  /** A command for money will be taken: from now on the flow is answerable for what it knows. */
  function addTaken(orderId: string): void {
    const { flow, ports } = app;
    const order = shownOrder(flow, orderId);
    const { evidence } = ports;
    if (order === undefined) evidence.clear(orderId);
    const isAgain = sends.some((one) => one.orderId === orderId);
    const knows = evidence.confirmedPaid.has(orderId) || evidence.calledPaid.has(orderId);
    if (isAgain && !knows && (order === undefined || endsUnpaid(order))) {
      mayRepeat.set(orderId, (mayRepeat.get(orderId) ?? 0) + 1);
    }
    taken.set(orderId, [...(taken.get(orderId) ?? []), clock.trueNow()]);
    if (isServerWell()) wordsBefore.set(orderId, { status: server.knows(orderId)?.status });
    else wordsBefore.delete(orderId);
  }

  function isServerWell(): boolean {
    const isGood = isTruth(server.statusForm) && serverMode === 'ok';
    return script.orderStatus && isGood && simulator.phone.online && !app.ports.wasBroken;
  }

  function setStorage(mode: StorageMode): void {
    if (mode === 'ok') storageOkSince = Math.min(storageOkSince, clock.trueNow());
    else storageOkSince = Number.POSITIVE_INFINITY;
    storage.mode = mode;
    addUnread();
  }

  /** Whoever starts now may be told what was there before. */
  function addUnread(): void {
    if (storage.mode !== 'stale') return;
    for (const { orderId } of recordsIn(storage.items.values())) unread.add(orderId);
  }

  /** A flow takes the place of another. What that one was told must be in the records by now. */
  function heirOf(before: App, start: () => App): void {
    const isWritten = (at: number, orderId: string): boolean =>
      !isHung &&
      (at >= storageOkSince || clock.trueNow() - storageOkSince > WRITTEN_WITHIN) &&
      !tampered.has(orderId) &&
      recordsIn(storage.items.values()).some((one) => one.orderId === orderId);
    const { calledPaid, confirmedPaid } = before.ports.evidence;
    const kept = (times: ReadonlyMap<string, number>) =>
      new Map([...times].filter(([orderId, at]) => isWritten(at, orderId)));
    const words = { calledPaid: kept(calledPaid), confirmedPaid: kept(confirmedPaid) };
    app = start();
    app.ports.evidence.inherit(words);
  }

  function all(command: Parameters<UpiFlow['send']>[0]): void {
    for (const { flow, ports } of processes.flatMap(({ apps }) => apps)) {
      ports.guarded(() => flow.send(command));
    }
  }

  function checkout(action: Extract<Action, { do: 'checkout' }>): void {
    const { orderId, plan, changes } = action;
    person.plansOrder(orderId, plan);
    const { sdk_payload } = server.session({ orderId, amount: AMOUNT });
    const payload: Record<string, unknown> = { ...sdk_payload.payload };
    const sdkPayload = { ...sdk_payload, payload };
    sessions.set(sdkPayload.requestId, JSON.stringify(sdkPayload));
    send({ type: 'checkout', sdkPayload }, orderId);
    if (changes === undefined) return;
    injected('changed session');
    payload[changes] = changes === 'amount' ? '9.00' : 'another';
  }

  async function act(action: Action): Promise<void> {
    const { wire } = app.process.bridge;
    switch (action.do) {
      case 'send': {
        const { command } = action;
        send(command, command.type === 'order.retry' ? command.orderId : undefined);
        break;
      }
      case 'pay':
        person.plansOrder(action.orderId, action.plan);
        send(action.command, action.orderId);
        break;
      case 'checkout':
        checkout(action);
        break;
      case 'call':
        // Its answer is the app's own affair; it never rejects.
        app.ports.guarded(() => call(app.flow, action.operation));
        break;
      case 'tick':
        await clock.next();
        break;
      case 'advance':
        await clock.advance(action.ms);
        break;
      case 'deliver': {
        const event = held(action.nth);
        if (event === undefined) break;
        if (action.as !== undefined) injected(action.as);
        if (action.nth > 0) injected('reorder');
        wire.deliver(event.id, action.as);
        break;
      }
      case 'drop': {
        const event = held(action.nth);
        if (event === undefined) break;
        injected('drop');
        wire.drop(event.id);
        break;
      }
      case 'duplicate': {
        const event = held(action.nth);
        if (event === undefined) break;
        injected('duplicate');
        wire.duplicate(event.id);
        break;
      }
      case 'emit': {
        const raw = emittedAnswer(action, wire.traffic, ledger);
        if (raw === undefined) break;
        injected(`emits ${action.about}`);
        for (let nth = 0; nth < action.times; nth += 1) wire.say(raw);
        break;
      }
      case 'inform':
        inform(action.orderId, action.as);
        break;
      case 'refund':
        refund(action);
        break;
      case 'paidElsewhere': {
        const { orderId } = action;
        injected('paid elsewhere');
        if (!holdsMoney(orderId)) otherChannel.pays({ orderId, amount: AMOUNT });
        inform(orderId);
        break;
      }
      case 'elsewhere': {
        const { orderId, plan } = action;
        injected('other channel');
        if (!holdsMoney(orderId)) otherChannel.pays({ orderId, amount: AMOUNT }, plan);
        break;
      }
      case 'bridge':
        if (action.mode !== 'ok') injected(`bridge ${action.mode}`);
        app.ports.bridge = action.mode;
        break;
      case 'breaks':
        injected(`${action.port} throws`);
        wordsBefore.clear();
        app.ports.breaks(action.port, action.times);
        break;
      case 'unsolicited':
        injected('unsolicited');
        wire.say(JSON.stringify(unsolicitedAnswer(action.orderId)));
        break;
      case 'expireSession':
        injected('session expiry');
        wire.expireSession();
        break;
      case 'storm':
        injected(`storm of ${action.of}`);
        storm(action, wire);
        break;
      case 'storage':
        if (action.mode !== 'ok') injected(`storage ${action.mode}`);
        setStorage(action.mode);
        await heldGoesOn();
        break;
      case 'hang':
        injected('storage hangs');
        isHung = true;
        storage.hangNext();
        break;
      case 'store':
        storage.step(action.nth);
        break;
      case 'forget':
        injected('storage forgets');
        tamper(storage.forget(action.nth));
        break;
      case 'damage':
        injected('storage damages');
        tamper(storage.damage(action.nth, action.how));
        break;
      case 'ageRecords':
        injected('newer records');
        storage.ageRecords();
        break;
      case 'server':
        setServer(action.mode);
        break;
      case 'lag':
        if (action.ms > 0) injected('server lags');
        wordsBefore.clear();
        setLag(action.ms);
        break;
      case 'statusForm':
        if (action.form !== 'plain') injected(`status ${action.form}`);
        wordsBefore.clear();
        server.statusForm = action.form;
        break;
      case 'signs':
        if (action.as !== 'asAsked') injected(`signs ${action.as}`);
        server.signs = action.as;
        break;
      case 'clock':
        injected('clock jump');
        for (const { ports } of processes.flatMap(({ apps }) => apps)) {
          ports.evidence.giveUp();
          if (action.jump > 0) ports.evidence.skip();
        }
        clock.jump(action.jump);
        break;
      case 'sleep':
        injected('sleep');
        await sleep(action.ms);
        break;
      case 'sms':
        person.sms(action.outcome);
        break;
      case 'person':
        person.answersPin(action.does);
        person.answersOnboarding(action.does);
        break;
      case 'permission':
        person.answersPermission(action.answer);
        break;
      case 'otherFlow':
        injected('second flow');
        app = otherFlow();
        break;
      case 'otherProcess':
        injected('second process');
        app = otherProcess();
        break;
      case 'race':
        injected('processes race');
        await race(action);
        break;
      case 'remount':
        injected('remount');
        heirOf(app, () => {
          app.process.stop();
          return app.process.start();
        });
        break;
      case 'die':
        injected('process death');
        heirOf(app, () => app.process.kill());
        isHung = false;
        break;
      case 'reinstall':
        injected('reinstall');
        for (const { orderId } of ledger.orders) tampered.add(orderId);
        storage.clear();
        for (const process of processes) process.kill();
        app = app.process.apps.at(-1) ?? app.process.start();
        break;
    }
    await clock.settle();
  }

  function storm({ of, times }: Extract<Action, { do: 'storm' }>, wire: Wire): void {
    for (let nth = 0; nth < times; nth += 1) {
      if (of === 'foreground') {
        all({ type: 'app.foreground' });
      } else {
        const payload = { reqCode: `storm${nth % 10}`, timestamp: '' };
        wire.say(JSON.stringify({ event: 'session_expired', payload }));
      }
    }
  }

  async function race({ orderId, command, plan, order }: Extract<Action, { do: 'race' }>) {
    const random = createRandom(order);
    const first = app;
    const second = otherProcess();
    await cameUp(second);
    setStorage('held');
    person.plansOrder(orderId, plan);
    for (const one of random.chance(0.5) ? [first, second] : [second, first]) {
      app = one;
      send(command, orderId);
    }
    app = first;
    // Both are signed by then, and wait for the storage.
    await clock.advance(SIGNED_WITHIN);
    for (let step = 0; step < LONGEST_RACE; step += 1) {
      await clock.settle();
      if (storage.waiting > 0) storage.step(random.below(storage.waiting));
      else await clock.next();
    }
    setStorage('ok');
    await heldGoesOn();
  }

  /** What a storage held back goes on together, in longer chains than one settling waits for. */
  async function heldGoesOn(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await clock.settle();
  }

  /** Lets a process get where it can pay. */
  async function cameUp({ flow, process }: App): Promise<void> {
    for (let turn = 0; turn < LONGEST_START; turn += 1) {
      if (flow.getSnapshot().step.name === 'ready') return;
      for (const { id } of process.bridge.wire.inFlight) process.bridge.wire.deliver(id);
      await clock.next();
    }
  }

  async function sleep(ms: number): Promise<void> {
    const apps = processes.flatMap((process) => process.apps);
    all({ type: 'app.background' });
    for (const { ports } of apps) ports.sleep();
    await clock.advance(ms);
    for (const { ports } of apps) {
      ports.evidence.giveUp();
      ports.wake();
    }
    all({ type: 'app.foreground' });
  }

  /** The storage broke its promise about whatever the text held. */
  function tamper(text: string | undefined): void {
    if (text === undefined) return;
    losses += 1;
    for (const { orderId } of ledger.orders) if (text.includes(orderId)) tampered.add(orderId);
    for (const { orderId } of recordsIn([text])) tampered.add(orderId);
  }

  function holdsMoney(orderId: string): boolean {
    const order = ledger.order(orderId);
    return order !== undefined && order.debits.length > 0 && order.refundedAt === undefined;
  }

  function inform(orderId: string, as?: PushedAs): void {
    const known = as === undefined ? ledger.order(orderId) : server.knows(orderId);
    if (known === undefined) return;
    if (as !== undefined) injected(`pushed ${as}`);
    const status = as === undefined ? truthAbout(orderId) : pushed(orderId, as);
    const command = { type: 'order.inform', orderId, status } as const;
    const { flow, ports } = app;
    ports.guarded(() => {
      // What is not taken is not known either: the order may be unknown to this flow.
      if (flow.can(command)) ports.evidence.informed(orderId, status);
      flow.send(command);
    });
  }

  /** What order status will say once it has caught up. */
  function truthAbout(orderId: string): unknown {
    server.lag(0);
    const status = server.tells(orderId, 'plain');
    server.lag(lag);
    return status;
  }

  function pushed(orderId: string, as: PushedAs): unknown {
    switch (as) {
      case 'mandate':
      case 'notification':
      case 'refund':
        return server.pushes[as](orderId) ?? server.tells(orderId, as);
      default:
        return server.tells(orderId, as);
    }
  }

  /** One refund at a time: what is on its way ends before the next begins. */
  function refund({ orderId, request }: Extract<Action, { do: 'refund' }>): void {
    if (!holdsMoney(orderId)) return;
    injected(`refund ${request.status ?? 'PENDING'}`);
    const open = ledger
      .order(orderId)
      ?.refunds.find(({ status }) => status === 'PENDING' || status === 'MANUAL_REVIEW');
    server.refunds(orderId, open === undefined ? request : { id: open.id, status: request.status });
  }

  function setLag(ms: number): void {
    lag = ms;
    server.lag(ms);
  }

  function setServer(mode: ServerMode): void {
    serverMode = mode;
    if (mode !== 'ok') injected(`server ${mode}`);
    wordsBefore.clear();
    server.failsNext('authorize', mode === 'fails' ? Number.POSITIVE_INFINITY : 0);
    server.failsNext('orderStatus', mode === 'fails' ? Number.POSITIVE_INFINITY : 0);
    server.answersAfter(
      mode === 'slow' ? 8_000 : mode === 'silent' ? Number.POSITIVE_INFINITY : 150,
    );
    server.answersOneIn(mode === 'sometimes' ? 3 : 1);
  }

  async function quiesce(): Promise<void> {
    for (const { bridge } of processes) bridge.wire.release();
    setStorage('ok');
    for (const { ports } of processes.flatMap(({ apps }) => apps)) {
      ports.bridge = 'ok';
      ports.repair();
    }
    setServer('ok');
    setLag(0);
    if (!isTruth(server.statusForm)) server.statusForm = 'plain';
    server.signs = 'asAsked';
    person.answersPermission('grant');
    await heldGoesOn();
    await clock.advance(30 * MINUTE);
  }

  async function comeBack(): Promise<void> {
    all({ type: 'app.foreground' });
    await clock.advance(MINUTE);
    for (const { flow, ports } of processes.flatMap(({ apps }) => apps)) {
      ports.guarded(() => {
        if (flow.can(RETRY)) flow.send(RETRY);
      });
    }
    await clock.advance(19 * MINUTE);
    all({ type: 'device.refresh' });
    await clock.advance(MINUTE);
  }

  async function recheck(): Promise<void> {
    for (const { flow, ports } of processes.flatMap(({ apps }) => apps)) {
      for (const { orderId, settled, refund } of Object.values(flow.getSnapshot().orders)) {
        const isOpen = !settled || refund?.status === 'pending';
        if (isOpen) ports.guarded(() => flow.send({ type: 'order.recheck', orderId }));
      }
    }
    await clock.advance(20 * MINUTE);
  }

  async function restart(): Promise<void> {
    unread.clear();
    isHung = false;
    for (const process of processes) process.kill();
    app = app.process.apps.at(-1) ?? app.process.start();
    for (const { bridge } of processes) bridge.wire.release();
    await clock.advance(20 * MINUTE);
  }

  async function payAgain(): Promise<readonly string[]> {
    const sent: string[] = [];
    for (const { orderId, amount } of ledger.orders) {
      if (!holdsMoney(orderId) || shownOrder(app.flow, orderId) !== undefined) continue;
      const before = sends.length;
      send({ type: 'pay', order: { orderId, amount } }, orderId);
      await clock.advance(MINUTE);
      if (sends.length > before) sent.push(orderId);
    }
    return sent;
  }

  await clock.advance(4_000);
  for (const { bridge } of processes) bridge.wire.hold();
  return {
    script,
    simulator,
    storage,
    merchantServer,
    get flow() {
      return app.flow;
    },
    get ports() {
      return app.ports;
    },
    get wire() {
      return app.process.bridge.wire;
    },
    get serverMode() {
      return serverMode;
    },
    get lag() {
      return lag;
    },
    get processes() {
      return processes;
    },
    get apps() {
      return processes.flatMap(({ apps }) => apps);
    },
    notices,
    sends,
    mayRepeat,
    taken,
    tampered,
    calledPaid,
    unread,
    get losses() {
      return losses;
    },
    get isHung() {
      return isHung;
    },
    get unhandled() {
      return uncaught.taken();
    },
    faults,
    act,
    quiesce,
    comeBack,
    recheck,
    restart,
    payAgain,
    stop: () => {
      for (const process of processes) process.stop();
    },
    end: uncaught.end,
  };
}
