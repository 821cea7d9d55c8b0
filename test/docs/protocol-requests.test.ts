import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/protocol/read.js';
import { type Field, fields } from '../../fixtures/documented-fields.js';
import type { Merchant, UpiCommand } from '../../src/index.js';
import { merchant } from '../hostile/support/world.js';
import { actionsOf, codeOf, type Row, rowsOf } from './support/field-tables.js';
import { changesBetween, NOW, run, type Story } from './support/field-world.js';

const DOC = 'docs/protocol.md';
const rows = rowsOf(DOC);
const actions = actionsOf(DOC);
const rowOf = ({ table, field }: Pick<Field, 'table' | 'field'>): Row | undefined =>
  rows.find((row) => row.table === table && row.field === field);
const nameOf = ({ table, field }: Pick<Field, 'table' | 'field'>) => `${table}: ${field}`;

const DAY = 86_400_000;

// Everything an app can give that the documents have a field for.
const customer = {
  ...merchant,
  mobileNumber: '9876543210',
  simId: '0',
  udf: { shop: 'tea' },
} as const satisfies Merchant;
const select = { type: 'sim.select', simId: '0', mobileNumber: '9876543210' } as const;
const pay = {
  type: 'pay',
  order: { orderId: 'A1', amount: '200.00', gatewayReferenceId: 'G1' },
  accountRefId: 'ref-1',
  udf: { note: 'rent' },
} as const satisfies UpiCommand;
const terms = {
  name: 'Gym',
  maxAmount: '200.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  startDate: NOW,
  endDate: NOW + 60 * DAY,
  payerRevocable: true,
} as const;
const create = {
  ...pay,
  type: 'mandate.create',
  mandate: { ...terms, ruleType: 'ON', ruleValue: 5 },
  tpv: { bankCodes: ['550055'], bankAccountHashes: ['h1'] },
  createMandate: 'REQUIRED',
  initiationMode: '13',
  purpose: '76',
  payType: 'P2M_PAY',
  transactionReference: 'a-b-c-d',
} as const satisfies UpiCommand;
/** What belongs to the SDK's own screens. */
const screens = { onboard: true, mobileNumber: '9876543210', showStatusScreen: true } as const;

const accounts = [{ vpa: 'abc@upf', account: { referenceId: 'ref-1' } }];
const onLinked: Story['answers'] = {
  upiGetSessionToken: { payload: { status: 'LINKED', vpaAccounts: accounts } },
};
const onFresh: Story['answers'] = {
  upiGetSessionToken: { payload: { status: 'FRESH' } },
  upiGetSimDetails: { payload: { status: 'SUCCESS', sims: [{ simId: '0' }, { simId: '1' }] } },
};

/** What the server answers: the same, but for what `instead` has of its members. */
function signedBy(instead: JsonObject): NonNullable<Story['authorize']> {
  return async ({ claims }) => ({
    merchantKeyId: '1234',
    signature: 'signed',
    signaturePayload: JSON.stringify({ ...claims, ...Object(instead['claims']) }),
    ...only(['merchantKeyId', 'signature'], instead),
  });
}
function allowedBy(instead: JsonObject): NonNullable<Story['authorize']> {
  const token = { clientAuthToken: 'tkn_1', authExpiry: '2026-01-05T05:00:00.000Z' };
  return async () => ({ ...token, ...only(Object.keys(token), instead) });
}
function only(names: readonly string[], from: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => (name in from ? [[name, String(from[name])]] : [])),
  );
}

/** What a request holds, by table and field. */
type Held = Readonly<Record<string, JsonObject>>;

async function lastSent(story: Story): Promise<Held> {
  const { sdk, server } = await run(story);
  const call = sdk.calls.at(-1);
  if (call === undefined) throw new Error('nothing was sent');
  const claims = Object.entries(server.signed.at(-1)?.claims ?? {}).map(([name, value]) => [
    name.replace(/^metadata\.\w+:/, 'metadata.<issuing_psp>:'),
    value,
  ]);
  return {
    'Envelope of a request': call.envelope,
    'Payload of a request': call.payload,
    Claims: Object.fromEntries(claims),
  };
}

/** How the request of each page comes about: of one, in two ways. */
const requests: Readonly<Record<string, readonly Story[]>> = {
  '000': [{ answers: onLinked, merchant: customer }],
  '001': [
    { answers: onLinked, merchant: customer },
    { answers: onLinked, merchant: customer, authorize: allowedBy({}) },
  ],
  '002 §1': [{ answers: onLinked, merchant: customer }],
  '002 §2': [{ answers: onLinked, commands: [{ type: 'onboard' }] }],
  '002 §3': [{ answers: onLinked, commands: [{ ...pay, ...screens }] }],
  '002 §4': [{ answers: onLinked, commands: [pay] }],
  '002 §5': [{ answers: onLinked, commands: [{ ...create, ...screens }] }],
  '002 §6': [{ answers: onLinked, commands: [create] }],
  '003': [{ answers: onFresh, merchant: customer, commands: [select] }],
};

describe('the request of a page', () => {
  const isSent = (row: Row | undefined) => row?.cells[0]?.startsWith('not sent') === false;

  it.each(Object.keys(requests))('%s can hold every field of it', async (page) => {
    const held = await Promise.all((requests[page] ?? []).map(lastSent));
    const isHeld = ({ table, field }: Field) =>
      held.some((tables) => Object.hasOwn(tables[table] ?? {}, field));
    const asked = fields.filter((field) => field.page === page && field.table in (held[0] ?? {}));
    expect(asked.filter((field) => isHeld(field) !== isSent(rowOf(field))).map(nameOf)).toEqual([]);
    expect(asked.length).toBeGreaterThan(8);
  });

  it.each(Object.keys(requests))('%s holds nothing without a row', async (page) => {
    const held = await Promise.all((requests[page] ?? []).map(lastSent));
    const names = held.flatMap((tables) =>
      Object.entries(tables).flatMap(([table, holds]) =>
        Object.keys(holds).map((field) => ({ table, field })),
      ),
    );
    expect(names.filter((name) => !isSent(rowOf(name))).map(nameOf)).toEqual([]);
  });

  it.each(Object.keys(requests))('%s is of the action in the list of pages', async (page) => {
    const [held] = await Promise.all((requests[page] ?? []).map(lastSent));
    expect(actions.get(page)).toBe(held?.['Payload of a request']?.['action']);
  });

  it('holds what the flow says in so many words', async () => {
    const held = (await Promise.all(Object.values(requests).flat().map(lastSent))).flatMap(
      Object.entries<JsonObject>,
    );
    const said = rows.flatMap((row) => {
      const value = /^the flow: `([^`]+)`/.exec(row.cells[0] ?? '')?.[1];
      return value === undefined ? [] : [{ ...row, value }];
    });
    for (const { table, field, value } of said) {
      const values = held.flatMap(([name, holds]) =>
        name === table && field in holds ? [JSON.stringify(holds[field])] : [],
      );
      expect([field, ...new Set(values)]).toEqual([field, value]);
    }
    expect(said.length).toBeGreaterThan(1);
  });
});

/** What an app gives, and what its server answers; what is left out is as above. */
interface Given {
  readonly merchant?: Merchant;
  readonly server?: JsonObject;
  readonly now?: number;
  readonly ids?: string;
  /** In place of session tokens and a bind. */
  readonly commands?: readonly UpiCommand[];
}

/** Every request that is made of it, in one order. */
function sentFor({ commands, server = {}, ...given }: Given): Promise<readonly Held[]> {
  const signed = { merchant: customer, ...given, authorize: signedBy(server) };
  const allowed = { ...signed, authorize: allowedBy(server) };
  const stories: readonly Story[] = commands?.map((command) => ({
    ...signed,
    answers: command.type === 'sim.select' ? onFresh : onLinked,
    commands: [command],
  })) ?? [
    { ...signed, answers: onLinked },
    { ...allowed, answers: onLinked },
    { ...signed, answers: onFresh, commands: [select] },
  ];
  return Promise.all(stories.map(lastSent));
}

/** The same command with another value at a path, where it has one there. */
function changed(command: UpiCommand, path: string, value: unknown): UpiCommand {
  const copy: UpiCommand = structuredClone(command);
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at: unknown = copy;
  for (const name of names) at = Reflect.get(Object(at), name);
  if (Object.hasOwn(Object(at), last)) Reflect.set(Object(at), last, value);
  return copy;
}

/** Everything that can be given, each with another value than above. */
const others: Readonly<Record<string, unknown>> = {
  clock: NOW + 1_000,
  newId: 'other',
  'authorize.merchantKeyId': '5678',
  'authorize.signature': 'signed otherwise',
  'authorize.signaturePayload': { udf1: 'more' },
  'authorize.clientAuthToken': 'tkn_2',
  'authorize.authExpiry': '2026-01-05T06:00:00.000Z',
  'merchant.merchantId': 'stall',
  'merchant.customerId': 'fghij67890',
  'merchant.mobileNumber': '9876543211',
  'merchant.simId': '1',
  'merchant.udf': { shop: 'coffee' },
  'sim.select.simId': '1',
  'sim.select.mobileNumber': '9876543211',
  'pay.order.orderId': 'A2',
  'pay.order.amount': '300.00',
  'pay.order.gatewayReferenceId': 'G2',
  'pay.accountRefId': 'ref-2',
  'pay.mobileNumber': '9876543211',
  'pay.showStatusScreen': false,
  'pay.udf': { note: 'tea' },
  'mandate.create.order.orderId': 'A2',
  'mandate.create.order.amount': '100.00',
  'mandate.create.order.gatewayReferenceId': 'G2',
  'mandate.create.accountRefId': 'ref-2',
  'mandate.create.mobileNumber': '9876543211',
  'mandate.create.showStatusScreen': false,
  'mandate.create.udf': { note: 'tea' },
  'mandate.create.mandate.name': 'Pool',
  'mandate.create.mandate.maxAmount': '300.00',
  'mandate.create.mandate.amountRule': 'FIXED',
  'mandate.create.mandate.frequency': 'ONETIME',
  'mandate.create.mandate.ruleType': 'AFTER',
  'mandate.create.mandate.ruleValue': 6,
  'mandate.create.mandate.startDate': NOW + 1_000,
  'mandate.create.mandate.endDate': NOW + 61 * DAY,
  'mandate.create.mandate.payerRevocable': false,
  'mandate.create.tpv.bankCodes': ['550056'],
  'mandate.create.tpv.bankAccountHashes': ['h2'],
  'mandate.create.createMandate': 'OPTIONAL',
  'mandate.create.initiationMode': '14',
  'mandate.create.purpose': '77',
  'mandate.create.payType': 'P2P_PAY',
  'mandate.create.transactionReference': 'e-f-g-h',
};

/** As above, and with the other value in one place. */
function bothWays(source: string): readonly [Given, Given] {
  const other = others[source];
  const [, of = '', path = ''] =
    /^(merchant|authorize|sim\.select|pay|mandate\.create)\.(.*)/.exec(source) ?? [];
  switch (of) {
    case '':
      return [{}, source === 'clock' ? { now: Number(other) } : { ids: String(other) }];
    case 'merchant':
      return [{}, { merchant: { ...customer, [path]: other } }];
    case 'authorize':
      return [{}, { server: { [path === 'signaturePayload' ? 'claims' : path]: other } }];
  }
  // What is done once has no day of a period.
  const mandate = source.endsWith('frequency') ? { ...create, mandate: terms } : create;
  const all: readonly UpiCommand[] = [
    ...[select, pay, { ...pay, ...screens }],
    ...[mandate, { ...mandate, ...screens }],
  ];
  const mine = all.filter((command) => command.type === of);
  return [{ commands: mine }, { commands: mine.map((one) => changed(one, path, other)) }];
}

/** The fields that are not the same, but for what carries the others. */
async function changesOf([before, after]: readonly [Given, Given]): Promise<readonly string[]> {
  const [one, other] = [await sentFor(before), await sentFor(after)];
  const names = one.flatMap((tables, at) =>
    Object.entries(tables).flatMap(([table, holds]) =>
      changesBetween(flat(holds), flat(other[at]?.[table])).map((field) => `${table}: ${field}`),
    ),
  );
  const isSigned = (name: string) => name.endsWith('signaturePayload');
  const changes = [...new Set(names)].filter((name) => !name.endsWith(': payload')).sort();
  const claimed = changes.some((name) => name.startsWith('Claims'));
  return claimed ? changes.filter((name) => !isSigned(name)) : changes;
}

/** Each field as a text, so that its name may have dots. */
function flat(holds: JsonObject = {}): JsonObject {
  const texts = Object.entries(holds).map(([name, value]) => [name, JSON.stringify(value)]);
  return Object.fromEntries(texts);
}

const GIVEN = new Set(['Envelope of a request', 'Payload of a request', 'Claims']);
const given = rows.filter(({ table }) => GIVEN.has(table));

describe('what is given', () => {
  it.each(Object.keys(others))('%s goes where the tables say, and nowhere else', async (source) => {
    const changes = await changesOf(bothWays(source));
    const named = given.filter(({ cells }) => codeOf(cells[0] ?? '').includes(source));
    expect(changes).toEqual(named.map(nameOf).sort());
    expect(changes).not.toEqual([]);
  });

  it('is all that the tables name, and each field is given, the flow’s own, or not sent', () => {
    const isOurs = ({ cells }: Row) => /^(?:the flow|not sent)\b/.test(cells[0] ?? '');
    const sources = given.filter((row) => !isOurs(row)).map(({ cells }) => codeOf(cells[0] ?? ''));
    expect([...new Set(sources.flat())].sort()).toEqual(Object.keys(others).sort());
    expect(sources.filter((list) => list.length === 0)).toEqual([]);
  });
});
