import type { UpiOrder, UpiState } from '../../../src/index.js';
import type { Call } from './sdk.js';
import type { Question } from './server.js';

/** What no notice, no id or code on the screen and no record may hold. */
export const secrets = {
  phone: '9876543210',
  card: '4111111111111111',
  otp: '482913',
  vpa: 'ravi.k@okbank',
  token: 'tkn_9f8e7d6c5b4a39281706f5e4d3c2b1a0',
  signature: 'c2lnbmF0dXJl',
} as const;

/** Where a person's own data is meant to be shown. */
const SHOWN = new Set(['account', 'accounts', 'vpas', 'mandate', 'suggestions']);

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
  readonly broken = new Set<string>();
  /** Every request that moved money. */
  readonly requests: Call[] = [];
  /** What the person was to pay, where it is not two rupees. */
  readonly amounts = new Map<string, string>();
  /** Orders that somebody told the flow to be paid. */
  readonly paid = new Set<string>();
  /** Orders of which the server's last word named a transaction under way. */
  readonly #underWay = new Set<string>();
  /** Orders that were sent, and have not been shown as unpaid since. */
  readonly #open = new Set<string>();
  /** What the flow was told, and may not have had the time to hear. */
  readonly #told: { readonly orderId: string; readonly answer: unknown }[] = [];
  #state: UpiState | undefined;
  #printed = '';

  amountOf(orderId: string): string {
    return this.amounts.get(orderId) ?? '2.00';
  }

  /** What the flow could have known is gone: a storage that lost it, and nobody to tell it again. */
  forgive(orderId: string): void {
    for (const known of [this.paid, this.#underWay, this.#open]) known.delete(orderId);
  }

  /** Somebody told the flow of an order. */
  hears(orderId: string, answer: unknown): void {
    this.#told.push({ orderId, answer });
  }

  onMoney(request: Call): void {
    const { orderId, requestId } = request;
    const breaks = (what: string) => this.broken.add(`${orderId}: ${what}`);
    if (this.requests.some((one) => one.requestId === requestId)) breaks(`${requestId} sent twice`);
    if (this.paid.has(orderId)) breaks('sent although it was said to be paid');
    if (this.#underWay.has(orderId)) breaks('sent although a transaction was named under way');
    if (this.#open.has(orderId)) breaks('sent again although it was open');
    this.#open.add(orderId);
    this.requests.push(request);
  }

  onQuestion(orderId: string, asked: readonly Question[]): void {
    const now = asked.at(-1)?.at ?? 0;
    const lately = asked.slice(asked.findLastIndex(({ at }) => at <= now - 60_000) + 1);
    const waiting = lately.filter((one) => one.open && now - one.at < STATUS_DEADLINE);
    const ofOrder = (all: readonly Question[]) => all.filter((one) => one.orderId === orderId);
    const breaks = (what: string) => this.broken.add(`${orderId}: ${what}`);
    if (ofOrder(waiting).length > 1) breaks('two status reads at once');
    if (waiting.length > READS_AT_ONCE) breaks(`${waiting.length} status reads at once`);
    if (ofOrder(lately).length > READS_A_MINUTE) breaks(`${READS_A_MINUTE} reads in a minute`);
  }

  /** Nothing that was told, shown or written holds a secret. */
  holdsNoSecret(where: string, value: unknown): void {
    const text = JSON.stringify(value, (key, part) => (SHOWN.has(key) ? undefined : part));
    // Separators between the digits do not hide them.
    const bare = text.replace(/\\[nrt]|[\s().+_-]/g, '');
    for (const [name, secret] of Object.entries(secrets)) {
      if (text.includes(secret) || bare.includes(secret)) this.broken.add(`${where} holds ${name}`);
    }
  }

  /** A state that is shown. */
  onState(state: UpiState): void {
    for (const order of Object.values(state.orders)) this.#onOrder(order);
    if (state === this.#state) return;
    const printed = JSON.stringify(state);
    if (printed === this.#printed) this.broken.add(`a new state says nothing new: ${printed}`);
    this.holdsNoSecret('the state', state);
    this.#state = state;
    this.#printed = printed;
  }

  /** By now the flow has heard everything. */
  atRest(state: UpiState): void {
    for (const { orderId, answer } of this.#told.splice(0)) this.#wasHeard(orderId, answer);
    this.onState(state);
    for (const { orderId, ...order } of Object.values(state.orders)) {
      if (!isUnpaid(order) || !this.paid.has(orderId)) continue;
      this.broken.add(`${orderId}: ${order.status}, settled, though it was said to be paid`);
    }
  }

  /** Another process shows states of its own. */
  restarted(): void {
    this.#printed = '';
  }

  #wasHeard(orderId: string, answer: unknown): void {
    // One by one: an answer may have a getter that throws.
    const read = (key: string): unknown => Reflect.get(Object(answer), key);
    if (read('orderId') !== orderId) return;
    const word = String(read('status')).toUpperCase();
    if (UNDER_WAY.test(word)) this.#underWay.add(orderId);
    else this.#underWay.delete(orderId);
    if (word !== 'CHARGED' || (read('currency') ?? 'INR') !== 'INR') return;
    if (Number(read('amount')) === Number(this.amountOf(orderId))) this.paid.add(orderId);
  }

  #onOrder(order: UpiOrder): void {
    const { orderId, status, canRetry } = order;
    if (isUnpaid(order)) this.#open.delete(orderId);
    else if (canRetry) this.broken.add(`${orderId}: can be retried while ${status}`);
  }
}

const isUnpaid = ({ settled, status }: Pick<UpiOrder, 'settled' | 'status'>): boolean =>
  settled && UNPAID.has(status);
