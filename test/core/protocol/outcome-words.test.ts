import { afterEach, describe, expect, it } from 'vitest';
import type { SdkResult } from '../../../core/protocol/events.js';
import { readOrderStatus } from '../../../core/protocol/order-status.js';
import {
  type Outcome,
  patienceFor,
  readSdkOutcome,
  type SdkOutcome,
} from '../../../core/protocol/outcome.js';

function result(more: Partial<SdkResult>): SdkResult {
  return {
    requestId: 'r1',
    event: 'process_result',
    action: 'upiTxn',
    status: undefined,
    failed: false,
    errorCode: '',
    errorMessage: '',
    payload: {},
    ...more,
  };
}

/** An answer without a status, that failed with this code. */
function error(errorCode: string, errorMessage = ''): SdkResult {
  return result({ failed: true, errorCode, errorMessage });
}

/** A name that every object seems to have while a test runs. */
const INHERITED = 'SHIPPED';

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, INHERITED);
});

describe('an error without a status', () => {
  it.each<[code: string, certain: boolean]>([
    ['JP_003', true],
    ['JP_008', true],
    ['JP_010', true],
    ['JP_017', true],
    ['JP_018', true],
    ['JP_020', true],
    ['JP_005', false],
    ['JP_009', false],
    ['JP_012', false],
    ['JP_019', false],
  ])('%s is a failure, certain: %s', (code, certain) => {
    const failure = { moneyStatus: 'notPaid', outcome: 'failure', certain, code };
    expect(readSdkOutcome(error(code))).toEqual(failure);
  });

  it.each(['JP_002', 'JP_003', 'JP_012'])('%s beside no failure is open', (errorCode) => {
    const sdkOutcome = readSdkOutcome(result({ errorCode }));
    expect(sdkOutcome).toEqual({
      moneyStatus: 'open',
      outcome: 'pending',
      certain: true,
      code: errorCode,
    });
  });

  it.each(['JP_002', 'JP_003', 'JP_012'])('%s for want of time is open', (code) => {
    expect(readSdkOutcome(error(code, 'timed out')).moneyStatus).toBe('open');
  });

  it('without a code is open, and has none to name', () => {
    expect(readSdkOutcome(error(''))).toEqual({
      moneyStatus: 'open',
      outcome: 'pending',
      certain: true,
      code: undefined,
    });
  });
});

describe('a message', () => {
  it.each([
    'timeout',
    'Timeout while waiting',
    'TIMEOUT',
    'timed out',
    'Timed  Out',
    'time out',
    'time-out',
    'timed -out',
    'NPCI: request timedout.',
  ])('%j says that nobody knows', (errorMessage) => {
    const failure = result({ status: 'FAILURE', failed: true, errorMessage });
    expect(readSdkOutcome(failure).moneyStatus).toBe('open');
  });

  it.each(['out of time', 'sometimes without', 'the time is out', ''])(
    '%j says nothing of the kind',
    (errorMessage) => {
      const failure = result({ status: 'FAILURE', failed: true, errorMessage });
      expect(readSdkOutcome(failure)).toMatchObject({ moneyStatus: 'notPaid', certain: true });
    },
  );
});

describe('a status', () => {
  it.each<[status: string, outcome: Outcome]>([
    ['user - aborted', 'userAborted'],
    [' pay\t\n failure ', 'payFailure'],
    ['User--Aborted', 'userAborted'],
    ['user__aborted', 'pending'],
    ['useraborted', 'pending'],
  ])('in the spelling %j is %s', (status, outcome) => {
    expect(readSdkOutcome(result({ status })).outcome).toBe(outcome);
  });

  it('of a name that every object has is open', () => {
    Reflect.set(Object.prototype, INHERITED, {
      moneyStatus: 'paid',
      outcome: 'success',
      certain: true,
    });
    expect(readSdkOutcome(result({ status: 'shipped' })).moneyStatus).toBe('open');
  });
});

describe('the code of the gateway beside a status', () => {
  type Row = [
    status: string,
    code: string,
    moneyStatus: SdkOutcome['moneyStatus'],
    certain: boolean,
  ];

  it.each<Row>([
    ['SUCCESS', '00', 'paid', true],
    ['SUCCESS', '', 'paid', true],
    ['SUCCESS', 'Z9', 'paid', false],
    ['SUCCESS', 'U67', 'paid', false],
    ['SUCCESS', 'QQ7', 'paid', false],
    ['FAILURE', 'Z9', 'notPaid', true],
    ['FAILURE', '00', 'open', true],
    ['FAILURE', 'U67', 'open', true],
    ['USER_ABORTED', 'Z9', 'notPaid', false],
    ['USER_ABORTED', '00', 'open', true],
  ])('%s with %j is %s, certain: %s', (status, code, moneyStatus, certain) => {
    expect(readSdkOutcome(result({ status }), code)).toMatchObject({ moneyStatus, certain, code });
  });

  it('is the code to name, before that of the error', () => {
    const failure = result({ status: 'FAILURE', failed: true, errorCode: 'JP_012' });
    expect(readSdkOutcome(failure, 'Z9').code).toBe('Z9');
    expect(readSdkOutcome(failure).code).toBe('JP_012');
  });
});

describe('a success', () => {
  it.each<[what: string, more: Partial<SdkResult>, certain: boolean]>([
    ['alone', {}, true],
    ['with a code that is no failure', { errorCode: 'JP_012' }, true],
    ['that failed, without a code', { failed: true }, true],
    ['that failed, with a code', { failed: true, errorCode: 'JP_012' }, false],
    ['with a code for doubt', { errorCode: 'JP_006' }, false],
    ['that timed out', { errorMessage: 'Timed out' }, false],
  ])('%s is paid, certain: %s', (_, more, certain) => {
    expect(readSdkOutcome(result({ status: 'SUCCESS', ...more }))).toMatchObject({
      moneyStatus: 'paid',
      outcome: 'success',
      certain,
    });
  });
});

describe('a failure', () => {
  it.each(['JP_012', 'JP_003', ''])('beside the error %j is certain', (errorCode) => {
    const sdkOutcome = readSdkOutcome(result({ status: 'FAILURE', failed: true, errorCode }));
    expect(sdkOutcome).toMatchObject({ moneyStatus: 'notPaid', outcome: 'failure', certain: true });
  });
});

describe('an answer of the server', () => {
  const answer = { orderId: 'A1', status: 'CHARGED', amount: '2.00' };

  it.each<[what: string, value: unknown]>([
    ['a function', Object.assign(() => {}, answer)],
    ['a text', 'CHARGED'],
    ['null', null],
    ['undefined', undefined],
  ])('that is %s says nothing', (_, value) => {
    expect(readOrderStatus(value)).toEqual({ moneyStatus: 'silent', word: '', about: 'unknown' });
  });

  it.each([undefined, null, ''])('takes the other spelling where one holds %j', (nothing) => {
    expect(
      readOrderStatus({
        ...{ orderId: nothing, txnUuid: nothing, mandateStatus: nothing },
        ...{ order_id: 'A1', txn_uuid: 't1', mandate_status: 'ACTIVE', status: 'STARTED' },
      }),
    ).toEqual({
      moneyStatus: 'underway',
      word: 'STARTED',
      orderId: 'A1',
      txnUuid: 't1',
      mandate: 'ACTIVE',
    });
  });

  it('takes the first of two spellings', () => {
    expect(
      readOrderStatus({
        ...{ order_id: 'B2', txn_uuid: 't2', mandate_status: 'REVOKED', status: 'STARTED' },
        ...{ orderId: 'A1', txnUuid: 't1', mandateStatus: 'ACTIVE' },
      }),
    ).toMatchObject({ orderId: 'A1', txnUuid: 't1', mandate: 'ACTIVE' });
  });

  it.each<[value: unknown, text: string | undefined]>([
    [12, '12'],
    [0, '0'],
    ['A1', 'A1'],
    ['', undefined],
    [{}, undefined],
    [true, undefined],
    [['A1'], undefined],
  ])('with the id %j names %j', (value, text) => {
    const { orderId, txnUuid } = readOrderStatus({ orderId: value, txnUuid: value });
    expect({ orderId, txnUuid }).toEqual({ orderId: text, txnUuid: text });
  });

  it('holds only what it says itself, and knows only words of its own', () => {
    Reflect.set(Object.prototype, INHERITED, 'paid');
    expect(readOrderStatus({ orderId: 'A1', status: 'shipped' })).toMatchObject({
      moneyStatus: 'open',
      word: 'SHIPPED',
    });
    const inherited: unknown = Object.create({ ...answer, txnUuid: 't1', currency: 'INR' });
    expect(readOrderStatus(inherited)).toEqual({
      moneyStatus: 'silent',
      word: '',
      about: 'unknown',
    });
  });
});

describe('the time without a sign of an attempt', () => {
  it('after a success is as long as after doubt', () => {
    const patience = { afterNotPaid: 2, afterAbort: 1, afterDoubt: 3 };
    expect(patienceFor('success', patience)).toBe(3);
    expect(patienceFor('pending', patience)).toBe(3);
  });
});
