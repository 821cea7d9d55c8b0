import type { HyperSdk } from '../../../src/index.js';
import type { ProcessClock } from './clock.js';
import type { Promises } from './promises.js';

export type Json = Record<string, unknown>;

/** A request that moves money, as it reached the SDK. */
export interface MoneyRequest {
  readonly requestId: string;
  readonly orderId: string;
  readonly action: string;
  readonly payload: Json;
  readonly envelope: Json;
  /** Milliseconds since the world began. */
  readonly at: number;
}

const linked: Json = {
  status: 'LINKED',
  isDeviceBound: 'true',
  isDeviceActivated: 'true',
  prefix: 'STK',
  vpaAccounts: [
    {
      vpa: 'ravi.k@okbank',
      account: { bankCode: '607153', referenceId: 'acc-1', mpinSet: 'true', isPrimary: 'true' },
    },
  ],
};

/**
 * HyperSDK as its documents describe it, without a person: it initiates, tells the device's status,
 * and leaves every request that moves money to the test.
 */
export class FakeSdk implements HyperSdk {
  /** What actions answer that move no money; none: nothing. */
  readonly answers = new Map<string, (request: Json) => Json | undefined>([
    ['upiGetSessionToken', () => linked],
  ]);
  readonly calls: Json[] = [];
  /** What the bridge does inside `process` with a request that moves money. */
  takes: (request: MoneyRequest) => void | Promise<void> = () => {};
  readonly listeners = new Set<(raw: unknown) => void>();
  readonly #time: ProcessClock;
  readonly #promises: Promises;

  constructor(time: ProcessClock, promises: Promises) {
    this.#time = time;
    this.#promises = promises;
  }

  open(): void {}

  initiate(request: object): void {
    const envelope: Json = { ...request };
    this.calls.push(envelope);
    const event = { event: 'initiate_result' };
    this.#time.later(0, () => this.reply(envelope, { status: 'SUCCESS' }, event));
  }

  process(request: object): void | Promise<void> {
    const envelope: Json = { ...request };
    this.calls.push(envelope);
    const payload = objectOf(envelope['payload']);
    const action = String(payload['action']);
    if (['upiTxn', 'onboardingAndPay', 'paymentPage'].includes(action)) {
      return this.#takeMoney(envelope, payload, action);
    }
    const answer = this.answers.get(action)?.(envelope);
    if (answer !== undefined) this.#time.later(0, () => this.reply(envelope, answer));
  }

  back(): boolean {
    return true;
  }

  terminate(): void {}

  subscribe(listener: (raw: unknown) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Everything the bridge delivers goes through here; a killed process hears nothing. */
  emit(raw: unknown): void {
    if (!this.#time.alive) return;
    for (const listener of [...this.listeners]) listener(raw);
  }

  /** Answers a request; both parts can be made to say anything. */
  reply(request: Json | string, payload: Json, envelope: Json = {}): void {
    const asked = typeof request === 'string' ? { requestId: request } : request;
    this.emit(
      JSON.stringify({
        event: 'process_result',
        requestId: asked['requestId'],
        service: 'in.juspay.hyperapi',
        error: false,
        errorCode: '',
        errorMessage: '',
        payload: { action: objectOf(asked['payload'])['action'], ...payload },
        ...envelope,
      }),
    );
  }

  #takeMoney(envelope: Json, payload: Json, action: string): void | Promise<void> {
    if (!this.#time.alive) return;
    // Whose money it is: what was signed names it, or the payload of a session.
    const orderId = String(payload['orderId'] ?? objectOf(payload['signaturePayload'])['order_id']);
    const requestId = String(envelope['requestId']);
    const at = this.#time.world.elapsed;
    const request = { requestId, orderId, action, payload, envelope, at };
    this.#promises.onMoney(request);
    return this.takes(request);
  }
}

/** An object, also one that a text holds, as JSON or in base64. */
export function objectOf(value: unknown): Json {
  if (typeof value !== 'string') return { ...Object(value) };
  for (const text of [value, Buffer.from(value, 'base64url').toString()]) {
    try {
      return { ...JSON.parse(text) };
    } catch {}
  }
  return {};
}
