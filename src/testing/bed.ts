import { createSimulator, type HeldEvent, type Simulator } from '../../adapters/simulator/index.js';
import { createUpiFlow, type UpiFlow, type UpiNotice } from '../index.js';
import type { Action, Script, ServerMode } from './action.js';
import { type AppLife, beginLife } from './app-life.js';
import { createFaultyStorage, type FaultyStorage } from './faulty-storage.js';
import { idsOf } from './ids-of.js';

/**
 * One flow of a process, with its ports.
 *
 * @example
 * ```ts
 * const { bed } = await runScript(script);
 * bed.apps.map(({ flow }) => flow.getSnapshot().step.name); // ['ready']
 * ```
 */
export interface App {
  readonly flow: UpiFlow;
  readonly life: AppLife;
}

/**
 * One run of a script: the real flow on the simulator, and everything that is watched.
 *
 * @example
 * ```ts
 * const { bed } = await runScript(script);
 * bed.simulator.ledger.debits('A1').length; // 1
 * bed.flow.getSnapshot().orders['A1']?.status; // 'success'
 * ```
 */
export interface Bed {
  readonly simulator: Simulator;
  readonly storage: FaultyStorage;
  /** The flow that acts now. */
  readonly flow: UpiFlow;
  readonly life: AppLife;
  readonly serverMode: ServerMode;
  /** How often the process was killed. */
  readonly deaths: number;
  /** Every flow of the live process: two, after a step `otherFlow`. */
  readonly apps: readonly App[];
  /** Flows that were stopped while their process lived on. */
  readonly stopped: readonly App[];
  /** Every notice of every process, oldest first. */
  readonly notices: readonly UpiNotice[];
  /** How often a person tried an order again after it was settled as not paid. */
  readonly retries: ReadonlyMap<string, number>;
  /** Orders that were paid by another way: the ledger does not know. */
  readonly paidElsewhere: ReadonlySet<string>;
  /** Orders that were sent before they were written down. */
  readonly unwritten: readonly string[];
  /** What was injected, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  act(action: Action): Promise<void>;
  /** Everything works from now on, and time passes until nothing is left to do. */
  quiet(): Promise<void>;
  /** The app comes back after that, and looks at everything once more. */
  comeBack(): Promise<void>;
  /** A person asks about what is still open, and waits for as long as it takes. */
  recheck(): Promise<void>;
  /** Ends every flow. */
  stop(): void;
}

const NOTICES = [
  'order.settled',
  'order.pending',
  'command.rejected',
  'sdk.late',
  'sdk.malformed',
  'error',
] as const;

const MINUTE = 60_000;
const RETRY = { type: 'sdk.retry' } as const;

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

/** The transaction that a stray answer names. */
export const STRAY = 'stray';

/** A success that belongs to no request. */
function strayAnswer(orderId: string): object {
  const payload = { action: 'upiTxn', status: 'SUCCESS', orderId, txnUuid: STRAY };
  return { requestId: 'nobody-asked', payload, error: false, event: 'process_result' };
}

/** Sets a script up: the phone as it says, the flow started and, when it can be, ready. */
export async function createBed(script: Script, watch: (flow: UpiFlow) => void): Promise<Bed> {
  const simulator = createSimulator({
    seed: script.seed,
    device: script.device,
    orderStatus: script.orderStatus,
  });
  const { clock, wire, server, person, merchant } = simulator;
  const storage = createFaultyStorage(clock);
  const notices: UpiNotice[] = [];
  const retries = new Map<string, number>();
  const faults = new Map<string, number>();
  const paidElsewhere = new Set<string>();
  const unwritten: string[] = [];
  let ids = 0;
  let deaths = 0;
  let serverMode: ServerMode = 'ok';
  let apps: readonly App[] = [];
  let stopped: readonly App[] = [];
  let { flow, life } = start();

  function start(): App {
    const life = beginLife({ ...simulator, storage });
    const started = createUpiFlow({
      sdk: { ...life.sdk, process: (request) => process(life, request) },
      backend: life.backend,
      clock: life.clock,
      storage: life.storage,
      newId: () => {
        ids += 1;
        return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
      },
      merchant: { ...merchant, environment: 'sandbox', issuingPsp: 'YES_BIZ' },
    });
    for (const type of NOTICES) started.on(type, (notice) => void notices.push(notice));
    watch(started);
    started.start();
    const app = { flow: started, life };
    apps = [...apps, app];
    return app;
  }

  /** Notes what moves money and is not written down at the moment it is sent. */
  function process(life: AppLife, request: object): void | Promise<void> {
    const { requestId, orderId } = idsOf(JSON.stringify(request));
    const texts = [...storage.items.values()];
    const isWritten = texts.some((text) => requestId !== undefined && text.includes(requestId));
    if (orderId !== undefined && !isWritten) unwritten.push(orderId);
    return life.sdk.process(request);
  }

  /** People create a second flow by mistake: it works on the same bridge and storage. */
  function otherFlow(): void {
    ({ flow, life } = apps.find((app) => app.flow !== flow) ?? start());
  }

  function injected(kind: string): void {
    faults.set(kind, (faults.get(kind) ?? 0) + 1);
  }

  function held(nth: number): HeldEvent | undefined {
    const { inFlight } = wire;
    return inFlight[nth % Math.max(1, inFlight.length)];
  }

  function send(command: Parameters<UpiFlow['send']>[0], orderId?: string): void {
    const isSettled = orderId !== undefined && flow.getSnapshot().orders[orderId]?.settled === true;
    if (isSettled && flow.can(command)) retries.set(orderId, (retries.get(orderId) ?? 0) + 1);
    flow.send(command);
  }

  async function act(action: Action): Promise<void> {
    switch (action.do) {
      case 'send':
        send(
          action.command,
          action.command.type === 'order.retry' ? action.command.orderId : undefined,
        );
        break;
      case 'pay':
        person.plansOrder(action.orderId, action.plan);
        send(action.command, action.orderId);
        break;
      case 'checkout': {
        const { orderId, plan } = action;
        person.plansOrder(orderId, plan);
        const { sdk_payload: sdkPayload } = server.session({ orderId, amount: '2.00' });
        send({ type: 'checkout', sdkPayload }, orderId);
        break;
      }
      case 'call':
        // Its answer is the app's own affair; it never rejects.
        call(flow, action.operation);
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
      case 'inform':
        inform(action.orderId);
        break;
      case 'paidElsewhere': {
        const { orderId } = action;
        const status = { orderId, status: 'CHARGED', amount: '2.00' };
        paidElsewhere.add(orderId);
        server.says(orderId, status);
        send({ type: 'order.inform', orderId, status });
        break;
      }
      case 'bridge':
        if (action.mode !== 'ok') injected(`bridge ${action.mode}`);
        life.bridge = action.mode;
        break;
      case 'stray':
        injected('stray');
        life.say(JSON.stringify(strayAnswer(action.orderId)));
        break;
      case 'expireSession':
        injected('session expiry');
        wire.expireSession();
        break;
      case 'storage':
        if (action.mode !== 'ok') injected(`storage ${action.mode}`);
        storage.mode = action.mode;
        break;
      case 'ageRecords':
        injected('newer records');
        storage.ageRecords();
        break;
      case 'server':
        setServer(action.mode);
        break;
      case 'clock':
        injected('clock jump');
        clock.jump(action.jump);
        break;
      case 'sleep':
        injected('sleep');
        for (const app of apps) {
          app.flow.send({ type: 'app.background' });
          app.life.sleep();
        }
        await clock.advance(action.ms);
        for (const app of apps) {
          app.life.wake();
          app.flow.send({ type: 'app.foreground' });
        }
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
        otherFlow();
        break;
      case 'remount':
        injected('remount');
        stop();
        ({ flow, life } = start());
        break;
      case 'die':
        injected('process death');
        die();
        break;
    }
    await clock.settle();
  }

  function inform(orderId: string): void {
    const truth = simulator.ledger.order(orderId);
    if (truth === undefined || paidElsewhere.has(orderId)) return;
    const amount = truth.debits[0]?.amount ?? truth.amount;
    const status = { orderId, status: truth.status, amount, txnUuid: truth.txnUuid };
    flow.send({ type: 'order.inform', orderId, status });
  }

  function setServer(mode: ServerMode): void {
    serverMode = mode;
    if (mode !== 'ok') injected(`server ${mode}`);
    server.failsNext('authorize', mode === 'fails' ? Number.POSITIVE_INFINITY : 0);
    server.failsNext('orderStatus', mode === 'fails' ? Number.POSITIVE_INFINITY : 0);
    server.answersAfter(
      mode === 'slow' ? 8_000 : mode === 'silent' ? Number.POSITIVE_INFINITY : 150,
    );
    server.lag(mode === 'lags' ? 2_000 : 0);
  }

  function die(): void {
    for (const app of [...apps, ...stopped]) app.life.end();
    deaths += 1;
    apps = [];
    stopped = [];
    simulator.restart();
    ({ flow, life } = start());
  }

  function stop(): void {
    for (const app of apps) app.flow.stop();
    stopped = [...stopped, ...apps];
    apps = [];
  }

  async function quiet(): Promise<void> {
    wire.release();
    storage.mode = 'ok';
    for (const app of apps) app.life.bridge = 'ok';
    setServer('ok');
    person.answersPermission('grant');
    await clock.advance(25 * MINUTE);
  }

  async function comeBack(): Promise<void> {
    for (const app of apps) app.flow.send({ type: 'app.foreground' });
    await clock.advance(MINUTE);
    for (const app of apps) if (app.flow.can(RETRY)) app.flow.send(RETRY);
    await clock.advance(19 * MINUTE);
    for (const app of apps) app.flow.send({ type: 'device.refresh' });
    await clock.advance(MINUTE);
  }

  async function recheck(): Promise<void> {
    for (const app of apps) {
      for (const { orderId, settled } of Object.values(app.flow.getSnapshot().orders)) {
        if (!settled) app.flow.send({ type: 'order.recheck', orderId });
      }
    }
    await clock.advance(20 * MINUTE);
  }

  await clock.advance(4_000);
  wire.hold();
  return {
    simulator,
    storage,
    get flow() {
      return flow;
    },
    get life() {
      return life;
    },
    get serverMode() {
      return serverMode;
    },
    get deaths() {
      return deaths;
    },
    get apps() {
      return apps;
    },
    get stopped() {
      return stopped;
    },
    notices,
    retries,
    paidElsewhere,
    unwritten,
    faults,
    act,
    quiet,
    comeBack,
    recheck,
    stop,
  };
}
