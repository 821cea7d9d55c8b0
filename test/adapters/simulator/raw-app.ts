import { createSimulator, type SimulatorOptions } from '../../../adapters/simulator/index.js';

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

export type RawApp = ReturnType<typeof createRawApp>;

/** An app on a simulator, without a flow: sends requests, and collects events from the start. */
export function createRawApp(options: SimulatorOptions = {}) {
  const simulator = createSimulator(options);
  const { sdk, clock, backend, merchant } = simulator;
  const { merchantId, clientId, customerId } = merchant;
  const service = 'in.juspay.hyperapi';
  /** Everything the app heard, oldest first; a malformed event is in `raw` only. */
  const heard: Heard[] = [];
  const raw: unknown[] = [];
  let count = 0;

  /** Again, after a restart. */
  function listen(): void {
    sdk.subscribe((event) => {
      raw.push(event);
      try {
        heard.push(typeof event === 'string' ? JSON.parse(event) : event);
      } catch {}
    });
  }

  function nextId(): string {
    count += 1;
    return `req-${count}`;
  }

  async function signed(action: string, claims = {}): Promise<Json> {
    const timestamp = String(clock.now());
    const base = { merchant_id: merchantId, customer_id: customerId, timestamp };
    const answer = backend.authorize({ action, claims: { ...base, ...claims } });
    await clock.advance(150);
    return { action, ...(await answer) };
  }

  /** Sends without waiting; answers the requestId. */
  function send(action: string, payload: Json = {}): string {
    const requestId = nextId();
    void sdk.process({ requestId, service, payload: { action, ...payload } });
    return requestId;
  }

  const sendSigned = async (action: string, payload: Json = {}, claims = {}) =>
    send(action, { ...payload, ...(await signed(action, claims)) });

  const resultsOf = (requestId: string) => heard.filter((one) => one.requestId === requestId);

  function resultOf(requestId: string): Heard {
    const [result] = resultsOf(requestId);
    if (result === undefined) throw new Error(`nothing was heard of ${requestId}`);
    return result;
  }

  async function answer(requestId: string, ms = 120_000): Promise<Heard> {
    await clock.advance(ms);
    return resultOf(requestId);
  }

  /** Opens and initiates; answers the initiate result. */
  async function start(): Promise<Heard> {
    await sdk.open();
    const requestId = nextId();
    const identity = { merchantId, clientId, customerId, environment: 'sandbox' };
    const payload = { ...identity, ...(await signed('initiate')) };
    await sdk.initiate({ requestId, service, payload });
    return answer(requestId, 5_000);
  }

  listen();
  return {
    ...{ simulator, heard, raw, listen, send, sendSigned, resultOf, resultsOf, start },
    /** Sends and waits two minutes; answers the result. */
    ask: (action: string, payload?: Json) => answer(send(action, payload)),
    askSigned: async (action: string, payload?: Json, claims?: object) =>
      answer(await sendSigned(action, payload, claims)),
  };
}
