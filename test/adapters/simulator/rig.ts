import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../../adapters/simulator/index.js';

type Json = Record<string, unknown>;

/** What the app heard, parsed. */
export interface Heard extends Json {
  readonly event?: string;
  readonly requestId?: string;
  readonly error?: boolean;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly payload?: Json;
}

/** A raw app on a simulator: sends requests, collects events. */
export interface Rig {
  readonly simulator: Simulator;
  /** Everything the app heard, oldest first. */
  readonly heard: Heard[];
  readonly raw: unknown[];
  /** Listens again, after a restart. */
  listen(): void;
  /** Opens and initiates; answers the initiate result. */
  start(): Promise<Heard>;
  /** Sends without waiting; answers the requestId. */
  send(action: string, payload?: Json): string;
  /** Sends with a signature without waiting; answers the requestId. */
  sendSigned(action: string, payload?: Json, claims?: Record<string, string>): Promise<string>;
  /** Sends and waits two minutes; answers the result. */
  ask(action: string, payload?: Json): Promise<Heard>;
  askSigned(action: string, payload?: Json, claims?: Record<string, string>): Promise<Heard>;
  resultOf(requestId: string): Heard;
  resultsOf(requestId: string): Heard[];
}

/** Creates a rig; it listens from the start. */
export function createRig(options: SimulatorOptions = {}): Rig {
  const simulator = createSimulator(options);
  const { sdk, clock, backend, merchant } = simulator;
  const heard: Heard[] = [];
  const raw: unknown[] = [];
  let count = 0;

  function listen(): void {
    sdk.subscribe((event) => {
      raw.push(event);
      try {
        heard.push(typeof event === 'string' ? JSON.parse(event) : event);
      } catch {
        // A malformed event stays in `raw` only.
      }
    });
  }

  async function group(action: string, claims: Record<string, string>): Promise<Json> {
    const base = {
      merchant_id: merchant.merchantId,
      customer_id: merchant.customerId,
      timestamp: String(clock.now()),
    };
    const pending = backend.authorize({ action, claims: { ...base, ...claims } });
    await clock.advance(150);
    return { ...(await pending) };
  }

  function nextId(): string {
    count += 1;
    return `req-${count}`;
  }

  function send(action: string, payload: Json = {}): string {
    const requestId = nextId();
    void sdk.process({
      requestId,
      service: 'in.juspay.hyperapi',
      payload: { action, ...payload },
    });
    return requestId;
  }

  async function sendSigned(
    action: string,
    payload: Json = {},
    claims: Record<string, string> = {},
  ): Promise<string> {
    return send(action, { ...payload, ...(await group(action, claims)) });
  }

  function resultsOf(requestId: string): Heard[] {
    return heard.filter((one) => one.requestId === requestId);
  }

  function resultOf(requestId: string): Heard {
    const [result] = resultsOf(requestId);
    if (result === undefined) {
      throw new Error(`nothing was heard of ${requestId}`);
    }
    return result;
  }

  listen();
  return {
    simulator,
    heard,
    raw,
    listen,
    send,
    sendSigned,
    resultOf,
    resultsOf,
    async start() {
      await sdk.open();
      const requestId = nextId();
      const { merchantId, clientId, customerId } = merchant;
      const identity = { merchantId, clientId, customerId, environment: 'sandbox' };
      const payload = { action: 'initiate', ...identity, ...(await group('initiate', {})) };
      await sdk.initiate({ requestId, service: 'in.juspay.hyperapi', payload });
      await clock.advance(5_000);
      return resultOf(requestId);
    },
    async ask(action, payload) {
      const requestId = send(action, payload);
      await clock.advance(120_000);
      return resultOf(requestId);
    },
    async askSigned(action, payload, claims) {
      const requestId = await sendSigned(action, payload, claims);
      await clock.advance(120_000);
      return resultOf(requestId);
    },
  };
}
