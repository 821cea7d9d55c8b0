import type { Authorization, AuthorizeRequest, Backend, OrderStatus } from '../../../src/index.js';
import { type FakeClock, never, type ProcessClock } from './clock.js';
import type { Promises } from './promises.js';

/** The truth: what a transaction was called at its bank from then on. */
export interface Word {
  readonly orderId: string;
  readonly id: string;
  readonly word: string;
  readonly at: number;
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
  readonly #bank: readonly Word[];
  readonly #clock: FakeClock;
  readonly #promises: Promises;

  constructor(bank: readonly Word[], clock: FakeClock, promises: Promises) {
    this.#bank = bank;
    this.#clock = clock;
    this.#promises = promises;
  }

  sign(claims: Readonly<Record<string, unknown>>): Authorization {
    const signaturePayload = JSON.stringify(claims);
    return { merchantKeyId: '1234', signature: 'c2lnbmF0dXJl', signaturePayload };
  }

  /** What somebody knows who is told everything `lag` milliseconds late. */
  truth(orderId: string, lag = this.lag): OrderStatus {
    const then = this.#clock.elapsed - lag;
    const heard = this.#bank.filter((one) => one.orderId === orderId && one.at <= then);
    const known = [...new Map(heard.map(({ id, word }) => [id, word]))];
    const paid = known.find(([, word]) => word === 'CHARGED');
    const [txnUuid, status = 'NEW'] = paid ?? known.at(-1) ?? [];
    return { orderId, status, amount: '2.00', ...(this.namesTransactions && { txnUuid }) };
  }

  /** How often an order was asked about since then. */
  reads(orderId: string, since = 0): number {
    return this.asked.filter((one) => one.orderId === orderId && one.at >= since).length;
  }

  /** The server as one process reaches it. It answers whatever it likes, whatever the types say. */
  backend(process: ProcessClock): Required<Pick<Backend, 'authorize' | 'orderStatus'>> {
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
        this.#promises.hears(orderId, answer);
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
      if (this.latency > 0) await this.#clock.wait(this.latency);
      return await script(orderId, times);
    } finally {
      question.open = false;
    }
  }
}
