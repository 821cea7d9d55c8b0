import type { HyperSdk } from '../../../adapters/hyper-sdk.js';
import { createVirtualClock } from '../../../adapters/simulator/index.js';
import {
  type Backend,
  createUpiFlow,
  type Merchant,
  type UpiCommand,
  type UpiState,
} from '../../../src/index.js';
import { isObject, type JsonObject } from '../../../src/protocol/read.js';

/** 5 January 2026, 10:00 IST. */
export const NOW = Date.UTC(2026, 0, 5, 4, 30);

export const merchant = {
  merchantId: 'stock',
  clientId: 'stock_android',
  customerId: 'abcde12345',
  environment: 'sandbox',
  issuingPsp: 'YES_BIZ',
} as const satisfies Merchant;

/** What the SDK says to one action: a payload, in an envelope that may say more. */
export interface Answer {
  readonly payload: JsonObject;
  readonly envelope?: JsonObject;
}

export interface World {
  /** By action. The SDK says nothing to what is not here. */
  readonly answers: Readonly<Record<string, Answer>>;
  readonly merchant?: Merchant;
  readonly authorize?: Backend['authorize'];
  /** Sent one after the other, when the flow has come to rest. */
  readonly commands?: readonly UpiCommand[];
  readonly now?: number;
  readonly ids?: string;
}

/** What was sent, with what was signed for it. */
export interface Sent {
  readonly request: JsonObject;
  readonly payload: JsonObject;
  readonly claims: JsonObject;
}

/** Signs what it is asked to. */
const sign: Backend['authorize'] = async ({ claims }) => ({
  merchantKeyId: '1234',
  signature: 'signed',
  signaturePayload: JSON.stringify(claims),
});

/** Runs a flow on an SDK that answers as it is told; says what was sent and what is shown. */
export async function run(world: World): Promise<{ sent: readonly Sent[]; state: UpiState }> {
  const clock = createVirtualClock({ now: world.now ?? NOW });
  const sent: Sent[] = [];
  const listeners = new Set<(raw: unknown) => void>();
  let signed: JsonObject = {};
  let ids = 0;

  function answer(request: object, event: string, said: Answer | undefined): void {
    if (said === undefined) return;
    const { payload, envelope } = said;
    const { requestId } = { requestId: undefined, ...request };
    const whole = { requestId, service: 'in.juspay.hyperapi', payload, error: false };
    const raw = JSON.stringify({ ...whole, errorMessage: '', errorCode: '', event, ...envelope });
    void Promise.resolve().then(() => {
      for (const listener of listeners) listener(raw);
    });
  }

  const sdk: HyperSdk = {
    open: () => {},
    initiate: (request) =>
      answer(request, 'initiate_result', { payload: { action: 'initiate', status: 'SUCCESS' } }),
    process: (request) => {
      const { payload }: { payload?: unknown } = request;
      const held = isObject(payload) ? payload : {};
      sent.push({ request: { ...request }, payload: held, claims: signed });
      answer(request, 'process_result', world.answers[String(held['action'])]);
    },
    back: () => false,
    terminate: () => {},
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  const flow = createUpiFlow({
    sdk,
    clock,
    merchant: world.merchant ?? merchant,
    backend: {
      authorize: (request) => {
        signed = request.claims;
        return (world.authorize ?? sign)(request);
      },
    },
    newId: () => {
      ids += 1;
      return `${world.ids ?? 'id'}-${ids}`;
    },
  });
  flow.start();
  await clock.settle();
  for (const command of world.commands ?? []) {
    flow.send(command);
    await clock.settle();
  }
  const state = flow.getSnapshot();
  flow.stop();
  return { sent, state };
}

/** The leaves of a value by their paths; the entries of a list share the path of the list. */
export function leavesOf(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null) {
    return new Map(value === undefined ? [] : [[path, JSON.stringify(value)]]);
  }
  const parts = Object.entries(value).flatMap(([key, part]) => {
    const within = Array.isArray(value) ? path : `${path}${path === '' ? '' : '.'}${key}`;
    return [...leavesOf(part, within)];
  });
  return new Map(parts);
}

/** The paths at which two values differ. */
export function changesBetween(one: unknown, other: unknown): readonly string[] {
  const [before, after] = [leavesOf(one), leavesOf(other)];
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
}
