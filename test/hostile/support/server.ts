import type { Authorization, AuthorizeRequest, Backend } from '../../../src/index.js';
import type { FakeClock } from './clock.js';

interface Transaction {
  readonly id: string;
  readonly amount: string;
  /** What it was called, since when. */
  readonly words: { readonly at: number; readonly word: string }[];
}

/** What the status of an order says; a test may answer anything instead. */
export interface Status {
  readonly orderId: string;
  readonly status: string;
  readonly amount: string;
  readonly txnUuid?: string;
}

const UNDER_WAY = 'PENDING_VBV';
const PAID = 'CHARGED';

/** The truth: every transaction of every order, and what became of it. */
export class Bank {
  readonly #orders = new Map<string, Transaction[]>();
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** A transaction of an order is called this from now on. */
  becomes(orderId: string, id: string, word: string, amount = '2.00'): void {
    const all = this.#orders.get(orderId) ?? [];
    this.#orders.set(orderId, all);
    let one = all.find((transaction) => transaction.id === id);
    if (one === undefined) {
      one = { id, amount, words: [] };
      all.push(one);
    }
    one.words.push({ at: this.#clock.elapsed, word });
  }

  /** What a transaction is called now. */
  wordOf(orderId: string, id: string): string | undefined {
    return this.#orders
      .get(orderId)
      ?.find((one) => one.id === id)
      ?.words.at(-1)?.word;
  }

  begin(orderId: string, id = `${orderId}_t1`): void {
    this.becomes(orderId, id, UNDER_WAY);
  }

  debit(orderId: string, id = `${orderId}_t1`): void {
    this.becomes(orderId, id, PAID);
  }

  fail(orderId: string, id = `${orderId}_t1`, word = 'AUTHORIZATION_FAILED'): void {
    this.becomes(orderId, id, word);
  }

  /** The orders for which money is held now. */
  get debited(): string[] {
    return [...this.#orders.keys()].filter((orderId) => this.status(orderId, 0).status === PAID);
  }

  /** What somebody knew who was told everything `lag` milliseconds late. */
  status(orderId: string, lag: number): Status {
    const then = this.#clock.elapsed - lag;
    const known = (this.#orders.get(orderId) ?? []).flatMap(({ id, amount, words }) => {
      const word = words.findLast(({ at }) => at <= then)?.word;
      return word === undefined ? [] : [{ id, amount, word }];
    });
    const one = known.find(({ word }) => word === PAID) ?? known.at(-1);
    if (one === undefined) return { orderId, status: 'NEW', amount: '2.00' };
    return { orderId, status: one.word, amount: one.amount, txnUuid: one.id };
  }
}

type Script<T> = (asked: T, time: number) => unknown;

/** One question to the server, and whether somebody still waits for its answer. */
interface Question {
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
  signs: Script<AuthorizeRequest> = (request) => this.sign(request.claims);
  /** What is answered instead of the truth, by order. */
  readonly says = new Map<string, Script<string>>();
  readonly signed: AuthorizeRequest[] = [];
  readonly asked: Question[] = [];
  /** Hears every answer that was delivered. */
  onStatus: (orderId: string, answer: unknown) => void = () => {};
  onQuestion: (asked: readonly Question[]) => void = () => {};
  /** The one of the process that lives. */
  #backend: Backend | undefined;
  readonly #bank: Bank;
  readonly #clock: FakeClock;

  constructor(bank: Bank, clock: FakeClock) {
    this.#bank = bank;
    this.#clock = clock;
  }

  sign(claims: Readonly<Record<string, unknown>>): Authorization {
    return {
      merchantKeyId: '1234',
      signature: 'c2lnbmF0dXJl',
      signaturePayload: JSON.stringify(claims),
    };
  }

  truth(orderId: string): Status {
    const status = this.#bank.status(orderId, this.lag);
    if (this.namesTransactions) return status;
    const { txnUuid: _, ...unnamed } = status;
    return unnamed;
  }

  /** How often an order was asked about since then. */
  reads(orderId: string, since = 0): number {
    return this.asked.filter((one) => one.orderId === orderId && one.at >= since).length;
  }

  /** The server as one process reaches it: of one that was killed it hears no more. */
  backend(offersStatus = true): Backend {
    const authorize = async (request: AuthorizeRequest) => {
      if (this.#backend !== backend) return never();
      this.signed.push(request);
      return asAuthorization(await this.signs(request, this.signed.length));
    };
    const orderStatus = (orderId: string) =>
      this.#backend === backend ? this.#ask(orderId, backend) : never();
    const backend = offersStatus ? { authorize, orderStatus } : { authorize };
    this.#backend = backend;
    return backend;
  }

  async #ask(orderId: string, backend: Backend): Promise<Status> {
    const question: Question = { orderId, at: this.#clock.elapsed, open: true };
    this.asked.push(question);
    this.onQuestion(this.asked);
    try {
      const script = this.says.get(orderId);
      const times = this.reads(orderId);
      if (this.latency > 0) await this.wait(this.latency);
      const answer = script === undefined ? this.truth(orderId) : await script(orderId, times);
      if (this.#backend !== backend) return never();
      this.onStatus(orderId, answer);
      return asStatus(answer);
    } finally {
      question.open = false;
    }
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(ms, resolve);
    });
  }
}

export const never = (): Promise<never> => new Promise(() => {});

// A server answers whatever it likes, whatever the types say.
function asStatus(answer: unknown): Status {
  return answer as Status;
}

function asAuthorization(answer: unknown): Authorization {
  return answer as Authorization;
}
