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

/** Runs a flow on an SDK that answers as it is told; says what was sent and what is shown. */
export async function run(world: World): Promise<{ sent: readonly Sent[]; state: UpiState }> {
  const { answers, commands = [], ids = 'id', authorize = sign } = world;
  const clock = createVirtualClock({ now: world.now ?? NOW });
  const sent: Sent[] = [];
  let signed: JsonObject = {};
  let hear: (raw: unknown) => void = () => {};
  let count = 0;

  function answer(request: object, event: string, said: Answer | undefined): void {
    if (said === undefined) return;
    const { requestId } = { requestId: undefined, ...request };
    const envelope = {
      service: 'in.juspay.hyperapi',
      error: false,
      errorMessage: '',
      errorCode: '',
    };
    const raw = { requestId, ...envelope, payload: said.payload, event, ...said.envelope };
    queueMicrotask(() => hear(JSON.stringify(raw)));
  }

  const sdk: HyperSdk = {
    open: () => {},
    initiate: (request) =>
      answer(request, 'initiate_result', { payload: { action: 'initiate', status: 'SUCCESS' } }),
    process: (request) => {
      const { payload }: { payload?: unknown } = request;
      const held = isObject(payload) ? payload : {};
      sent.push({ request: { ...request }, payload: held, claims: signed });
      answer(request, 'process_result', answers[String(held['action'])]);
    },
    back: () => false,
    terminate: () => {},
    subscribe: (listener) => {
      hear = listener;
      return () => {};
    },
  };
  const backend: Backend = {
    authorize: (request) => {
      signed = request.claims;
      return authorize(request);
    },
  };
  const newId = () => {
    count += 1;
    return `${ids}-${count}`;
  };
  const flow = createUpiFlow({ sdk, clock, backend, newId, merchant: world.merchant ?? merchant });
  flow.start();
  await clock.settle();
  for (const command of commands) {
    flow.send(command);
    await clock.settle();
  }
  const state = flow.getSnapshot();
  flow.stop();
  return { sent, state };
}

const sign: Backend['authorize'] = async ({ claims }) => ({
  merchantKeyId: '1234',
  signature: 'signed',
  signaturePayload: JSON.stringify(claims),
});

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
