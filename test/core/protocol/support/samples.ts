import { type SeedSample, seedSamples } from '../../../../fixtures/seed-samples.js';

type Json = Readonly<Record<string, unknown>>;

/** The parsed text of one sample; a misspelt name fails the test. */
export function sample(name: string, kind: SeedSample['kind']): Json {
  const found = seedSamples.find((entry) => entry.name === name && entry.kind === kind);
  if (found === undefined) throw new Error(`No sample ${name} (${kind})`);
  return JSON.parse(found.text) as Json;
}

/** The inner payload of one sample. */
export function samplePayload(name: string, kind: 'request' | 'response'): Json {
  return sample(name, kind)['payload'] as Json;
}
