import { describe, expect, it } from 'vitest';
import { decodeEvent, readResponse } from '../../core/protocol/index.js';
import type { JsonObject } from '../../core/protocol/read.js';
import { type Field, fields } from '../../fixtures/documented-fields.js';
import type { SeedPage } from '../../fixtures/seed-fields.js';
import type { UpiCommand, UpiState } from '../../src/index.js';
import { actionsOf, codeOf, type Row, rowsOf } from './support/field-tables.js';
import { changesBetween, leavesOf, NOW, run, type Story } from './support/field-world.js';

/** A value of a field, and another one. */
type Pair = readonly [string, string];

/** Two values of a field that mean something else each; any other field has two texts. */
const VALUES: Readonly<Record<string, Pair>> = {
  allowedAccountTypes: ['Savings', 'Current'],
  amount: ['10.0', '20.0'],
  amountRule: ['EXACT', 'MAX'],
  atmPinLength: ['4', '6'],
  blockFund: ['true', 'false'],
  deviceFingerPrint: ['a-finger-print-0001', 'a-finger-print-0002'],
  expiry: ['2026-01-06T10:00:00+05:30', '2026-01-07T10:00:00+05:30'],
  expiryTimestamp: [String(NOW + 20_000), String(NOW + 30_000)],
  gatewayResponseCode: ['00', '01'],
  initiatedBy: ['PAYER', 'PAYEE'],
  isDefault: ['true', 'false'],
  isDeviceActivated: ['true', 'false'],
  isDeviceBound: ['true', 'false'],
  isInitialTopUpDone: ['true', 'topup_txn_pending'],
  isPrimary: ['true', 'false'],
  mandateTimestamp: ['2026-01-05T10:00:00+05:30', '2026-01-05T11:00:00+05:30'],
  mpinLength: ['4', '6'],
  mpinSet: ['true', 'false'],
  orderId: ['A1', 'A2'],
  order_id: ['A1', 'A2'],
  otpLength: ['4', '6'],
  payerRevocable: ['true', 'false'],
  payerVpa: ['asha@upf', 'bina@upf'],
  recurrencePattern: ['weekly', 'monthly'],
  recurrenceValue: ['2', '3'],
  referenceId: ['ref-1', 'ref-2'],
  role: ['PAYER', 'PAYEE'],
  shareToPayee: ['true', 'false'],
  txnUuid: ['moz1', 'moz2'],
  type: ['Savings', 'Current||LITE'],
  upiNumber: ['12345678', '87654321'],
  upiNumberStatus: ['Active', 'Deleted'],
};

/** What stands in a field, with a blank on either side: what was read has none. */
function wireValue(path: string, isOther: boolean, own: Readonly<Record<string, Pair>>) {
  const name = path.split('.').at(-1) ?? '';
  const pair = own[path] ?? VALUES[name] ?? [`${name} one`, `${name} two`];
  const value = ` ${pair[isOther ? 1 : 0]} `;
  return name === 'allowedAccountTypes' ? [value] : value;
}

/** Of each two, an answer has one: they are two spellings of one field. */
const SPELLINGS = [
  ['vpaAccounts[].account', 'vpaAccounts[].accounts'],
  ['orderId', 'order_id'],
] as const;

const isWithin = (path: string, whole: string): boolean =>
  path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[]`);

/** Whether a field holds no others. */
function isLeaf(path: string, paths: readonly string[]): boolean {
  return !paths.some((other) => other !== path && isWithin(other, path));
}

/**
 * Two answers with a value in every field. They differ in one: it has its other value, or, where it
 * holds others, is not there.
 */
function answersAround(
  path: string,
  paths: readonly string[],
  own: Readonly<Record<string, Pair>>,
): readonly [JsonObject, JsonObject] {
  const rivals = SPELLINGS.map(([one, other]) => (isWithin(path, other) ? one : other));
  const leaves = paths.filter(
    (leaf) => isLeaf(leaf, paths) && !rivals.some((rival) => isWithin(leaf, rival)),
  );
  const isMine = (leaf: string) => isWithin(leaf, path);
  const kept = isLeaf(path, paths) ? leaves : leaves.filter((leaf) => !isMine(leaf));
  return [
    answerOf(leaves, (leaf) => wireValue(leaf, false, own)),
    answerOf(kept, (leaf) => wireValue(leaf, isMine(leaf), own)),
  ];
}

function answerOf(leaves: readonly string[], value: (leaf: string) => unknown): JsonObject {
  const answer: Record<string, unknown> = {};
  for (const leaf of leaves) put(answer, leaf.split('.'), value(leaf));
  return answer;
}

function put(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [part = '', ...rest] = path;
  const key = part.replace('[]', '');
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inside = insideOf(into[key]);
  put(inside, rest, value);
  into[key] = part.endsWith('[]') ? [inside] : inside;
}

/** The object at a key, or the one entry of the list there. */
function insideOf(value: unknown): Record<string, unknown> {
  const [object] = Array.isArray(value) ? value : [value];
  return { ...Object(object) };
}

const DOC = 'docs/protocol.md';
const rows = rowsOf(DOC);
const actions = actionsOf(DOC);
const rowOf = ({ table, field }: Pick<Field, 'table' | 'field'>): Row | undefined =>
  rows.find((row) => row.table === table && row.field === field);

const ANSWERS = ['Session token', 'Account', 'Onboarding', 'Payment', 'Mandate'];
const pages = [...actions.keys()];

/** The fields of a page's answer, each once. */
function fieldsOf(page: string): readonly Field[] {
  const own = fields.filter((field) => field.page === page && ANSWERS.includes(field.table));
  return [...new Map(own.map((field) => [field.path, field])).values()];
}

const pathsOf = (page: string): readonly string[] => fieldsOf(page).map(({ path }) => path);

/** Values that belong to a page, where the usual ones do not. */
function valuesOf(page: string): Readonly<Record<string, Pair>> {
  const action = actions.get(page) ?? '';
  const isToken = action === 'upiGetSessionToken' || action === 'upiBindActivateDevice';
  return {
    action: [action, 'upiCheckBalance'],
    status: isToken ? ['LINKED', 'FRESH'] : ['SUCCESS', 'FAILURE'],
    'sessionTokenResponse.status': ['LINKED', 'FRESH'],
  };
}

const around = (page: string, path: string) => answersAround(path, pathsOf(page), valuesOf(page));

const without = (path: string): string => path.replaceAll('[]', '');
const within = (path: string, whole: string): boolean =>
  path === whole || path.startsWith(`${whole}.`);
const joined = (whole: string, part: string): string => (whole === '' ? part : `${whole}.${part}`);

/** The path of what a field is in, as the field's table sees it: `''` where it is the answer itself. */
const holderOf = ({ path, field }: Field): string =>
  path.slice(0, -field.length).replace(/(?:\[\])?\.$/, '');

/** Where the reading of an answer has a field, by the tables. */
function readAs(page: string, path: string): readonly string[] {
  const field = fieldsOf(page).find((one) => one.path === path);
  if (field === undefined) return [''];
  const [cell = ''] = rowOf(field)?.cells ?? [];
  const names = cell === 'kept' ? [field.field] : codeOf(cell);
  const [holder = ''] = readAs(page, holderOf(field));
  return names.map((name) => joined(holder, without(name)));
}

function read(page: string, payload: JsonObject): unknown {
  switch (actions.get(page)) {
    case 'onboarding':
      return readResponse('onboarding', payload);
    case 'onboardingAndPay':
      return readResponse('onboardingAndPay', payload);
    case 'upiTxn':
      return readResponse('upiTxn', payload);
    case 'upiBindActivateDevice':
      return readResponse('upiBindActivateDevice', payload);
    default:
      return readResponse('upiGetSessionToken', payload);
  }
}

/** Where changes are, and what is wrong with that; `undefined` when nothing is. */
function mistake(
  path: string,
  changes: readonly string[],
  expected: readonly string[],
  isWhole: boolean,
): string | undefined {
  const stray = changes.filter((change) =>
    isWhole ? !expected.some((one) => within(change, one)) : !expected.includes(change),
  );
  const missing = expected.filter((one) =>
    isWhole ? !changes.some((change) => within(change, one)) : !changes.includes(one),
  );
  if (stray.length === 0 && missing.length === 0) return undefined;
  return `${path}: not at ${missing.join(', ') || '-'}, but at ${stray.join(', ') || '-'}`;
}

describe('what is answered', () => {
  it.each(pages)('%s is read as the tables say', (page) => {
    const mistakes = fieldsOf(page).map((field) => {
      const { path } = field;
      const isWhole = !isLeaf(path, pathsOf(page));
      const [before, after] = around(page, path).map((payload) => read(page, payload));
      const expected = readAs(page, path);
      const [holder = ''] = readAs(page, holderOf(field));
      // Beside its reading, an answer keeps what it was.
      const raw = [without(path), joined(holder, without(field.field))];
      const changes = changesBetween(before, after).filter(
        (change) =>
          expected.some((one) => within(change, one)) || !raw.some((one) => within(change, one)),
      );
      return mistake(path, changes, expected, isWhole);
    });
    expect(mistakes.filter((one) => one !== undefined)).toEqual([]);
    expect(mistakes.length).toBeGreaterThan(10);
  });

  it.each(pages)('%s is read, not only kept, where the tables name it', (page) => {
    const leaves = fieldsOf(page).filter(({ path }) => isLeaf(path, pathsOf(page)));
    const mistakes = leaves.filter(({ path, ...field }) => {
      const [before] = around(page, path);
      const serverStatus = leavesOf(read(page, before));
      const [raw] = leavesOf(wireValue(path, false, valuesOf(page))).values();
      const isKept = rowOf({ ...field })?.cells[0] === 'kept';
      return readAs(page, path).some((place) => (serverStatus.get(place) === raw) !== isKept);
    });
    expect(mistakes.map(({ path }) => path)).toEqual([]);
  });

  const envelope = {
    requestId: ' id-1 ',
    service: ' in.juspay.hyperapi ',
    payload: { action: ' upiTxn ', status: ' PENDING ' },
    error: ' true ',
    errorMessage: ' one ',
    errorCode: ' JP_011 ',
    event: ' process_result ',
  };
  const otherwise = {
    requestId: ' id-2 ',
    service: ' hyperapi ',
    payload: {},
    error: ' false ',
    errorMessage: ' two ',
    errorCode: ' JP_012 ',
    event: ' initiate_result ',
  };

  it('comes in an envelope that is read as the table says', () => {
    const mistakes = rows
      .filter(({ table }) => table === 'Envelope of an answer')
      .map(({ field, cells }) => {
        const other = { ...envelope, [field]: Reflect.get(otherwise, field) };
        const changes = changesBetween(decodeEvent(envelope), decodeEvent(other));
        const expected = codeOf(cells[0] ?? '').map((name) => `result.${name}`);
        return mistake(field, changes, expected, field === 'payload');
      });
    expect(mistakes).toEqual(Object.keys(envelope).map(() => undefined));
  });
});

// ---------------------------------------------------------------------------------------------

const linked = {
  status: 'LINKED',
  vpaAccounts: [{ vpa: 'abc@upf', account: { referenceId: 'ref-1' } }],
};
const fresh: Story['answers'] = {
  upiGetSessionToken: { payload: { status: 'FRESH' } },
  upiGetSimDetails: { payload: { status: 'SUCCESS', sims: [{ simId: '0' }] } },
};

/** A flow that asked for what a page documents and was answered. */
type Asking = (payload: JsonObject) => Story;

const token: Asking = (payload) => ({ answers: { upiGetSessionToken: { payload } } });
const verifying: Asking = (payload) => ({
  answers: {
    ...fresh,
    upiBindActivateDevice: {
      payload,
      envelope: { error: true, errorCode: 'JP_001', errorMessage: 'SMS_VERIFICATION_PENDING' },
    },
  },
  commands: [{ type: 'sim.select', simId: '0' }],
});
const bound: Asking = (payload) => ({
  answers: { ...fresh, upiBindActivateDevice: { payload } },
  commands: [{ type: 'sim.select', simId: '0' }],
});
const asking =
  (command: UpiCommand, action: string): Asking =>
  (payload) => ({
    answers: { upiGetSessionToken: { payload: linked }, [action]: { payload } },
    commands: [command],
  });
const pay = { type: 'pay', order: { orderId: 'A1', amount: '200.00' } } as const;
const create = {
  ...pay,
  type: 'mandate.create',
  mandate: {
    name: 'Gym',
    maxAmount: '200.00',
    amountRule: 'FIXED',
    frequency: 'MONTHLY',
    startDate: NOW,
    endDate: NOW + 86_400_000,
  },
} as const;

const states = new Map<Asking, Map<string, Promise<UpiState>>>();

/** The state after an answer; most answers are compared with one and the same. */
function stateAfter(ask: Asking, payload: JsonObject): Promise<UpiState> {
  const known = states.get(ask) ?? new Map<string, Promise<UpiState>>();
  states.set(ask, known);
  const key = JSON.stringify(payload);
  const state = known.get(key) ?? run(ask(payload)).then((ended) => ended.state);
  known.set(key, state);
  return state;
}

/** What changes in the state with a field of the answer; a screen shows parts of it once more. */
async function shownChanges(ask: Asking, page: string, path: string): Promise<readonly string[]> {
  const [before, after] = around(page, path);
  const changes = changesBetween(await stateAfter(ask, before), await stateAfter(ask, after));
  return changes.filter(
    (change) => !within(change, 'step') || change === 'step.endsAt' || within(change, PROBLEM),
  );
}

const PROBLEM = 'step.problem';

/** Where the state has a field, by the tables: `.x` is in `holder`. */
function shownAt(field: Field, holder: string): readonly string[] {
  const codes = codeOf(rowOf(field)?.cells[1] ?? '');
  return codes.map((code) => without(code.startsWith('.') ? `${holder}${code}` : code));
}

/** What follows from these is shown as well, so nothing is said about other changes. */
const HAS_CONSEQUENCES = new Set(['status', 'gatewayResponseCode']);

/** What is wrong with what the tables say of a field; `holder` is where its table is in the state. */
async function shownMistake(page: string, field: Field, ask: Asking, holder: string) {
  const { path } = field;
  const changes = await shownChanges(ask, page, path);
  if (isDecisive(field)) return changes.length > 0 ? undefined : `${path} decides nothing`;
  const expected = shownAt(field, holder);
  const counted = HAS_CONSEQUENCES.has(field.field)
    ? changes.filter((change) => expected.includes(change))
    : changes;
  return mistake(path, counted, expected, !isLeaf(path, pathsOf(page)));
}

const isDecisive = (field: Field): boolean =>
  rowOf(field)?.cells[1]?.startsWith('decides') === true;

/** A flow is run for every field: longer than a single test may usually take. */
const PATIENCE = 60_000;

describe('what is shown', { timeout: PATIENCE }, () => {
  const order = 'orders.A1';
  const holderIn: Readonly<Record<string, string>> = {
    Account: 'accounts',
    Payment: order,
    Mandate: `${order}.mandate`,
  };
  const inOrder = { ...holderIn, Account: `${order}.account` };
  const screens = { onboard: true } as const;

  it.each<[SeedPage, Asking, Readonly<Record<string, string>>]>([
    ['000', token, holderIn],
    ['002 §3', asking({ ...pay, ...screens }, 'onboardingAndPay'), inOrder],
    ['002 §4', asking(pay, 'upiTxn'), inOrder],
    ['002 §5', asking({ ...create, ...screens }, 'onboardingAndPay'), inOrder],
    ['002 §6', asking(create, 'upiTxn'), inOrder],
  ])('of %s is where the tables say, and nowhere else', async (page, ask, holders) => {
    const mistakes = await Promise.all(
      fieldsOf(page).map((field) => shownMistake(page, field, ask, holders[field.table] ?? '')),
    );
    expect(mistakes.filter((one) => one !== undefined)).toEqual([]);
  });

  it('of fields that only page 003 has, is the same for a session token', async () => {
    const only = fieldsOf('003').filter(({ path }) => !pathsOf('000').includes(path));
    const mistakes = await Promise.all(
      only
        .filter(({ path }) => path !== 'expiryTimestamp')
        .map((field) => shownMistake('003', field, token, holderIn[field.table] ?? '')),
    );
    expect(mistakes.filter((one) => one !== undefined)).toEqual([]);
    expect(mistakes.length).toBeGreaterThan(0);
  });

  it('of a bind is when its SMS token ends, and nothing else', async () => {
    const places = fieldsOf('003').map(async (field) => {
      const { path } = field;
      const expected = path === 'expiryTimestamp' ? shownAt(field, '') : [];
      return mistake(path, await shownChanges(verifying, '003', path), expected, false);
    });
    expect((await Promise.all(places)).filter((one) => one !== undefined)).toEqual([]);
    expect(await shownChanges(bound, '003', 'status')).toEqual([]);
  });

  it('of an onboarding is a failure, and nothing else', async () => {
    const onboard = asking({ type: 'onboard' }, 'onboarding');
    const places = fieldsOf('002 §2').map(async (field) => {
      const { path } = field;
      const changes = await shownChanges(onboard, '002 §2', path);
      const isFailure = changes.length > 0 && changes.every((change) => within(change, PROBLEM));
      if (isDecisive(field)) return isFailure ? undefined : `${path} decides nothing`;
      return mistake(path, changes, [], false);
    });
    expect((await Promise.all(places)).filter((one) => one !== undefined)).toEqual([]);
  });

  it('of an envelope is what went wrong', async () => {
    const failing = { error: true, errorCode: 'JP_000', errorMessage: 'one' };
    const stateOf = async (envelope: JsonObject) => {
      const answer = { payload: {}, envelope: { ...failing, ...envelope } };
      return (await run({ answers: { upiGetSessionToken: answer } })).state;
    };
    const changes = async (envelope: JsonObject) =>
      changesBetween(await stateOf({}), await stateOf(envelope));
    expect(await changes({ errorMessage: 'two' })).toEqual(placesOf('errorMessage'));
    expect(await changes({ errorCode: 'JP_015' })).toEqual(placesOf('errorCode'));
    expect(await changes({ event: 'initiate_result' })).toEqual(placesOf('event'));
    expect(await changes({ service: 'hyperapi' })).toEqual(placesOf('service'));
    for (const decisive of [{ error: false }, { requestId: 'id-0' }]) {
      expect(await changes(decisive)).not.toEqual([]);
    }
  });
});

function placesOf(field: string): readonly string[] {
  return codeOf(rowOf({ table: 'Envelope of an answer', field })?.cells[1] ?? '');
}
