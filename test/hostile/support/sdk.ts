import type { HyperSdk } from '../../../src/index.js';
import type { ProcessClock } from './clock.js';
import type { Promises } from './promises.js';

export type Json = Record<string, unknown>;

/** A request as it reached the SDK. */
export interface Call {
  readonly requestId: string;
  readonly action: string;
  /** Whose money it is: what was signed names it, or the payload of a session. */
  readonly orderId: string;
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
  readonly answers = new Map<string, (call: Call) => unknown>([
    ['upiGetSessionToken', () => linked],
  ]);
  readonly calls: Call[] = [];
  /** What the bridge does inside `process` with a request that moves money. */
  takes: (call: Call) => void | Promise<void> = () => {};
  readonly listeners = new Set<(raw: unknown) => void>();
  readonly #process: ProcessClock;
  readonly #promises: Promises;

  constructor(process: ProcessClock, promises: Promises) {
    this.#process = process;
    this.#promises = promises;
  }

  open(): void {}

  initiate(request: object): void {
    this.#replySoon(this.#arrives(request), { status: 'SUCCESS' }, { event: 'initiate_result' });
  }

  process(request: object): void | Promise<void> {
    const call = this.#arrives(request);
    if (!['upiTxn', 'onboardingAndPay', 'paymentPage'].includes(call.action)) {
      const answer = this.answers.get(call.action)?.(call);
      if (answer !== undefined) this.#replySoon(call, Object(answer));
    } else if (this.#process.alive) {
      this.#promises.onMoney(call);
      return this.takes(call);
    }
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
    if (!this.#process.alive) return;
    try {
      for (const listener of [...this.listeners]) listener(raw);
    } catch (error) {
      // Inside `process` the flow would take it for an error of the bridge.
      this.#promises.broken.add(`a listener of the bridge threw ${error}`);
    }
  }

  /** Answers a request; both parts can be made to say anything. */
  reply({ requestId, action }: Partial<Call>, payload: Json, envelope: Json = {}): void {
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

  #replySoon(call: Call, payload: Json, envelope?: Json): void {
    this.#process.world.after(0, () => this.reply(call, payload, envelope));
  }

  #arrives(request: object): Call {
    const envelope: Json = { ...request };
    const payload: Json = Object(envelope['payload']);
    const call = {
      requestId: String(envelope['requestId']),
      action: String(payload['action']),
      orderId: String(payload['orderId'] ?? objectOf(payload['signaturePayload'])['order_id']),
      payload,
      envelope,
      at: this.#process.world.elapsed,
    };
    this.calls.push(call);
    return call;
  }
}

/** The object that a text holds, as JSON or in base64. */
export function objectOf(value: unknown): Json {
  const text = String(value);
  for (const json of [text, Buffer.from(text, 'base64url').toString()]) {
    try {
      return { ...JSON.parse(json) };
    } catch {}
  }
  return {};
}
