import type { Authorization, AuthorizeRequest, Backend, OrderStatus } from '../../../src/index.js';
import { type FakeClock, never, type ProcessClock } from './clock.js';
import type { Promises } from './promises.js';

const PAID = 'CHARGED';

/** The truth: what every transaction of every order was called, since when. */
export class Bank {
  readonly #words: { orderId: string; id: string; word: string; at: number }[] = [];
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** A transaction of an order is called this from now on. */
  becomes(word: string, orderId: string, id = `${orderId}_t1`): void {
    this.#words.push({ orderId, id, word, at: this.#clock.elapsed });
  }

  debit(orderId: string, id?: string): void {
    this.becomes(PAID, orderId, id);
  }

  fail(orderId: string, id?: string, word = 'AUTHORIZATION_FAILED'): void {
    this.becomes(word, orderId, id);
  }

  /** What a transaction is called now. */
  wordOf(orderId: string, id: string): string | undefined {
    return this.#words.findLast((one) => one.orderId === orderId && one.id === id)?.word;
  }

  /** The orders for which money is held now. */
  get debited(): string[] {
    const orderIds = [...new Set(this.#words.map(({ orderId }) => orderId))];
    return orderIds.filter((orderId) => this.status(orderId, 0).status === PAID);
  }

  /** What somebody knew who was told everything `lag` milliseconds late. */
  status(orderId: string, lag: number): OrderStatus {
    const then = this.#clock.elapsed - lag;
    const heard = this.#words.filter((one) => one.orderId === orderId && one.at <= then);
    const known = [...new Map(heard.map(({ id, word }) => [id, word]))];
    const [txnUuid, status = 'NEW'] = known.find(([, word]) => word === PAID) ?? known.at(-1) ?? [];
    return { orderId, status, amount: '2.00', txnUuid };
  }
}

/** One question to the server, and whether somebody still waits for its answer. */
export interface Question {
  readonly orderId: string;
  readonly at: number;
  open: boolean;
}

/** The merchant's server: signs, and says what the bank said some time ago. */
export class Server {
  /** How many milliseconds it is behind the bank. */
  lag = 0;
  /** How long an answer takes. */
  latency = 0;
  namesTransactions = true;
  /** What is signed; anything else may be answered. */
  signs: (request: AuthorizeRequest, time: number) => unknown = ({ claims }) => this.sign(claims);
  /** What is answered instead of the truth, by order. */
  readonly says = new Map<string, (orderId: string, time: number) => unknown>();
  readonly signed: AuthorizeRequest[] = [];
  readonly asked: Question[] = [];
  readonly #bank: Bank;
  readonly #clock: FakeClock;
  readonly #promises: Promises;

  constructor(bank: Bank, clock: FakeClock, promises: Promises) {
    this.#bank = bank;
    this.#clock = clock;
    this.#promises = promises;
  }

  sign(claims: Readonly<Record<string, unknown>>): Authorization {
    const signaturePayload = JSON.stringify(claims);
    return { merchantKeyId: '1234', signature: 'c2lnbmF0dXJl', signaturePayload };
  }

  truth(orderId: string): OrderStatus {
    const { txnUuid, ...status } = this.#bank.status(orderId, this.lag);
    return txnUuid !== undefined && this.namesTransactions ? { ...status, txnUuid } : status;
  }

  /** How often an order was asked about since then. */
  reads(orderId: string, since = 0): number {
    return this.asked.filter((one) => one.orderId === orderId && one.at >= since).length;
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(ms, resolve);
    });
  }

  /** The server as one process reaches it. It answers whatever it likes, whatever the types say. */
  backend(process: ProcessClock): Backend & Required<Pick<Backend, 'orderStatus'>> {
    return {
      authorize: async (request) => {
        if (!process.alive) return never();
        this.signed.push(request);
        return (await this.signs(request, this.signed.length)) as Authorization;
      },
      orderStatus: async (orderId) => {
        if (!process.alive) return never();
        const answer = await this.#ask(orderId);
        if (!process.alive) return never();
        this.#clock.known(() => this.#promises.wasAnswered(orderId, answer));
        return answer as OrderStatus;
      },
    };
  }

  async #ask(orderId: string): Promise<unknown> {
    const question: Question = { orderId, at: this.#clock.elapsed, open: true };
    this.asked.push(question);
    this.#promises.onQuestion(orderId, this.asked);
    try {
      const script = this.says.get(orderId) ?? (() => this.truth(orderId));
      const times = this.reads(orderId);
      if (this.latency > 0) await this.wait(this.latency);
      return await script(orderId, times);
    } finally {
      question.open = false;
    }
  }
}
