import type { UpiOrder, UpiState } from '../../../src/index.js';
import type { MoneyRequest } from './sdk.js';
import { secretsIn } from './secrets.js';
import type { Question } from './server.js';

const UNPAID = new Set(['failure', 'payFailure', 'backPress', 'userAborted']);

/** Words of a server that name a transaction under way. */
const UNDER_WAY =
  /^(STARTED|PENDING(_VBV|_AUTHENTICATION)?|VBV_SUCCESSFUL|AUTHORIZ(ING|ED)|CAPTURE_INITIATED)$/;

/** Milliseconds after which a flow has given up waiting for one status read. */
const STATUS_DEADLINE = 10_000;
const READS_A_MINUTE = 10;
/** Four for open orders, and one beside a signature. */
const READS_AT_ONCE = 5;

/** What holds after every step of every scenario; what does not is collected. */
export class Promises {
  readonly broken: string[] = [];
  /** Every request that moved money. */
  readonly requests: MoneyRequest[] = [];
  /** What the person was to pay, where it is not two rupees. */
  readonly amounts = new Map<string, string>();
  /** Orders that somebody told the flow to be paid. */
  readonly paid = new Set<string>();
  /** Orders of which the server's last word named a transaction under way. */
  readonly #underWay = new Set<string>();
  /** Orders that were sent, and have not been shown as unpaid since. */
  readonly #open = new Set<string>();
  #printed = '';
  readonly #watched: boolean;

  constructor(watched: boolean) {
    this.#watched = watched;
  }

  amountOf(orderId: string): string {
    return this.amounts.get(orderId) ?? '2.00';
  }

  /** What the flow could have known is gone: a storage that lost it, and nobody to tell it again. */
  forgive(orderId: string): void {
    for (const known of [this.paid, this.#underWay, this.#open]) known.delete(orderId);
  }

  wasAnswered(orderId: string, answer: unknown): void {
    // One by one: an answer may have a getter that throws.
    const read = (key: string): unknown => Reflect.get(Object(answer), key);
    if (read('orderId') !== orderId) return;
    const word = String(read('status')).toUpperCase();
    if (UNDER_WAY.test(word)) this.#underWay.add(orderId);
    else this.#underWay.delete(orderId);
    if (word !== 'CHARGED' || (read('currency') ?? 'INR') !== 'INR') return;
    if (Number(read('amount')) === Number(this.amountOf(orderId))) this.paid.add(orderId);
  }

  onMoney(request: MoneyRequest): void {
    const { orderId, requestId } = request;
    if (this.requests.some((earlier) => earlier.requestId === requestId)) {
      this.breaks(`${orderId}: ${requestId} was sent twice`);
    }
    if (this.paid.has(orderId)) this.breaks(`${orderId}: sent although it was said to be paid`);
    if (this.#underWay.has(orderId)) {
      this.breaks(`${orderId}: sent although the server had named a transaction under way`);
    }
    if (this.#open.has(orderId)) this.breaks(`${orderId}: sent again although it was open`);
    if (this.#watched) this.#open.add(orderId);
    this.requests.push(request);
  }

  onQuestion(orderId: string, asked: readonly Question[]): void {
    if (!this.#watched) return;
    const now = asked.at(-1)?.at ?? 0;
    const lately = asked.filter((one) => one.orderId === orderId && one.at > now - 60_000);
    const waiting = asked.filter((one) => one.open && now - one.at < STATUS_DEADLINE);
    if (waiting.filter((one) => one.orderId === orderId).length > 1) {
      this.breaks(`${orderId}: two status reads at once`);
    }
    if (waiting.length > READS_AT_ONCE) this.breaks(`${waiting.length} status reads at once`);
    if (lately.length > READS_A_MINUTE) {
      this.breaks(`${orderId}: more than ${READS_A_MINUTE} status reads in a minute`);
    }
  }

  /** Nothing that was told, shown or written holds a secret. */
  holdsNoSecret(where: string, value: unknown): void {
    for (const secret of secretsIn(value)) this.breaks(`${where} holds ${secret}`);
  }

  /** A state that is shown. `atRest`: the flow has heard everything that was said. */
  onState(state: UpiState, atRest: boolean): void {
    if (!this.#watched) return;
    for (const order of Object.values(state.orders)) this.#onOrder(order, atRest);
    if (atRest) return;
    this.holdsNoSecret('the state', state);
    const printed = JSON.stringify(state);
    if (printed === this.#printed) this.breaks(`a new state says nothing new: ${printed}`);
    this.#printed = printed;
  }

  breaks(what: string): void {
    if (!this.broken.includes(what)) this.broken.push(what);
  }

  #onOrder({ orderId, status, settled, canRetry }: UpiOrder, atRest: boolean): void {
    const isUnpaid = settled && UNPAID.has(status);
    if (isUnpaid) this.#open.delete(orderId);
    if (canRetry && !isUnpaid) this.breaks(`${orderId}: can be retried while ${status}`);
    if (isUnpaid && this.paid.has(orderId) && atRest) {
      this.breaks(`${orderId}: ${status}, settled, though it was said to be paid`);
    }
  }
}
