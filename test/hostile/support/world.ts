import { expect } from 'vitest';
import {
  createUpiFlow,
  type Merchant,
  type UpiCommand,
  type UpiFlow,
  type UpiFlowConfig,
  type UpiNotice,
  type UpiOrder,
  type UpiState,
} from '../../../src/index.js';
import { FakeClock, ProcessClock } from './clock.js';
import { Promises } from './promises.js';
import { FakeSdk, type Json, type MoneyRequest } from './sdk.js';
import { Bank, Server } from './server.js';
import { FakeStorage } from './storage.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The numbers of the rules. */
export const PROCESS_DEADLINE = 10 * MINUTE;
export const windowOf = (word: Word): number =>
  word === 'BACKPRESS' || word === 'USER_ABORTED' || word === 'JP_002' ? 15 * SECOND : 2 * MINUTE;

export const merchant: Merchant = {
  merchantId: 'stock',
  clientId: 'stock_android',
  customerId: 'customer-1',
  environment: 'sandbox',
  issuingPsp: 'YES_BIZ',
};

/** The words that name an end without money; a code comes as an error without a payload. */
export const unpaidWords = [
  'FAILURE',
  'Pay_Failure',
  'BACKPRESS',
  'USER_ABORTED',
  'JP_002',
  'JP_012',
] as const;

/** What the SDK says of a payment. */
export const words = ['SUCCESS', 'PENDING', ...unpaidWords] as const;
export type Word = (typeof words)[number] | 'silence';

export interface WorldOptions {
  readonly config?: Partial<UpiFlowConfig>;
  /** `false`: the server cannot be asked about orders. */
  readonly offersStatus?: boolean;
  /** Another process on the same phone: one clock, one bank, one store. */
  readonly beside?: World;
  /** `false`: states are not looked at, which takes long where there are thousands of orders. */
  readonly watched?: boolean;
}

const NOTICES = [
  'order.settled',
  'order.pending',
  'command.rejected',
  'sdk.late',
  'sdk.malformed',
  'error',
] as const satisfies readonly UpiNotice['type'][];

let ids = 0;

/** One phone, its person's bank and the merchant's server, around the flow of one process. */
export class World {
  readonly clock: FakeClock;
  readonly bank: Bank;
  readonly server: Server;
  readonly kept: Map<string, string>;
  readonly promises: Promises;
  readonly notices: UpiNotice[] = [];
  /** Every request that moved money. */
  readonly requests: MoneyRequest[];
  /** How often listeners were called. */
  told = 0;
  time: ProcessClock;
  sdk: FakeSdk;
  storage: FakeStorage;
  flow: UpiFlow;
  readonly #options: WorldOptions;

  constructor(options: WorldOptions = {}) {
    const { beside, watched = true } = options;
    this.#options = options;
    this.clock = beside?.clock ?? new FakeClock();
    this.bank = beside?.bank ?? new Bank(this.clock);
    this.kept = beside?.kept ?? new Map();
    this.promises = new Promises(watched);
    this.requests = this.promises.requests;
    this.server = new Server(this.bank, this.clock, this.promises);
    this.time = new ProcessClock(this.clock);
    this.sdk = new FakeSdk(this.time, this.promises);
    this.storage = new FakeStorage(this.kept, this.time);
    this.flow = this.#createFlow();
    this.clock.atRest.add(() => this.promises.onState(this.state, true));
  }

  /** A flow that is ready to pay. */
  static async ready(options: WorldOptions = {}): Promise<World> {
    const world = new World(options);
    await world.start();
    return world;
  }

  async start(): Promise<void> {
    this.flow.start();
    await this.advance(SECOND);
  }

  get state(): UpiState {
    return this.flow.getSnapshot();
  }

  order(orderId = 'A1'): UpiOrder | undefined {
    const { orders } = this.state;
    return Object.hasOwn(orders, orderId) ? orders[orderId] : undefined;
  }

  shows(expected: Partial<UpiOrder>, orderId = 'A1'): void {
    expect(this.order(orderId)).toMatchObject(expected);
  }

  /** The requests that moved money for an order. */
  sent(orderId = 'A1'): MoneyRequest[] {
    return this.requests.filter((one) => one.orderId === orderId);
  }

  /** The last one; the scenario makes no sense without. */
  request(orderId = 'A1'): MoneyRequest {
    const last = this.sent(orderId).at(-1);
    if (last === undefined) throw new Error(`nothing was sent for ${orderId}`);
    return last;
  }

  noticesOf<T extends UpiNotice['type']>(type: T): UpiNotice[] {
    return this.notices.filter((one) => one.type === type);
  }

  async send(...commands: readonly UpiCommand[]): Promise<void> {
    for (const command of commands) this.flow.send(command);
    await this.rest();
  }

  async pay(orderId = 'A1', amount = '2.00'): Promise<void> {
    this.promises.amounts.set(orderId, amount);
    await this.send({ type: 'pay', order: { orderId, amount } });
  }

  async retry(orderId = 'A1'): Promise<void> {
    await this.send({ type: 'order.retry', orderId });
  }

  async checkout(orderId = 'A1', payload: Json = {}): Promise<void> {
    ids += 1;
    await this.send({
      type: 'checkout',
      sdkPayload: {
        requestId: `session-${orderId}-${ids}`,
        service: 'in.juspay.hyperpay',
        payload: { action: 'paymentPage', orderId, amount: '2.0', ...payload },
      },
    });
  }

  /** The SDK says a word of a request, as its documents have it. */
  says(word: Word, request: MoneyRequest = this.request(), extra: Json = {}): void {
    if (word === 'silence') return;
    if (word.startsWith('JP_')) {
      const errorMessage = word === 'JP_002' ? 'USER_ABORTED' : 'Unable to process payment';
      this.sdk.reply(request.requestId, {}, { error: true, errorCode: word, errorMessage });
      return;
    }
    // Where nobody listens yet, nobody was told.
    if (word === 'SUCCESS' && this.sdk.listeners.size > 0) {
      this.clock.known(() => this.promises.paid.add(request.orderId));
    }
    this.sdk.reply(request.envelope, { status: word, orderId: request.orderId, ...extra });
  }

  async rest(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await this.clock.advance(0);
    this.check();
  }

  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms);
    this.check();
  }

  /** The process is killed: nothing of it runs on. The next one has a bridge of its own. */
  async restart(ready = true): Promise<void> {
    this.time.alive = false;
    for (const question of this.server.asked.splice(0)) question.open = false;
    this.time = new ProcessClock(this.clock);
    this.sdk = new FakeSdk(this.time, this.promises);
    this.storage = new FakeStorage(this.kept, this.time);
    this.flow = this.#createFlow();
    if (ready) await this.start();
  }

  check(): void {
    expect(this.promises.broken).toEqual([]);
    if (this.#options.watched === false) return;
    const { state } = this;
    expect(this.state).toBe(state);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  }

  /**
   * From now on everybody tells the truth at once. Within two days, with a return of the app and a
   * restart, every debited order is shown as paid, and none of those can be paid again.
   */
  async finale(): Promise<void> {
    this.server.lag = 0;
    this.server.latency = 0;
    this.server.namesTransactions = true;
    this.server.says.clear();
    this.storage.works();
    await this.advance(20 * MINUTE);
    await this.send({ type: 'app.foreground' });
    await this.advance(20 * MINUTE);
    this.#checkTruth();
    await this.restart();
    await this.advance(5 * MINUTE);
    this.#checkTruth();
    for (const record of this.kept) this.promises.holdsNoSecret('a record', record);
    for (const orderId of this.promises.paid) await this.cannotPay(orderId);
    await this.stop();
  }

  /** Every way to pay an order leads to nothing. */
  async cannotPay(orderId = 'A1'): Promise<void> {
    const before = this.sent(orderId).length;
    await this.retry(orderId);
    await this.pay(orderId, this.promises.amountOf(orderId));
    await this.advance(5 * SECOND);
    expect(this.sent(orderId).length - before).toBe(0);
  }

  async stop(): Promise<void> {
    this.flow.stop();
    await this.clock.settle();
    expect(this.time.running.size).toBe(0);
    expect(this.sdk.listeners.size).toBe(0);
    this.check();
  }

  #checkTruth(): void {
    for (const orderId of this.bank.debited) {
      const order = this.order(orderId);
      if (order === undefined) continue;
      expect({ orderId, status: order.status }).toEqual({ orderId, status: 'success' });
    }
  }

  #createFlow(): UpiFlow {
    const { sdk, storage, time: clock, promises } = this;
    const { offersStatus = true, config } = this.#options;
    const { authorize, orderStatus } = this.server.backend(clock);
    const backend = offersStatus ? { authorize, orderStatus } : { authorize };
    const flow = createUpiFlow({ sdk, merchant, backend, storage, clock, newId, ...config });
    flow.subscribe((state) => {
      this.told += 1;
      promises.onState(state, false);
    });
    for (const type of NOTICES) {
      flow.on(type, (notice) => {
        this.notices.push(notice);
        promises.holdsNoSecret('a notice', notice);
      });
    }
    return flow;
  }
}

/** A uuid without a run of digits: nothing that could be taken for a number somebody is known by. */
function newId(): string {
  ids += 1;
  const letters = ids.toString(6).replace(/\d/g, (digit) => 'abcdef'.charAt(Number(digit)));
  return `feedbeef-cafe-4bad-8dad-${letters.padStart(12, 'a')}`;
}
