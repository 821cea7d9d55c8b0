import { createSimulator, createVirtualClock } from '../../../adapters/simulator/index.js';
import { isObject, type JsonObject } from '../../../core/protocol/read.js';
import type { Backend, HyperSdk, Merchant, UpiCommand, UpiState } from '../../../src/index.js';
import { createApp } from '../../flow/support/app.js';
import { processResult } from '../../flow/support/paying.js';

/** 5 January 2026, 10:00 IST. */
export const NOW = Date.UTC(2026, 0, 5, 4, 30);

export const merchant = {
  merchantId: 'stock',
  clientId: 'stock_android',
  customerId: 'abcde12345',
  environment: 'sandbox',
  issuingPsp: 'YES_BIZ',
} as const satisfies Merchant;

export interface World {
  /** What the SDK says to an action, in an envelope that may say more; otherwise nothing. */
  readonly answers: Readonly<Record<string, { payload: JsonObject; envelope?: JsonObject }>>;
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

const sign: Backend['authorize'] = async ({ claims }) => ({
  merchantKeyId: '1234',
  signature: 'signed',
  signaturePayload: JSON.stringify(claims),
});

/** Runs a flow on an SDK that answers as it is told; says what was sent and what is shown. */
export async function run(world: World): Promise<{ sent: readonly Sent[]; state: UpiState }> {
  const { commands = [], ids = 'id', authorize = sign } = world;
  const simulator = createSimulator({ clock: createVirtualClock({ now: world.now ?? NOW }) });
  const sent: Sent[] = [];
  let claims: JsonObject = {};
  let count = 0;

  function say(request: object, payload: JsonObject, envelope: JsonObject = {}): void {
    const { requestId } = { requestId: '', ...request };
    const result = JSON.parse(processResult(requestId, payload));
    queueMicrotask(() => app.says(JSON.stringify({ ...result, ...envelope })));
  }

  const sdk: HyperSdk = {
    ...simulator.sdk,
    open: () => {},
    initiate: (request) => say(request, { status: 'SUCCESS' }, { event: 'initiate_result' }),
    process: (request) => {
      const { payload }: { payload?: unknown } = request;
      const held = isObject(payload) ? payload : {};
      sent.push({ request: { ...request }, payload: held, claims });
      const answer = world.answers[String(held['action'])];
      if (answer !== undefined) say(request, answer.payload, answer.envelope);
    },
  };
  const backend: Backend = {
    authorize: (request) => {
      claims = request.claims;
      return authorize(request);
    },
  };
  const newId = () => {
    count += 1;
    return `${ids}-${count}`;
  };
  const config = { newId, merchant: world.merchant ?? merchant };
  const app = createApp({ simulator: { ...simulator, sdk, backend }, config });
  await app.start();
  await app.send(...commands);
  const { state } = app;
  app.flow.stop();
  return { sent, state };
}

/** The leaves of a value by their paths; the entries of a list share the path of the list. */
export function leavesOf(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== 'object' || value === null) return new Map([[path, JSON.stringify(value)]]);
  const at = (key: string) => (Array.isArray(value) ? path : `${path && `${path}.`}${key}`);
  return new Map(Object.entries(value).flatMap(([key, part]) => [...leavesOf(part, at(key))]));
}

/** The paths at which two values differ. */
export function changesBetween(one: unknown, other: unknown): readonly string[] {
  const [before, after] = [leavesOf(one), leavesOf(other)];
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
}
