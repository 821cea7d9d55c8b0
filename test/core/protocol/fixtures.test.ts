import { describe, expect, it } from 'vitest';
import { buildRequest, decodeEvent, operations } from '../../../core/protocol/index.js';
import { type SeedPage, type SeedPart, seedTables } from '../../../fixtures/seed-fields.js';
import { type SeedSample, seedSamples } from '../../../fixtures/seed-samples.js';
import { base } from './support/inputs.js';

describe('the seed samples', () => {
  it('are all there', () => {
    const count = (seed: string) => seedSamples.filter((entry) => entry.seed === seed).length;
    expect([count('002'), count('003'), count('004')]).toEqual([18, 3, 4]);
    expect(new Set(seedSamples.map(({ name, kind }) => `${name} ${kind}`)).size).toBe(25);
  });

  it.each(seedSamples)('$seed $kind: $name is JSON', ({ kind, text }) => {
    const parsed: unknown = JSON.parse(text);
    if (kind === 'response') expect(decodeEvent(text).type).toBe('result');
    if (kind === 'request') expect(operations).toHaveProperty(actionOf(parsed));
    if (kind === 'claims') {
      const built = buildRequest('onboarding', {}, base);
      const identity = Object.keys((built.ok && built.value.claims) || {});
      expect(Object.keys(parsed as object).slice(0, 3)).toEqual(identity);
    }
    if (kind === 'session') expect(parsed).toHaveProperty('order_id');
  });
});

function actionOf(request: unknown): string {
  expect(request).toHaveProperty('payload.action');
  return (request as { payload: { action: string } }).payload.action;
}

/** The page of a sample, by its name. */
const pageOf: Readonly<Record<string, SeedPage>> = {
  'get session token': '002 §1',
  onboarding: '002 §2',
  'onboarding and pay': '002 §3',
  pay: '002 §4',
  'onboarding and create mandate': '002 §5',
  'create mandate': '002 §6',
  'bind and activate device': '003',
  'tpv session request': '004',
  'tpv mandate session request': '004',
  'tpv session': '004',
  'tpv mandate session': '004',
};

/** Every field of a value by its path. */
function pathsIn(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => pathsIn(entry, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const own = path === '' ? key : `${path}.${key}`;
    return [own, ...pathsIn(part, own)];
  });
}

/** The fields of a sample, by the part they belong to. */
function partsOf({ kind, text }: SeedSample): readonly (readonly [SeedPart, readonly string[]])[] {
  const body = JSON.parse(text);
  switch (kind) {
    case 'claims': {
      const names = Object.keys(body);
      const common = (name: string) => name.replace(/^metadata\.[^:]+:/, 'metadata.<issuing_psp>:');
      return [[kind, names.map(common)]];
    }
    case 'session': {
      if ('sdk_payload' in body) return [['session response', pathsIn(body)]];
      const list = 'metadata.bank_account_details';
      return [['session request', pathsIn({ ...body, [list]: JSON.parse(body[list]) })]];
    }
    default:
      return [
        [kind, Object.keys(body)],
        [`${kind} payload`, pathsIn(body.payload)],
      ];
  }
}

describe('the tables of fields', () => {
  const inSamples = seedSamples.flatMap((sample) =>
    partsOf(sample).flatMap(([part, paths]) =>
      paths.map((path) => `${pageOf[sample.name]} ${part}: ${path}`),
    ),
  );
  const inTables = seedTables.flatMap(({ page, part, fields }) =>
    Object.entries(fields).map(([path, need]) => ({ name: `${page} ${part}: ${path}`, need })),
  );

  it('have every field of every sample', () => {
    const known = new Set(inTables.map(({ name }) => name));
    expect(inSamples.filter((name) => !known.has(name))).toEqual([]);
    expect(inSamples.length).toBeGreaterThan(200);
  });

  it('say of no other that only a sample has it', () => {
    const seen = new Set(inSamples);
    const sampled = inTables.filter(({ need }) => need === 'sample').map(({ name }) => name);
    expect(sampled.filter((name) => !seen.has(name))).toEqual([]);
  });

  it('are all there', () => {
    const rows = (page: string) =>
      seedTables
        .filter((table) => table.page.startsWith(page))
        .flatMap(({ fields }) => Object.values(fields))
        .filter((need) => need !== 'sample').length;
    expect(['000', '001', '002', '003', '004'].map(rows)).toEqual([53, 86, 287, 47, 34]);
  });
});
