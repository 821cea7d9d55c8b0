import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEvent, type SdkResult } from '../../src/protocol/events.js';
import {
  decide,
  type Facts,
  type Outcome,
  type Report,
  readOrderStatus,
  readReport,
  type StatusReading,
} from '../../src/protocol/outcome.js';

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
  it.each<[string, Report['means'], Outcome, boolean]>([
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
  ])('status %s', (status, means, outcome, certain) => {
    expect(readReport(result(status))).toEqual({ means, outcome, certain, code: undefined });
  });

  it.each<[string, string, Report['means'], Outcome, boolean]>([
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
  ])('error %s "%s" without a status', (code, message, means, outcome, certain) => {
    expect(readReport(result(undefined, [code, message]))).toEqual({
      means,
      outcome,
      certain,
      code,
    });
  });

  it('nothing at all is open', () => {
    expect(readReport(result(undefined)).means).toBe('open');
    expect(readReport(result('')).means).toBe('open');
  });

  it.each(['U67', 'u68', 'RB', '96', 'BT', 'UT', '01', 'U30'])(
    'FAILURE with gateway code %s is open',
    (code) => {
      expect(readReport(result('FAILURE'), code)).toMatchObject({ means: 'open', code });
    },
  );

  it.each(['Z9', 'ZM', 'U69', ''])('FAILURE with gateway code %s is not paid', (code) => {
    const report = readReport(result('FAILURE'), code);
    expect(report.means).toBe('notPaid');
  });

  it.each(['QQ7', 'U999', '000'])('FAILURE with the unknown code %s is uncertain', (code) => {
    const report = { means: 'notPaid', outcome: 'failure', certain: false, code };
    expect(readReport(result('FAILURE'), code)).toEqual(report);
  });

  it('FAILURE with a code that means "no money" is certain', () => {
    expect(readReport(result('FAILURE'), 'Z9').certain).toBe(true);
    expect(readReport(result('FAILURE'), '').certain).toBe(true);
    expect(readReport(result('FAILURE')).certain).toBe(true);
  });

  it.each(['JP_006', 'JP_011', 'JP_016', 'JP_021'])('FAILURE with %s is open', (code) => {
    expect(readReport(result('FAILURE', [code]))).toMatchObject({ means: 'open', code });
  });

  it('a time-out beside FAILURE is open, beside SUCCESS it is not', () => {
    expect(readReport(result('FAILURE', ['JP_001', 'Timed Out'])).means).toBe('open');
    expect(readReport(result('SUCCESS', ['JP_001', 'Timed Out'])).means).toBe('paid');
  });

  it('an error flag does not undo a success', () => {
    expect(readReport(result('SUCCESS', ['JP_012'])).means).toBe('paid');
  });
});

describe('what the server said', () => {
  it.each<[unknown, StatusReading['means'], string]>([
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
    ['PENDING_VBV', 'open', 'PENDING_VBV'],
    ['AUTHORIZING', 'open', 'AUTHORIZING'],
    ['toString', 'open', 'TOSTRING'],
    ['', 'open', ''],
    [undefined, 'open', ''],
    [12, 'open', ''],
  ])('status %j', (status, means, word) => {
    expect(readOrderStatus({ orderId: 'A1', status, amount: '3.0' })).toMatchObject({
      means,
      word,
      orderId: 'A1',
      amount: '3.00',
    });
  });

  it('in the spelling of the API reads the same', () => {
    const answer = { order_id: 'A1', status: 'CHARGED', amount: 200, txn_uuid: 'moz1' };
    expect(readOrderStatus({ ...answer, mandate_status: 'active' })).toEqual({
      means: 'paid',
      word: 'CHARGED',
      orderId: 'A1',
      amount: '200.00',
      txnUuid: 'moz1',
      mandate: 'ACTIVE',
    });
  });

  it.each([[null], [undefined], ['CHARGED'], [42], [[]]])('%j is open', (answer) => {
    expect(readOrderStatus(answer).means).toBe('open');
  });

  it('inherited properties say nothing', () => {
    expect(readOrderStatus(Object.create({ status: 'CHARGED' })).means).toBe('open');
  });
});

const facts: Facts = { orderId: 'A1', amount: '2.00', foreignTxns: [], attempts: 1 };
const said = (outcome: Outcome, certain = true): Report => ({
  means: outcome === 'success' ? 'paid' : outcome === 'pending' ? 'open' : 'notPaid',
  outcome,
  certain,
});
const read = (means: StatusReading['means'], more: Partial<StatusReading> = {}): StatusReading => ({
  means,
  word: '',
  orderId: 'A1',
  amount: '2.00',
  ...more,
});

describe('the verdict', () => {
  it.each([
    ['nothing known', {}, { is: 'open' }],
    ['success alone', { report: said('success') }, { is: 'paid', verified: false }],
    ['pending alone', { report: said('pending') }, { is: 'open' }],
    ['failure alone', { report: said('failure') }, { is: 'notPaid', outcome: 'failure' }],
    ['an uncertain failure alone', { report: said('userAborted', false) }, { is: 'open' }],
    ['paid', { reading: read('paid') }, { is: 'paid', verified: true }],
    [
      'paid, against a failure',
      { report: said('failure'), reading: read('paid') },
      { is: 'paid', verified: true },
    ],
    ['paid, another amount', { reading: read('paid', { amount: '20.00' }) }, { is: 'mismatch' }],
    ['paid, no amount', { reading: read('paid', { amount: undefined }) }, { is: 'mismatch' }],
    [
      'paid, amount never known',
      { amount: undefined, reading: read('paid', { amount: '20.00' }) },
      { is: 'paid', verified: true },
    ],
    ['paid, another order', { reading: read('paid', { orderId: 'B2' }) }, { is: 'open' }],
    ['paid, no order', { reading: read('paid', { orderId: undefined }) }, { is: 'open' }],
    ['refunded', { report: said('success'), reading: read('refunded') }, { is: 'refunded' }],
    ['open, against a failure', { report: said('failure'), reading: read('open') }, { is: 'open' }],
    ['open, against a success', { report: said('success'), reading: read('open') }, { is: 'open' }],
    [
      'failed, with the SDK’s own word',
      { report: said('backPress'), reading: read('failed') },
      { is: 'notPaid', outcome: 'backPress' },
    ],
    [
      'failed, against a success',
      { report: said('success'), reading: read('failed') },
      { is: 'open' },
    ],
    ['failed, first attempt', { reading: read('failed') }, { is: 'notPaid', outcome: 'failure' }],
    ['failed, second attempt', { attempts: 2, reading: read('failed') }, { is: 'open' }],
    [
      'failed, of this attempt',
      { attempts: 2, foreignTxns: ['t1'], reading: read('failed', { txnUuid: 't2' }) },
      { is: 'notPaid', outcome: 'failure' },
    ],
    [
      'failed, of the attempt before',
      { attempts: 2, foreignTxns: ['t1'], reading: read('failed', { txnUuid: 't1' }) },
      { is: 'open' },
    ],
    ['untouched', { reading: read('untouched') }, { is: 'open' }],
    ['untouched, pending', { report: said('pending'), reading: read('untouched') }, { is: 'open' }],
    [
      'untouched, with the SDK’s own word',
      { report: said('userAborted', false), reading: read('untouched') },
      { is: 'notPaid', outcome: 'userAborted' },
    ],
  ] as const)('%s', (_, known, verdict) => {
    expect(decide({ ...facts, ...known })).toEqual(verdict);
  });
});

describe('totality', () => {
  it('no answer of any bridge makes reading throw, and only known words mean money', () => {
    fc.assert(
      fc.property(fc.anything(), fc.option(fc.string(), { nil: undefined }), (raw, code) => {
        const event = decodeEvent(raw);
        if (event.type !== 'result') return;
        const report = readReport(event.result, code);
        expect(['paid', 'notPaid', 'open']).toContain(report.means);
        expect(report.means === 'open').toBe(report.outcome === 'pending');
      }),
      { seed: 7 },
    );
  });

  it('no answer of any server makes reading or judging throw', () => {
    const report = fc.option(
      fc.constantFrom(said('success'), said('pending'), said('failure'), said('backPress', false)),
      { nil: undefined },
    );
    const answer = fc.oneof(
      fc.anything(),
      fc.record({ status: fc.anything(), amount: fc.anything(), orderId: fc.anything() }),
    );
    fc.assert(
      fc.property(answer, report, fc.nat(3), (raw, word, attempts) => {
        const verdict = decide({ ...facts, attempts, report: word, reading: readOrderStatus(raw) });
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
        const verdict = decide({ ...facts, attempts, report: said(outcome, certain) });
        expect(verdict).not.toMatchObject({ verified: true });
        if (verdict.is === 'notPaid') expect(certain).toBe(true);
      }),
      { seed: 7 },
    );
  });
});
