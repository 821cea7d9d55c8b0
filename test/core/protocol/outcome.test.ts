import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEvent, type SdkResult } from '../../../core/protocol/events.js';
import { readOrderStatus, type ServerStatus } from '../../../core/protocol/order-status.js';
import {
  type Attempt,
  decide,
  type Evidence,
  isOwnFailure,
  isSameOrder,
  isUnseen,
  type Outcome,
  type Patience,
  patienceFor,
  readSdkOutcome,
  type SdkOutcome,
  type Verdict,
} from '../../../core/protocol/outcome.js';

function result(status: string | undefined, error?: [code: string, message?: string]): SdkResult {
  return {
    requestId: 'r1',
    event: 'process_result',
    action: 'upiTxn',
    status,
    failed: error !== undefined,
    errorCode: error?.[0] ?? '',
    errorMessage: error?.[1] ?? '',
    payload: {},
  };
}

describe('what the SDK said', () => {
  it.each<[string, SdkOutcome['moneyStatus'], Outcome, boolean]>([
    ['SUCCESS', 'paid', 'success', true],
    ['success', 'paid', 'success', true],
    ['SUCEESS', 'paid', 'success', true],
    ['charged', 'paid', 'success', true],
    ['cod_initiated', 'paid', 'success', true],
    ['FAILURE', 'notPaid', 'failure', true],
    ['FAILED', 'notPaid', 'failure', true],
    ['Pay_Failure', 'notPaid', 'payFailure', true],
    ['PAY FAILURE', 'notPaid', 'payFailure', true],
    ['BACKPRESS', 'notPaid', 'backPress', true],
    ['backpressed', 'notPaid', 'backPress', true],
    ['USER_ABORTED', 'notPaid', 'userAborted', false],
    ['user-aborted', 'notPaid', 'userAborted', false],
    ['authorization_failed', 'notPaid', 'failure', true],
    ['AUTHENTICATION_FAILED', 'notPaid', 'failure', true],
    ['JUSPAY_DECLINED', 'notPaid', 'failure', true],
    ['api_failure', 'notPaid', 'failure', false],
    ['new', 'notPaid', 'failure', false],
    ['PENDING', 'open', 'pending', true],
    ['pending_vbv', 'open', 'pending', true],
    ['constructor', 'open', 'pending', true],
    ['anything else', 'open', 'pending', true],
  ])('status %s', (status, moneyStatus, outcome, certain) => {
    expect(readSdkOutcome(result(status))).toEqual({
      moneyStatus,
      outcome,
      certain,
      code: undefined,
    });
  });

  it.each<[string, string, SdkOutcome['moneyStatus'], Outcome, boolean]>([
    ['JP_000', '', 'open', 'pending', true],
    ['JP_001', 'Unknown event', 'open', 'pending', true],
    ['JP_002', 'USER_ABORTED', 'notPaid', 'userAborted', false],
    ['JP_003', '', 'notPaid', 'failure', true],
    ['JP_005', '', 'notPaid', 'failure', false],
    ['JP_006', '', 'open', 'pending', true],
    ['JP_008', '', 'notPaid', 'failure', true],
    ['JP_011', '', 'open', 'pending', true],
    ['JP_012', 'Unable to process payment', 'notPaid', 'failure', false],
    ['JP_012', 'Timed out from NPCI', 'open', 'pending', true],
    ['JP_016', '', 'open', 'pending', true],
    ['JP_017', 'process() called after terminate()', 'notPaid', 'failure', true],
    ['JP_019', '', 'notPaid', 'failure', false],
    ['JP_020', '', 'notPaid', 'failure', true],
    ['JP_021', 'Payment activity destroyed', 'open', 'pending', true],
    ['JP_999', '', 'open', 'pending', true],
  ])('error %s "%s" without a status', (code, message, moneyStatus, outcome, certain) => {
    expect(readSdkOutcome(result(undefined, [code, message]))).toEqual({
      moneyStatus,
      outcome,
      certain,
      code,
    });
  });

  it('nothing at all is open', () => {
    expect(readSdkOutcome(result(undefined)).moneyStatus).toBe('open');
    expect(readSdkOutcome(result('')).moneyStatus).toBe('open');
  });

  it.each(['U67', 'u68', 'RB', '96', 'BT', 'UT', '01', 'U30'])(
    'FAILURE with gateway code %s is open',
    (code) => {
      expect(readSdkOutcome(result('FAILURE'), code)).toMatchObject({ moneyStatus: 'open', code });
    },
  );

  it.each(['Z9', 'ZM', 'U69', ''])('FAILURE with gateway code %s is not paid', (code) => {
    const sdkOutcome = readSdkOutcome(result('FAILURE'), code);
    expect(sdkOutcome.moneyStatus).toBe('notPaid');
  });

  it.each(['QQ7', 'U999', '000'])('FAILURE with the unknown code %s is uncertain', (code) => {
    const sdkOutcome = { moneyStatus: 'notPaid', outcome: 'failure', certain: false, code };
    expect(readSdkOutcome(result('FAILURE'), code)).toEqual(sdkOutcome);
  });

  it('FAILURE with a code that means "no money" is certain', () => {
    expect(readSdkOutcome(result('FAILURE'), 'Z9').certain).toBe(true);
    expect(readSdkOutcome(result('FAILURE'), '').certain).toBe(true);
    expect(readSdkOutcome(result('FAILURE')).certain).toBe(true);
  });

  it.each(['JP_006', 'JP_011', 'JP_016', 'JP_021'])('FAILURE with %s is open', (code) => {
    expect(readSdkOutcome(result('FAILURE', [code]))).toMatchObject({ moneyStatus: 'open', code });
  });

  it('a time-out beside FAILURE is open, beside SUCCESS it is not', () => {
    expect(readSdkOutcome(result('FAILURE', ['JP_001', 'Timed Out'])).moneyStatus).toBe('open');
    expect(readSdkOutcome(result('SUCCESS', ['JP_001', 'Timed Out'])).moneyStatus).toBe('paid');
  });

  it('an error beside a success does not undo it, but leaves it to the server', () => {
    expect(readSdkOutcome(result('SUCCESS', ['JP_012']))).toMatchObject({
      moneyStatus: 'paid',
      certain: false,
    });
    expect(readSdkOutcome(result('SUCCESS', ['']))).toMatchObject({
      moneyStatus: 'paid',
      certain: true,
    });
  });
});

describe('what the server said', () => {
  it.each<[unknown, ServerStatus['moneyStatus'], string]>([
    ['CHARGED', 'paid', 'CHARGED'],
    [' charged ', 'paid', 'CHARGED'],
    ['COD_INITIATED', 'paid', 'COD_INITIATED'],
    ['AUTHENTICATION_FAILED', 'failed', 'AUTHENTICATION_FAILED'],
    ['AUTHORIZATION_FAILED', 'failed', 'AUTHORIZATION_FAILED'],
    ['JUSPAY_DECLINED', 'failed', 'JUSPAY_DECLINED'],
    ['NEW', 'untouched', 'NEW'],
    ['CREATED', 'untouched', 'CREATED'],
    ['NOT_FOUND', 'untouched', 'NOT_FOUND'],
    ['AUTO_REFUNDED', 'refunded', 'AUTO_REFUNDED'],
    ['VOIDED', 'refunded', 'VOIDED'],
    ['STARTED', 'underway', 'STARTED'],
    ['PENDING', 'underway', 'PENDING'],
    ['pending-vbv', 'underway', 'PENDING_VBV'],
    ['PENDING_AUTHENTICATION', 'underway', 'PENDING_AUTHENTICATION'],
    ['VBV_SUCCESSFUL', 'underway', 'VBV_SUCCESSFUL'],
    ['AUTHORIZING', 'underway', 'AUTHORIZING'],
    ['AUTHORIZED', 'underway', 'AUTHORIZED'],
    ['CAPTURE_INITIATED', 'underway', 'CAPTURE_INITIATED'],
    ['CAPTURE_FAILED', 'underway', 'CAPTURE_FAILED'],
    ['VOID_INITIATED', 'underway', 'VOID_INITIATED'],
    ['VOID_FAILED', 'underway', 'VOID_FAILED'],
    ['TO_BE_CHARGED', 'underway', 'TO_BE_CHARGED'],
    ['PARTIAL_CHARGED', 'underway', 'PARTIAL_CHARGED'],
    ['SUCCESS', 'open', 'SUCCESS'],
    ['toString', 'open', 'TOSTRING'],
    ['', 'open', ''],
    [undefined, 'open', ''],
    [12, 'open', ''],
  ])('status %j', (status, moneyStatus, word) => {
    expect(readOrderStatus({ orderId: 'A1', status, amount: '3.0' })).toMatchObject({
      moneyStatus,
      word,
      orderId: 'A1',
      amount: '3.00',
    });
  });

  it('in the spelling of the API reads the same', () => {
    const answer = { order_id: 'A1', status: 'CHARGED', amount: 200, txn_uuid: 'moz1' };
    expect(readOrderStatus({ ...answer, mandate_status: 'active' })).toEqual({
      moneyStatus: 'paid',
      word: 'CHARGED',
      orderId: 'A1',
      amount: '200.00',
      txnUuid: 'moz1',
      mandate: 'ACTIVE',
    });
  });

  it.each([[null], [undefined], ['CHARGED'], [42], [[]]])('%j says nothing', (answer) => {
    expect(readOrderStatus(answer).moneyStatus).toBe('silent');
  });

  it.each([
    ['INR', 'INR'],
    [' inr', 'INR'],
    ['USD', 'USD'],
    ['', undefined],
    [356, 'INR'],
    ['356', 'INR'],
    [840, 'UNREADABLE'],
    [['USD'], 'UNREADABLE'],
    [{ code: 'USD' }, 'UNREADABLE'],
    [null, undefined],
    ['', undefined],
  ])('currency %j is %j', (currency, read) => {
    expect(readOrderStatus({ orderId: 'A1', status: 'CHARGED', currency }).currency).toBe(read);
  });

  it('inherited properties say nothing', () => {
    expect(readOrderStatus(Object.create({ status: 'CHARGED' })).moneyStatus).toBe('silent');
  });
});

const attempt: Attempt = {
  orderId: 'A1',
  amount: '2.00',
  foreignTxns: [],
  foreignUnknown: false,
  attempts: 1,
};
const second: Attempt = { ...attempt, attempts: 2, foreignTxns: ['t1'] };
const patience: Patience = { afterNotPaid: 120_000, afterAbort: 15_000, afterDoubt: 900_000 };
const LONG = patience.afterDoubt;

const said = (outcome: Outcome, certain = true): SdkOutcome => ({
  moneyStatus: outcome === 'success' ? 'paid' : outcome === 'pending' ? 'open' : 'notPaid',
  outcome,
  certain,
});
const read = (
  moneyStatus: ServerStatus['moneyStatus'],
  more: Partial<ServerStatus> = {},
): ServerStatus => ({
  moneyStatus,
  word: '',
  orderId: 'A1',
  amount: '2.00',
  ...more,
});
const judge = (known: Partial<Evidence>): Verdict =>
  decide({ attempt, canQueryStatus: true, unseenFor: 0, patience, ...known });

const OPEN = { is: 'open' } as const;
const REFUNDED = { is: 'refunded' } as const;
const MISMATCH = { is: 'mismatch' } as const;
const VERIFIED = { is: 'paid', verified: true } as const;
const UNVERIFIED = { is: 'paid', verified: false } as const;
const notPaid = (outcome: Outcome): Verdict => ({ is: 'notPaid', outcome });

type Row = readonly [what: string, known: Partial<Evidence>, verdict: Verdict];

describe('the verdict without a server that can be asked', () => {
  const alone = (known: Partial<Evidence>) => judge({ canQueryStatus: false, ...known });

  it.each<Row>([
    ['nothing known', {}, OPEN],
    ['success', { sdkOutcome: said('success') }, UNVERIFIED],
    ['success beside an error', { sdkOutcome: said('success', false) }, OPEN],
    ['pending', { sdkOutcome: said('pending') }, OPEN],
    ['failure', { sdkOutcome: said('failure') }, notPaid('failure')],
    ['backPress', { sdkOutcome: said('backPress') }, notPaid('backPress')],
    ['an uncertain failure', { sdkOutcome: said('userAborted', false) }, OPEN],
    [
      'failure, but an earlier attempt was called paid',
      { sdkOutcome: said('failure'), attempt: { ...attempt, paid: 'reported' } },
      OPEN,
    ],
    [
      'failure, but the server told of the money by itself',
      { sdkOutcome: said('failure'), attempt: { ...attempt, paid: 'confirmed' } },
      VERIFIED,
    ],
    ['told paid', { serverStatus: read('paid') }, VERIFIED],
    ['told failed', { serverStatus: read('failed', { txnUuid: 't9' }) }, notPaid('failure')],
    [
      'told of a failure, which may be another’s but is not known to be',
      {
        attempt: { ...attempt, foreignUnknown: true },
        serverStatus: read('failed', { txnUuid: 't9' }),
      },
      notPaid('failure'),
    ],
    [
      'told of a failure without an id, of a second attempt',
      { attempt: { ...second, sdkTxnUuid: 't2' }, serverStatus: read('failed') },
      notPaid('failure'),
    ],
    [
      'told of the failure of an earlier attempt',
      { attempt: second, serverStatus: read('failed', { txnUuid: 't1' }) },
      OPEN,
    ],
    [
      'told of the failure of another than the SDK named',
      {
        attempt: { ...attempt, sdkTxnUuid: 't2' },
        serverStatus: read('failed', { txnUuid: 't9' }),
      },
      OPEN,
    ],
    // It could be asked about once told: then the SDK's word no longer counts alone.
    [
      'failure, told under way',
      { sdkOutcome: said('failure'), serverStatus: read('underway') },
      OPEN,
    ],
    [
      'failure, told of another order',
      { sdkOutcome: said('failure'), serverStatus: read('failed', { orderId: 'B2' }) },
      OPEN,
    ],
  ])('%s', (_, known, verdict) => {
    expect(alone(known)).toEqual(verdict);
  });
});

describe('the verdict when the server can be asked', () => {
  it.each<Outcome>(['success', 'pending', 'failure', 'payFailure', 'backPress', 'userAborted'])(
    'no reading yet: %s settles nothing, however long it lasts',
    (outcome) => {
      expect(judge({ sdkOutcome: said(outcome), unseenFor: LONG })).toEqual(OPEN);
    },
  );

  it.each<Row>([
    ['paid', { serverStatus: read('paid') }, VERIFIED],
    [
      'paid, against a failure',
      { sdkOutcome: said('failure'), serverStatus: read('paid') },
      VERIFIED,
    ],
    ['paid, another amount', { serverStatus: read('paid', { amount: '20.00' }) }, MISMATCH],
    [
      'paid, the same amount in other digits',
      { serverStatus: read('paid', { amount: '2' }) },
      VERIFIED,
    ],
    ['paid, no amount', { serverStatus: read('paid', { amount: undefined }) }, OPEN],
    ['paid, in rupees', { serverStatus: read('paid', { currency: 'INR' }) }, VERIFIED],
    ['paid, in dollars', { serverStatus: read('paid', { currency: 'USD' }) }, OPEN],
    [
      'paid, our amount never known',
      {
        attempt: { ...attempt, amount: undefined },
        serverStatus: read('paid', { amount: '20.00' }),
      },
      UNVERIFIED,
    ],
    ['paid, another order', { serverStatus: read('paid', { orderId: 'B2' }) }, OPEN],
    ['paid, no order', { serverStatus: read('paid', { orderId: undefined }) }, OPEN],
    [
      'paid, the order in other letters',
      { serverStatus: read('paid', { orderId: 'a1' }) },
      VERIFIED,
    ],
    [
      'paid, an earlier transaction',
      { attempt: second, serverStatus: read('paid', { txnUuid: 't1' }) },
      VERIFIED,
    ],
    ['refunded', { serverStatus: read('refunded') }, REFUNDED],
    [
      'refunded, against a success',
      { sdkOutcome: said('success'), serverStatus: read('refunded') },
      REFUNDED,
    ],
    ['refunded, another order', { serverStatus: read('refunded', { orderId: 'B2' }) }, OPEN],
    [
      'under way, against a failure',
      { sdkOutcome: said('failure'), serverStatus: read('underway') },
      OPEN,
    ],
    [
      'under way, against a success',
      { sdkOutcome: said('success'), serverStatus: read('underway') },
      OPEN,
    ],
    [
      'not understood, against a failure',
      { sdkOutcome: said('failure'), serverStatus: read('open') },
      OPEN,
    ],
    [
      'under way, for ever',
      { sdkOutcome: said('failure'), serverStatus: read('underway'), unseenFor: LONG },
      OPEN,
    ],
  ])('%s', (_, known, verdict) => {
    expect(judge(known)).toEqual(verdict);
  });
});

describe('what was called paid before', () => {
  const confirmed: Attempt = { ...attempt, paid: 'confirmed' };
  const reported: Attempt = { ...attempt, paid: 'reported' };
  const failed = read('failed', { txnUuid: 't9' });

  it.each<Row>([
    ['confirmed, then failed', { attempt: confirmed, serverStatus: failed }, VERIFIED],
    [
      'confirmed, then untouched',
      { attempt: confirmed, serverStatus: read('untouched') },
      VERIFIED,
    ],
    ['confirmed, then under way', { attempt: confirmed, serverStatus: read('underway') }, VERIFIED],
    [
      'confirmed, then another amount',
      { attempt: confirmed, serverStatus: read('paid', { amount: '20.00' }) },
      VERIFIED,
    ],
    [
      'confirmed, then the SDK fails',
      { attempt: confirmed, sdkOutcome: said('failure') },
      VERIFIED,
    ],
    [
      'confirmed for a checkout without an amount',
      { attempt: { ...confirmed, amount: undefined }, serverStatus: failed },
      UNVERIFIED,
    ],
    ['confirmed, then refunded', { attempt: confirmed, serverStatus: read('refunded') }, REFUNDED],
    [
      'confirmed, then another order refunded',
      { attempt: confirmed, serverStatus: read('refunded', { orderId: 'B2' }) },
      VERIFIED,
    ],
    [
      'reported, then its own failure',
      { attempt: reported, serverStatus: failed, unseenFor: LONG },
      OPEN,
    ],
    [
      'reported, then untouched for long',
      { attempt: reported, serverStatus: read('untouched'), unseenFor: LONG },
      OPEN,
    ],
    [
      'reported of an earlier attempt, then this one failed',
      { attempt: reported, sdkOutcome: said('failure'), serverStatus: failed, unseenFor: LONG },
      OPEN,
    ],
    ['reported, then refunded', { attempt: reported, serverStatus: read('refunded') }, REFUNDED],
    ['reported, then paid', { attempt: reported, serverStatus: read('paid') }, VERIFIED],
  ])('%s', (_, known, verdict) => {
    expect(judge(known)).toEqual(verdict);
  });
});

describe('whose failure the server names', () => {
  const named = (txnUuid?: string) => read('failed', { txnUuid });
  const unknown: Attempt = { ...attempt, foreignUnknown: true };
  const ours: Attempt = { ...attempt, sdkTxnUuid: 't2' };

  it.each<[what: string, attempt: Attempt, serverStatus: ServerStatus, isOwn: boolean]>([
    ['the first attempt’s, without an id', attempt, named(), true],
    ['the first attempt’s, with an id', attempt, named('t9'), true],
    ['the one the SDK named', { ...second, ...ours, foreignTxns: ['t1'] }, named('t2'), true],
    ['another than the SDK named', ours, named('t9'), false],
    [
      'the one the SDK named, among unknown ones',
      { ...ours, foreignUnknown: true },
      named('t2'),
      true,
    ],
    ['a second attempt’s, without an id', { ...attempt, attempts: 2 }, named(), false],
    ['a second attempt’s, with a new id', second, named('t2'), true],
    ['the one of the attempt before', second, named('t1'), false],
    [
      'without an id, after a known foreign one',
      { ...attempt, foreignTxns: ['t1'] },
      named(),
      false,
    ],
    ['with an id, among unknown ones', unknown, named('t9'), false],
    ['without an id, among unknown ones', unknown, named(), false],
    [
      'a foreign one that the SDK names for this one',
      { ...second, sdkTxnUuid: 't1' },
      named('t1'),
      false,
    ],
    ['any, when this attempt was never sent', { ...second, neverSent: true }, named('t1'), true],
  ])('%s', (_, known, serverStatus, isOwn) => {
    expect(isOwnFailure(known, serverStatus)).toBe(isOwn);
    expect(isUnseen(known, serverStatus)).toBe(!isOwn);
    // Its own failure ends it at once, with the SDK's word where there is one.
    const verdict = judge({ attempt: known, sdkOutcome: said('backPress'), serverStatus });
    expect(verdict).toEqual(isOwn ? notPaid('backPress') : OPEN);
    const silent = judge({ attempt: known, serverStatus });
    expect(silent).toEqual(isOwn ? notPaid('failure') : OPEN);
    // What the SDK called paid is not payable again, whosever failure it is.
    const doubt = {
      attempt: { ...known, paid: 'reported' as const },
      serverStatus,
      unseenFor: LONG,
    };
    expect(judge({ ...doubt, sdkOutcome: said('success') })).toEqual(OPEN);
  });

  it.each<[what: string, serverStatus: ServerStatus, unseen: boolean]>([
    ['no transaction', read('untouched'), true],
    ['no transaction of another order', read('untouched', { orderId: 'B2' }), false],
    ['no transaction of no order', read('untouched', { orderId: undefined }), false],
    ['no transaction, in dollars', read('untouched', { currency: 'USD' }), false],
    ['a failure of another order', read('failed', { orderId: 'B2' }), false],
    ['one under way', read('underway'), false],
    ['a payment', read('paid'), false],
    ['a refund', read('refunded'), false],
    ['a word nobody knows', read('open'), false],
  ])('%s is a sign of nothing: %j %s', (_, serverStatus, unseen) => {
    expect(isUnseen(second, serverStatus)).toBe(unseen);
  });
});

describe('how long the server must show no sign of the attempt', () => {
  const AFTER: readonly [Outcome, number][] = [
    ['failure', patience.afterNotPaid],
    ['payFailure', patience.afterNotPaid],
    ['backPress', patience.afterAbort],
    ['userAborted', patience.afterAbort],
  ];
  const SIGNS: readonly [string, Partial<Evidence>][] = [
    ['no transaction', { serverStatus: read('untouched') }],
    ['a foreign failure', { attempt: second, serverStatus: read('failed', { txnUuid: 't1' }) }],
    [
      'another failure than the SDK named',
      {
        attempt: { ...attempt, sdkTxnUuid: 't2' },
        serverStatus: read('failed', { txnUuid: 't9' }),
      },
    ],
    [
      'a failure, among unknown ones',
      {
        attempt: { ...attempt, foreignUnknown: true },
        serverStatus: read('failed', { txnUuid: 't9' }),
      },
    ],
  ];
  const cases = AFTER.flatMap(([outcome, wait]) =>
    SIGNS.map(([sign, known]) => [outcome, wait, sign, known] as const),
  );

  it.each(cases)('after %s, %i ms: %s', (outcome, wait, _, known) => {
    for (const certain of [true, false]) {
      const sdkOutcome = said(outcome, certain);
      expect(patienceFor(outcome, patience)).toBe(wait);
      expect(judge({ ...known, sdkOutcome, unseenFor: 0 })).toEqual(OPEN);
      expect(judge({ ...known, sdkOutcome, unseenFor: wait - 1 })).toEqual(OPEN);
      expect(judge({ ...known, sdkOutcome, unseenFor: wait })).toEqual(notPaid(outcome));
    }
  });

  it.each<Row>([
    ['no transaction: never', { serverStatus: read('untouched') }, OPEN],
    [
      'a foreign failure: never',
      { attempt: second, serverStatus: read('failed', { txnUuid: 't1' }) },
      OPEN,
    ],
    [
      'another failure than the SDK named: never',
      {
        attempt: { ...attempt, sdkTxnUuid: 't2' },
        serverStatus: read('failed', { txnUuid: 't9' }),
      },
      OPEN,
    ],
    [
      'a failure, among unknown ones: in the end',
      {
        attempt: { ...attempt, foreignUnknown: true },
        serverStatus: read('failed', { txnUuid: 't9' }),
      },
      notPaid('failure'),
    ],
    [
      'a failure without an id, of a second attempt: in the end',
      { attempt: second, serverStatus: read('failed') },
      notPaid('failure'),
    ],
    [
      'a failure without an id, though the SDK named one of a second attempt: in the end',
      { attempt: { ...second, sdkTxnUuid: 't2' }, serverStatus: read('failed') },
      notPaid('failure'),
    ],
    [
      'no transaction, of what was never sent: in the end',
      { attempt: { ...attempt, neverSent: true }, serverStatus: read('untouched') },
      notPaid('failure'),
    ],
  ])('after doubt, or silence: %s', (_, known, verdict) => {
    for (const sdkOutcome of [said('pending'), undefined]) {
      expect(judge({ ...known, sdkOutcome, unseenFor: LONG - 1 })).toEqual(OPEN);
      expect(judge({ ...known, sdkOutcome, unseenFor: LONG })).toEqual(verdict);
    }
  });
});

describe('whether two order ids are one', () => {
  it.each([
    ['A1', 'A1', true],
    ['a1', 'A1', true],
    ['A1 ', 'A1', false],
    ['', 'A1', false],
    [undefined, 'A1', false],
  ])('%j and %j: %s', (one, other, same) => {
    expect(isSameOrder(one, other)).toBe(same);
  });
});

describe('totality', () => {
  it('no answer of any bridge makes reading throw, and only known words mean money', () => {
    fc.assert(
      fc.property(fc.anything(), fc.option(fc.string(), { nil: undefined }), (raw, code) => {
        const event = decodeEvent(raw);
        if (event.type !== 'result') return;
        const sdkOutcome = readSdkOutcome(event.result, code);
        expect(['paid', 'notPaid', 'open']).toContain(sdkOutcome.moneyStatus);
        expect(sdkOutcome.moneyStatus === 'open').toBe(sdkOutcome.outcome === 'pending');
      }),
      { seed: 7 },
    );
  });

  it('no answer of any server makes reading or judging throw', () => {
    const sdkOutcome = fc.option(
      fc.constantFrom(said('success'), said('pending'), said('failure'), said('backPress', false)),
      { nil: undefined },
    );
    const answer = fc.oneof(
      fc.anything(),
      fc.record({ status: fc.anything(), amount: fc.anything(), orderId: fc.anything() }),
    );
    fc.assert(
      fc.property(answer, sdkOutcome, fc.nat(3), (raw, word, attempts) => {
        const known = { ...attempt, attempts };
        const verdict = judge({
          attempt: known,
          sdkOutcome: word,
          serverStatus: readOrderStatus(raw),
        });
        expect(['paid', 'notPaid', 'refunded', 'mismatch', 'open']).toContain(verdict.is);
      }),
      { seed: 7 },
    );
  });

  it('without the server’s word for it, money is never called verified or gone', () => {
    const words = fc.constantFrom<Outcome>(
      'success',
      'pending',
      'failure',
      'payFailure',
      'backPress',
      'userAborted',
    );
    fc.assert(
      fc.property(words, fc.boolean(), fc.nat(3), (outcome, certain, attempts) => {
        const known = { ...attempt, attempts };
        const sdkOutcome = said(outcome, certain);
        expect(judge({ attempt: known, sdkOutcome, unseenFor: LONG })).toEqual(OPEN);
        const verdict = judge({ attempt: known, sdkOutcome, canQueryStatus: false });
        expect(verdict).not.toMatchObject({ verified: true });
        if (verdict.is === 'notPaid') expect(certain).toBe(true);
      }),
      { seed: 7 },
    );
  });
});
