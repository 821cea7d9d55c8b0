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
  customerMobileNumber: '91XXXXXX3210',
  vpaAccounts: [
    {
      vpa: 'ravi.k@okbank',
      account: {
        bankCode: '607153',
        bankName: 'Test Bank',
        maskedAccountNumber: 'XXXXXX1234',
        mpinSet: 'true',
        mpinLength: '6',
        referenceId: 'acc-1',
        type: 'SAVINGS',
        isPrimary: 'true',
      },
    },
  ],
};

const MONEY = new Set(['upiTxn', 'onboardingAndPay', 'paymentPage']);

/**
 * HyperSDK as its documents describe it, without a person: it initiates, tells the device's status,
 * and leaves every request that moves money to the test.
 */
export class FakeSdk implements HyperSdk {
  /** What `upiGetSessionToken` answers. */
  token: Json = linked;
  /** What other actions answer; none: nothing. */
  readonly answers = new Map<string, (request: Json) => Json | undefined>();
  readonly calls: Json[] = [];
  /** What the bridge does inside `process` with a request that moves money. */
  takes: (request: MoneyRequest) => void | Promise<void> = () => {};
  /** What it does when a subscription ends. */
  unsubscribes: () => void = () => {};
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
    this.#replySoon(envelope, { status: 'SUCCESS' }, { event: 'initiate_result' });
  }

  process(request: object): void | Promise<void> {
    const envelope: Json = { ...request };
    this.calls.push(envelope);
    const payload = objectOf(envelope['payload']);
    const action = String(payload['action']);
    if (MONEY.has(action)) return this.#takeMoney(envelope, payload, action);
    const answer =
      action === 'upiGetSessionToken' ? this.token : this.answers.get(action)?.(envelope);
    if (answer !== undefined) this.#replySoon(envelope, answer);
  }

  back(): boolean {
    return true;
  }

  terminate(): void {}

  subscribe(listener: (raw: unknown) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      this.unsubscribes();
    };
  }

  /** Everything the bridge delivers goes through here; a killed process hears nothing. */
  emit(raw: unknown): void {
    if (!this.#time.alive) return;
    try {
      for (const listener of [...this.listeners]) listener(raw);
    } catch (error) {
      this.#promises.onThrow('a listener of the bridge', error);
    }
  }

  /** Answers a request; both parts can be made to say anything. */
  reply(request: Json | string, payload: Json, envelope: Json = {}): void {
    const { requestId, payload: asked } =
      typeof request === 'string' ? { requestId: request } : request;
    const { action } = objectOf(asked);
    this.emit(
      JSON.stringify({
        event: 'process_result',
        requestId,
        service: 'in.juspay.hyperapi',
        error: false,
        errorCode: '',
        errorMessage: '',
        payload: { action, ...payload },
        ...envelope,
      }),
    );
  }

  #replySoon(request: Json, payload: Json, envelope: Json = {}): void {
    this.#time.later(0, () => this.reply(request, payload, envelope));
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

export function objectOf(value: unknown): Json {
  if (typeof value === 'string') return objectOf(parsed(value) ?? parsed(fromBase64(value)));
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64url').toString();

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
