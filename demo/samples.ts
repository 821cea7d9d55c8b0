import {
  decodeEvent,
  type OperationName,
  operations,
  readResponse,
  readSdkOutcome,
} from '../core/protocol/index.js';
import { readCheckout } from '../core/protocol/requests/checkout.js';
import { type SeedSample, seedSamples } from '../fixtures/seed-samples.js';

/** What the library makes of a sample that an app receives. */
export interface ReadSample {
  readonly sample: SeedSample;
  readonly isDecoded: boolean;
  /** The operation whose answer it is, or `checkout`. */
  readonly operation: OperationName | 'checkout';
  /** The status in it; for payments with what it means for money. */
  readonly says: string;
}

const OPERATION: Readonly<Record<string, OperationName>> = {
  'get session token': 'upiGetSessionToken',
  onboarding: 'onboarding',
  'onboarding and pay': 'onboardingAndPay',
  pay: 'upiTxn',
  'onboarding and create mandate': 'onboardingAndPay',
  'create mandate': 'upiTxn',
  'bind and activate device': 'upiBindActivateDevice',
};

/** The sample answers of the SDK, in the order of the documents. */
export const sampleResponses: readonly SeedSample[] = seedSamples.filter(
  (sample) => sample.kind === 'response',
);

/** Reads everything the documents say an app receives: answers of the SDK, and session payloads. */
export function readSamples(): readonly ReadSample[] {
  return seedSamples.flatMap((sample) => {
    if (sample.kind === 'response') return [readAnswer(sample)];
    return sample.kind === 'session' ? readSession(sample) : [];
  });
}

/** The sample answer of that name. */
export function sampleResponse(name: string): SeedSample {
  const found = sampleResponses.find((sample) => sample.name === name);
  if (found === undefined) throw new Error(`No sample response is called "${name}".`);
  return found;
}

function readAnswer(sample: SeedSample): ReadSample {
  const operation = OPERATION[sample.name] ?? 'upiGetSessionToken';
  const event = decodeEvent(sample.text);
  if (event.type !== 'result') return { sample, operation, isDecoded: false, says: event.type };
  const { payload } = event.result;
  const response = readResponse(operation, payload);
  const status = 'status' in response ? response.status : undefined;
  const isMoney = operations[operation].effect === 'money';
  const outcome = isMoney ? readSdkOutcome(event.result).outcome : undefined;
  const says = [status ?? 'unreadable', ...(outcome === undefined ? [] : [`(${outcome})`])].join(
    ' ',
  );
  return { sample, operation, isDecoded: status !== undefined, says };
}

/** Only the answers of the session API hold something an app receives. */
function readSession(sample: SeedSample): ReadSample[] {
  const body: unknown = JSON.parse(sample.text);
  if (typeof body !== 'object' || body === null || !('sdk_payload' in body)) return [];
  const checkout = readCheckout(body.sdk_payload);
  const says = checkout.ok ? `for ${checkout.value.amount ?? 'an unnamed amount'}` : 'unreadable';
  return [{ sample, operation: 'checkout', isDecoded: checkout.ok, says }];
}
