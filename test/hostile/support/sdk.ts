import type { HyperSdk } from '../../../src/index.js';
import type { FakeClock } from './clock.js';

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
  initiates: 'well' | 'never' = 'well';
  /** How the bridge takes a request that moves money. */
  takes: 'well' | 'throws' | 'rejects' | 'neverSettles' = 'well';
  /** How the function that ends the subscription behaves. */
  unsubscribes: 'well' | 'throws' = 'well';
  onMoney: (request: MoneyRequest) => void = () => {};
  /** What a listener threw would have ended the app. */
  onThrow: (error: unknown) => void = () => {};
  readonly listeners = new Set<(raw: unknown) => void>();
  readonly #clock: FakeClock;
  #alive = true;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  open(): void {}

  initiate(request: object): void {
    this.calls.push({ ...request });
    if (this.initiates === 'never') return;
    this.#soon(() =>
      this.reply({ ...request }, { status: 'SUCCESS' }, { event: 'initiate_result' }),
    );
  }

  process(request: object): void | Promise<void> {
    const envelope: Json = { ...request };
    this.calls.push(envelope);
    const payload = objectOf(envelope['payload']);
    const action = String(payload['action']);
    if (MONEY.has(action)) return this.#takeMoney(envelope, payload, action);
    const answer =
      action === 'upiGetSessionToken' ? this.token : this.answers.get(action)?.(envelope);
    if (answer !== undefined) this.#soon(() => this.reply(envelope, answer));
  }

  back(): boolean {
    return true;
  }

  terminate(): void {}

  subscribe(listener: (raw: unknown) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.unsubscribes === 'throws') throw new Error('the bridge is gone');
    };
  }

  /** Everything the bridge delivers goes through here. */
  emit(raw: unknown): void {
    try {
      for (const listener of [...this.listeners]) listener(raw);
    } catch (error) {
      this.onThrow(error);
    }
  }

  /** Answers a request; both parts can be made to say anything. */
  reply(request: Json | string, payload: Json, envelope: Json = {}): void {
    const requestId = typeof request === 'string' ? request : request['requestId'];
    const action = typeof request === 'string' ? {} : actionOf(request);
    this.emit(
      JSON.stringify({
        event: 'process_result',
        requestId,
        service: 'in.juspay.hyperapi',
        error: false,
        errorCode: '',
        errorMessage: '',
        payload: { ...action, ...payload },
        ...envelope,
      }),
    );
  }

  kill(): void {
    this.#alive = false;
    this.listeners.clear();
  }

  #soon(run: () => void): void {
    this.#clock.after(0, () => {
      if (this.#alive) run();
    });
  }

  #takeMoney(envelope: Json, payload: Json, action: string): void | Promise<void> {
    if (!this.#alive) return;
    const requestId = String(envelope['requestId']);
    const at = this.#clock.elapsed;
    this.onMoney({ requestId, orderId: orderIdOf(payload), action, payload, envelope, at });
    if (this.takes === 'throws') throw new Error('the bridge threw');
    if (this.takes === 'rejects') return Promise.reject(new Error('the bridge refused'));
    if (this.takes === 'neverSettles') return new Promise(() => {});
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

function actionOf(request: Json): Json {
  const { action } = objectOf(request['payload']);
  return action === undefined ? {} : { action };
}

/** Whose money it is: what was signed names it, or the payload of a session. */
function orderIdOf(payload: Json): string {
  const { orderId, signaturePayload } = payload;
  if (typeof orderId === 'string') return orderId;
  return String(objectOf(signaturePayload)['order_id']);
}
