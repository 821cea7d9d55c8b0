import type { UpiOrder, UpiState } from '../../../src/index.js';
import type { MoneyRequest } from './sdk.js';
import { secretsIn } from './secrets.js';
import type { Question } from './server.js';

const UNPAID = new Set(['failure', 'payFailure', 'backPress', 'userAborted']);

/** Words of a server that name a transaction under way. */
const UNDER_WAY = new Set([
  'STARTED',
  'PENDING_VBV',
  'VBV_SUCCESSFUL',
  'AUTHORIZING',
  'AUTHORIZED',
  'CAPTURE_INITIATED',
  'PENDING',
  'PENDING_AUTHENTICATION',
]);

/** Milliseconds after which a flow has given up waiting for one status read. */
const STATUS_DEADLINE = 10_000;
const READS_A_MINUTE = 10;
/** Four for open orders, and one beside a signature. */
const READS_AT_ONCE = 5;

function isUnpaid(order: UpiOrder): boolean {
  return order.settled && UNPAID.has(order.status);
}

/** What holds after every step of every scenario; what does not is collected. */
export class Promises {
  readonly broken: string[] = [];
  /** Every request that moved money. */
  readonly requests: MoneyRequest[] = [];
  /** What the person was to pay, where it is not two rupees. */
  readonly amounts = new Map<string, string>();
  /** Orders that somebody told the flow to be paid. */
  readonly paid = new Map<string, 'SDK' | 'server'>();
  /** Orders of which the server's last word named a transaction under way. */
  readonly #underWay = new Set<string>();
  readonly #sent = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #mayResend = new Set<string>();
  #state: UpiState | undefined;
  #printed = '';
  readonly #seesStates: boolean;

  constructor(seesStates: boolean) {
    this.#seesStates = seesStates;
  }

  /** A word was delivered that says paid. */
  wasPaid(orderId: string, by: 'SDK' | 'server'): void {
    if (this.paid.get(orderId) !== 'server') this.paid.set(orderId, by);
  }

  amountOf(orderId: string): string {
    return this.amounts.get(orderId) ?? '2.00';
  }

  /** Another process shows its own state objects. */
  restarted(): void {
    this.#state = undefined;
    this.#printed = '';
  }

  /** What the flow could have known is gone: a storage that lost it, and nobody to tell it again. */
  forgive(orderId: string): void {
    this.paid.delete(orderId);
    this.#underWay.delete(orderId);
    this.#mayResend.add(orderId);
  }

  wasAnswered(orderId: string, answer: unknown): void {
    // One by one: an answer may have a getter that throws.
    const read = (key: string): unknown =>
      typeof answer === 'object' && answer !== null ? Reflect.get(answer, key) : undefined;
    if (read('orderId') !== orderId) return;
    const word = String(read('status')).toUpperCase();
    if (UNDER_WAY.has(word)) this.#underWay.add(orderId);
    else this.#underWay.delete(orderId);
    if (word !== 'CHARGED' || (read('currency') ?? 'INR') !== 'INR') return;
    if (Number(read('amount')) === Number(this.amountOf(orderId))) this.wasPaid(orderId, 'server');
  }

  onMoney(request: MoneyRequest): void {
    const { orderId, requestId } = request;
    const breaks = (what: string) => this.#break(`${orderId}: ${what}`);
    if (this.#ids.has(requestId)) breaks(`${requestId} was sent twice`);
    this.#ids.add(requestId);
    const by = this.paid.get(orderId);
    if (by !== undefined) breaks(`sent although the ${by} had said it is paid`);
    if (this.#underWay.has(orderId)) {
      breaks('sent although the server had named a transaction under way');
    }
    if (this.#seesStates && this.#sent.has(orderId) && !this.#mayResend.has(orderId)) {
      breaks('sent again although it was open');
    }
    this.#sent.add(orderId);
    this.#mayResend.delete(orderId);
    this.requests.push(request);
  }

  onQuestion(orderId: string, asked: readonly Question[]): void {
    if (!this.#seesStates) return;
    const now = asked.at(-1)?.at ?? 0;
    const lately = asked.filter((one) => one.orderId === orderId && one.at > now - 60_000);
    const waiting = asked.filter((one) => one.open && now - one.at < STATUS_DEADLINE);
    if (waiting.filter((one) => one.orderId === orderId).length > 1) {
      this.#break(`${orderId}: two status reads at once`);
    }
    if (waiting.length > READS_AT_ONCE) this.#break(`${waiting.length} status reads at once`);
    if (lately.length > READS_A_MINUTE) {
      this.#break(`${orderId}: more than ${READS_A_MINUTE} status reads in a minute`);
    }
  }

  /** Nothing that was told, shown or written holds a secret. */
  holdsNoSecret(where: string, value: unknown): void {
    for (const secret of secretsIn(value)) this.#break(`${where} holds ${secret}`);
  }

  onThrow(where: string, error: unknown): void {
    this.#break(`${where} threw ${String(error)}`);
  }

  /** Every state that was shown, in turn. `atRest`: the flow has heard everything that was said. */
  onState(state: UpiState, atRest: boolean): void {
    if (state !== this.#state) {
      const printed = JSON.stringify(state);
      if (printed === this.#printed) this.#break(`a new state object says nothing new: ${printed}`);
      this.holdsNoSecret('the state', state);
      this.#state = state;
      this.#printed = printed;
    }
    for (const order of Object.values(state.orders)) this.#onOrder(order, atRest);
  }

  #onOrder(order: UpiOrder, atRest: boolean): void {
    const { orderId, status, canRetry } = order;
    if (isUnpaid(order)) this.#mayResend.add(orderId);
    if (canRetry && !isUnpaid(order)) this.#break(`${orderId}: can be retried while ${status}`);
    const by = this.paid.get(orderId);
    if (by === undefined || !atRest) return;
    if (isUnpaid(order)) this.#break(`${orderId}: ${status}, settled, though the ${by} said paid`);
  }

  #break(what: string): void {
    if (!this.broken.includes(what)) this.broken.push(what);
  }
}
