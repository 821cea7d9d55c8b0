import type { Simulator } from '../adapters/simulator/index.js';
import { seedSamples } from '../fixtures/seed-samples.js';

/** Members of the wire whose values must never be printed. */
const SECRET_KEYS = new Set([
  'signature',
  'signaturePayload',
  'protected',
  'clientAuthToken',
  'deviceFingerPrint',
  'customerMobileNumber',
  'customerPhone',
  'customerEmail',
  'phoneNo',
  'simSerialNo',
  'card',
  'customerVpa',
  'vpa',
  'payerVpa',
  'payeeVpa',
  'umn',
]);

/** A shorter text says nothing, and would be found anywhere. */
const SHORTEST = 6;

/**
 * Every secret that the run or the documents put on the wire. The demo looks for them in its own
 * output.
 */
export function secretsOf(simulator: Simulator): ReadonlySet<string> {
  const found = new Set<string>();
  const texts = [
    ...simulator.wire.traffic.map((entry) => entry.raw),
    ...seedSamples.map((s) => s.text),
  ];
  for (const text of texts) collect(text, found);
  for (const sim of simulator.phone.sims) {
    found.add(sim.phoneNo);
    found.add(sim.phoneNo.slice(-10));
    found.add(sim.simSerialNo);
  }
  return found;
}

/** Whether a text holds one of the secrets. */
export function holdsSecret(text: string, secrets: ReadonlySet<string>): boolean {
  return [...secrets].some((secret) => text.includes(secret));
}

function collect(text: string, found: Set<string>): void {
  if (!text.startsWith('{')) return;
  const root: unknown = JSON.parse(text);
  visit(root, found);
}

function visit(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === 'string' && SECRET_KEYS.has(key) && member.length >= SHORTEST) {
      found.add(member);
    }
    visit(member, found);
  }
}
