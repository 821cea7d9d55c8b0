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
import { type Call, FakeSdk, type Json } from './sdk.js';
import { type Word as BankWord, Server } from './server.js';
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
  readonly canQueryStatus?: boolean;
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
  readonly bank: BankWord[];
  readonly kept: Map<string, string>;
  readonly promises = new Promises();
  readonly server: Server;
  readonly notices: UpiNotice[] = [];
  /** Every request that moved money. */
  readonly requests = this.promises.requests;
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
    this.bank = beside?.bank ?? [];
    this.kept = beside?.kept ?? new Map();
    this.server = new Server(this.bank, this.clock, this.promises);
    this.time = new ProcessClock(this.clock);
    this.sdk = new FakeSdk(this.time, this.promises);
    this.storage = new FakeStorage(this.kept, this.time);
    this.flow = this.#createFlow();
    if (watched) this.clock.atRest.add(() => this.promises.atRest(this.state));
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
    return new Map(Object.entries(this.state.orders)).get(orderId);
  }

  shows(expected: Partial<UpiOrder>, orderId = 'A1'): void {
    expect(this.order(orderId)).toMatchObject(expected);
  }

  /** The requests that moved money for an order. */
  sent(orderId = 'A1'): Call[] {
    return this.requests.filter((one) => one.orderId === orderId);
  }

  /** The last one; the scenario makes no sense without. */
  request(orderId = 'A1'): Call {
    const last = this.sent(orderId).at(-1);
    if (last === undefined) throw new Error(`nothing was sent for ${orderId}`);
    return last;
  }

  noticesOf(type: UpiNotice['type']): UpiNotice[] {
    return this.notices.filter((one) => one.type === type);
  }

  async send(...commands: readonly UpiCommand[]): Promise<void> {
    for (const command of commands) this.flow.send(command);
    await this.advance(0);
  }

  async pay(orderId = 'A1', amount = '2.00'): Promise<void> {
    this.promises.amounts.set(orderId, amount);
    await this.send({ type: 'pay', order: { orderId, amount } });
  }

  async retry(orderId = 'A1'): Promise<void> {
    await this.send({ type: 'order.retry', orderId });
  }

  async checkout(orderId = 'A1', payload: Json = {}): Promise<void> {
    await this.send({
      type: 'checkout',
      sdkPayload: {
        requestId: `session-${newId()}`,
        service: 'in.juspay.hyperpay',
        payload: { action: 'paymentPage', orderId, amount: '2.0', ...payload },
      },
    });
  }

  /** The bank calls a transaction of an order this from now on. */
  bankSays(word: string, orderId = 'A1', id = `${orderId}_t1`): void {
    this.bank.push({ orderId, id, word, at: this.clock.elapsed });
  }

  debit(orderId = 'A1', id?: string): void {
    this.bankSays('CHARGED', orderId, id);
  }

  /** The SDK says a word of a request, as its documents have it. */
  says(word: Word, request: Call = this.request(), extra: Json = {}): void {
    if (word === 'silence') return;
    if (word.startsWith('JP_')) {
      const errorMessage = word === 'JP_002' ? 'USER_ABORTED' : 'Unable to process payment';
      this.sdk.reply(request, {}, { error: true, errorCode: word, errorMessage });
      return;
    }
    const { orderId } = request;
    // Where nobody listens yet, nobody was told.
    if (word === 'SUCCESS' && this.sdk.listeners.size > 0) {
      const amount = this.promises.amountOf(orderId);
      this.promises.hears(orderId, { orderId, status: 'CHARGED', amount });
    }
    this.sdk.reply(request, { status: word, orderId, ...extra });
  }

  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms);
    expect([...this.promises.broken]).toEqual([]);
    if (this.#options.watched === false) return;
    const { state } = this;
    expect(this.state).toBe(state);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  }

  /** The process is killed: nothing of it runs on. The next one has a bridge of its own. */
  async restart(ready = true): Promise<void> {
    this.time.alive = false;
    this.server.asked.length = 0;
    this.promises.restarted();
    this.time = new ProcessClock(this.clock);
    this.sdk = new FakeSdk(this.time, this.promises);
    this.storage = new FakeStorage(this.kept, this.time);
    this.flow = this.#createFlow();
    if (ready) await this.start();
  }

  /**
   * From now on everybody tells the truth at once. Within two days, with a return of the app and a
   * restart, every debited order is shown as paid, and none of those can be paid again.
   */
  async finale(): Promise<void> {
    Object.assign(this.server, { lag: 0, latency: 0, namesTransactions: true });
    this.server.says.clear();
    this.storage.works();
    await this.advance(20 * MINUTE);
    await this.send({ type: 'app.foreground' });
    await this.advance(20 * MINUTE);
    this.#showsTheTruth();
    await this.restart();
    await this.advance(5 * MINUTE);
    this.#showsTheTruth();
    for (const record of this.kept) this.promises.holdsNoSecret('a record', record);
    for (const orderId of this.promises.paid) await this.cannotPay(orderId);
    await this.stop();
  }

  /** Every way to pay an order leads to nothing. */
  async cannotPay(orderId = 'A1'): Promise<void> {
    const before = this.sent(orderId);
    await this.retry(orderId);
    await this.pay(orderId, this.promises.amountOf(orderId));
    await this.advance(5 * SECOND);
    expect(this.sent(orderId)).toEqual(before);
  }

  async stop(): Promise<void> {
    this.flow.stop();
    await this.advance(0);
    expect(this.time.running.size).toBe(0);
    expect(this.sdk.listeners.size).toBe(0);
  }

  #showsTheTruth(): void {
    for (const { orderId, status } of this.bank.map((one) => this.server.truth(one.orderId))) {
      if (status === 'CHARGED' && this.order(orderId)) this.shows({ status: 'success' }, orderId);
    }
  }

  #createFlow(): UpiFlow {
    const { sdk, storage, time: clock, promises } = this;
    const { canQueryStatus = true, watched = true, config } = this.#options;
    const { authorize, orderStatus } = this.server.backend(clock);
    const backend = canQueryStatus ? { authorize, orderStatus } : { authorize };
    const flow = createUpiFlow({ sdk, merchant, backend, storage, clock, newId, ...config });
    flow.subscribe((state) => {
      this.told += 1;
      if (watched) promises.onState(state);
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
