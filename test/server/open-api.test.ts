import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { openApi } from '../../src/server/open-api.js';
import { ROUTES } from '../../src/server/routes/route.js';
import { createTestServer, type TestRequest } from '../../testing/server/index.js';

type Json = Readonly<Record<string, unknown>>;

const file = new URL('../../docs/openapi.json', import.meta.url);
const document: Json = JSON.parse(readFileSync(file, 'utf8'));

function at(from: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => Object(part)[key], from);
}

function resolved(part: unknown): unknown {
  const ref = at(part, '$ref');
  if (typeof ref !== 'string') return part;
  return at(document, ...ref.replace(/^#\//, '').split('/'));
}

/** Every object and list in the document, with its path. */
function parts(value: unknown, path = '#'): [string, Json][] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, part]) => parts(part, `${path}/${key}`));
  return [[path, { ...value }], ...inner];
}

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly is: Json;
}

const operations: readonly Operation[] = Object.entries(Object(document['paths'])).flatMap(
  ([path, methods]) =>
    Object.entries(Object(methods)).map(([method, is]) => ({ path, method, is: Object(is) })),
);

/** Why a value is none of a schema; knows the words that the document uses, and no others. */
function faults(schema: unknown, value: unknown, path = ''): string[] {
  const faultOf = (isRight: boolean, word: string) => (isRight ? [] : [`${path}: ${word}`]);
  const given: Json = Object(value);
  const known = Object.keys(Object(at(schema, 'properties')));
  return Object.entries(Object(schema)).flatMap(([word, wanted]): string[] => {
    switch (word) {
      case 'type':
        return faultOf(
          [wanted].flat().some((type) => isOfType(type, value)),
          word,
        );
      case 'const':
        return faultOf(value === wanted, word);
      case 'enum':
        return faultOf(Object(wanted).includes(value), word);
      case 'anyOf':
        return faultOf(
          Object(wanted).some((one: unknown) => !faults(one, value).length),
          word,
        );
      case 'pattern':
        return faultOf(new RegExp(String(wanted)).test(String(value)), word);
      case 'maxLength':
        return faultOf(String(value).length <= Number(wanted), word);
      case 'minimum':
        return faultOf(Number(value) >= Number(wanted), word);
      case 'maximum':
        return faultOf(Number(value) <= Number(wanted), word);
      case 'required':
        return [wanted]
          .flat()
          .flatMap((key) => faultOf(Object.hasOwn(given, String(key)), `${key}`));
      case 'properties':
        return known.flatMap((key) =>
          Object.hasOwn(given, key) ? faults(at(wanted, key), given[key], `${path}/${key}`) : [],
        );
      case 'propertyNames':
        return Object.keys(given).flatMap((key) => faults(wanted, key, `${path}/${key}`));
      case 'additionalProperties':
        return Object.keys(given)
          .filter((key) => !known.includes(key))
          .flatMap((key) =>
            wanted === false ? [`${path}/${key}: not named`] : faults(wanted, given[key], key),
          );
      case 'items':
        return Object.entries(given).flatMap(([no, item]) => faults(wanted, item, `${path}/${no}`));
      default:
        throw new Error(`no such word here: ${word}`);
    }
  });
}

function isOfType(type: unknown, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object')
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

describe('docs/openapi.json', () => {
  it('is what `npm run export` writes', () => {
    expect(document).toEqual(JSON.parse(JSON.stringify(openApi())));
  });

  it('is a document of OpenAPI 3.1: version, title, and nothing at its root that is not of it', () => {
    expect(document['openapi']).toMatch(/^3\.1\.\d+$/);
    expect(document['info']).toMatchObject({
      title: expect.any(String),
      version: expect.any(String),
    });
    expect(Object.keys(document).sort()).toEqual(['components', 'info', 'openapi', 'paths']);
  });

  it('refers only to what is in it, and leaves nothing that is not referred to', () => {
    const refs = parts(document).flatMap(([path, part]) =>
      typeof part['$ref'] === 'string' ? [{ path, ref: part['$ref'] }] : [],
    );
    expect(refs.length).toBeGreaterThan(0);
    expect(refs.filter(({ ref }) => resolved({ $ref: ref }) === undefined)).toEqual([]);
    const named = Object.keys(Object(at(document, 'components', 'responses')));
    const used = new Set(refs.map(({ ref }) => ref.replace('#/components/responses/', '')));
    expect(named.filter((name) => !used.has(name))).toEqual([]);
  });

  it('names each operation once, with answers that say what they are', () => {
    const ids = operations.map(({ is }) => is['operationId']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => typeof id === 'string')).toBe(true);
    for (const { is } of operations) {
      const responses = Object.entries(Object(is['responses']));
      expect(responses.length).toBeGreaterThan(1);
      for (const [status, response] of responses) {
        expect(status).toMatch(/^[2-5]\d\d$/);
        expect(at(resolved(response), 'description')).toEqual(expect.any(String));
      }
    }
  });

  it('declares what is in a path, and how one shows who one is', () => {
    const schemes = Object.keys(Object(at(document, 'components', 'securitySchemes')));
    for (const { path, is } of operations) {
      const declared = [is['parameters'] ?? []].flat().filter((one) => at(one, 'in') === 'path');
      const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name);
      expect(declared.map((one) => at(one, 'name'))).toEqual(inPath);
      expect(declared.every((one) => at(one, 'required') === true)).toBe(true);
      const asked = [is['security'] ?? []].flat().flatMap((one) => Object.keys(Object(one)));
      expect(schemes).toEqual(expect.arrayContaining(asked));
    }
  });

  it('has every route of the server, and no other', () => {
    const inDocument = operations.map(({ path, method }) => {
      const request = path.slice(1).replace(/\{\w+\}/, 'A1');
      const routes = ROUTES.filter(
        ([, by, pattern]) => by === method.toUpperCase() && pattern.test(request),
      );
      return routes.map(([name]) => name);
    });
    expect(inDocument.flat().sort()).toEqual(ROUTES.map(([name]) => name).sort());
    expect(inDocument.filter((names) => names.length !== 1)).toEqual([]);
  });
});

describe('what the routes answer', () => {
  const { customerId, merchantId } = createSimulator().merchant;
  const who = { merchant_id: merchantId, customer_id: customerId, timestamp: '1767587400000' };
  const money = { ...who, amount: '2.00', order_id: 'A1' };
  const basic = (text: string) => ({ authorization: `Basic ${btoa(text)}` });
  const juspay = basic('juspay:a password of the dashboard');
  const nested = `${'['.repeat(40)}${']'.repeat(40)}`;
  const plain = { 'content-type': 'text/plain' };

  const requests: readonly [operation: string, status: number, path: string, init: TestRequest][] =
    [
      ['authorize', 200, '/authorize', { body: { action: 'initiate', claims: who } }],
      ['authorize', 200, '/authorize', { body: { action: 'upiTxn', claims: money } }],
      ['authorize', 400, '/authorize', { body: 'no JSON' }],
      ['authorize', 401, '/authorize', { body: {}, customerId: null }],
      [
        'authorize',
        403,
        '/authorize',
        { body: { action: 'initiate', claims: { ...who, customer_id: 'x' } } },
      ],
      ['authorize', 404, '/authorize', { body: { action: 'upiTxn', claims: who } }],
      [
        'authorize',
        409,
        '/authorize',
        { body: { action: 'upiTxn', claims: { ...money, amount: '1.00' } } },
      ],
      ['authorize', 413, '/authorize', { body: ' '.repeat(20_000) }],
      ['authorize', 415, '/authorize', { body: '{}', headers: plain }],
      ['authorize', 422, '/authorize', { body: nested }],
      ['sessions', 201, '/sessions', { body: { orderId: 'A1' } }],
      ['sessions', 422, '/sessions', { body: { orderId: 'A 1' } }],
      ['sessions', 404, '/sessions', { body: { orderId: 'A2' } }],
      ['order', 200, '/orders/A1', {}],
      ['order', 200, '/orders/PAID', {}],
      ['order', 401, '/orders/A1', { customerId: null }],
      ['order', 404, '/orders/A2', {}],
      ['webhook', 200, '/webhooks/juspay', { body: { id: 'evt_1', content: {} }, headers: juspay }],
      ['webhook', 401, '/webhooks/juspay', { body: {}, headers: basic('juspay:guessed') }],
      ['webhook', 400, '/webhooks/juspay', { body: '{', headers: juspay }],
      ['webhook', 422, '/webhooks/juspay', { body: '[]', headers: juspay }],
      ['health', 200, '/healthz', {}],
    ];

  it.each(requests)('is what the document says: %s %i', async (name, status, path, init) => {
    const test = await createTestServer({ world: { device: 'LINKED' } });
    for (const orderId of ['A1', 'PAID']) {
      await test.orders.create({ orderId, customerId, amount: '2.00' });
    }
    await test.request('/sessions', { body: { orderId: 'PAID' } });
    test.mock.pays('PAID');
    const response = await test.request(path, init);
    expect(response.status).toBe(status);

    const [, method, pattern] = ROUTES.find(([one]) => one === name) ?? [];
    const operation = operations.find(
      (one) => one.method.toUpperCase() === method && pattern?.test(one.path.slice(1)),
    );
    const content = at(resolved(at(operation?.is, 'responses', String(status))), 'content');
    const type = response.headers.get('content-type') ?? '';
    const schema = at(content, type, 'schema');
    expect(schema).toBeDefined();
    expect(faults(schema, await response.json())).toEqual([]);
    if (status < 300 && init.body !== undefined) {
      const takes = at(operation?.is, 'requestBody', 'content', 'application/json', 'schema');
      expect(faults(takes, init.body)).toEqual([]);
    }
    await test.stop();
  });
});
