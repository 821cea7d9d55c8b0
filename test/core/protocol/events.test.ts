import { describe, expect, it } from 'vitest';
import { decodeEvent, type SdkResult } from '../../../core/protocol/index.js';
import { sample } from '../../../fixtures/seed-samples.js';

function result(raw: unknown): SdkResult {
  const event = decodeEvent(raw);
  if (event.type !== 'result') throw new Error(`Not a result: ${event.type}`);
  return event.result;
}

const payload = { action: 'upiTxn', status: 'SUCCESS' };
const envelope = {
  requestId: 'r1',
  service: 'in.juspay.hyperapi',
  payload,
  error: false,
  errorMessage: '',
  errorCode: '',
  event: 'process_result',
};
const plain: SdkResult = {
  requestId: 'r1',
  event: 'process_result',
  action: 'upiTxn',
  status: 'SUCCESS',
  failed: false,
  errorCode: '',
  errorMessage: '',
  payload,
};

describe('decodeEvent: results', () => {
  it.each([
    ['an object', envelope],
    ['a string', JSON.stringify(envelope)],
    ['a string twice', JSON.stringify(JSON.stringify(envelope))],
    ['a string payload', { ...envelope, payload: JSON.stringify(payload) }],
    ['one envelope in another', { event: 'process_result', payload: envelope }],
    [
      'the event only outside',
      {
        event: 'process_result',
        payload: { requestId: 'r1', service: 'x', payload, error: false },
      },
    ],
    ['payload.payload', { ...envelope, payload: { payload } }],
    [
      'payload.payload with an empty status outside',
      { ...envelope, payload: { status: '', payload } },
    ],
    ['an empty payload inside', { ...envelope, payload: { ...payload, payload: {} } }],
    [
      'the request id only inside',
      { ...envelope, requestId: undefined, payload: { ...payload, requestId: 'r1' } },
    ],
  ])('reads %s the same', (_, raw) => {
    const { payload: read, ...rest } = result(raw);
    const { payload: __, ...expected } = plain;
    expect(rest).toEqual(expected);
    expect(read).toMatchObject(payload);
  });

  it('what the outer payload says wins over the inner one', () => {
    const nested = {
      ...envelope,
      payload: { status: 'PENDING', payload: { ...payload, txnUuid: 't' } },
    };
    expect(result(nested)).toMatchObject({
      status: 'PENDING',
      action: 'upiTxn',
      payload: { status: 'PENDING', txnUuid: 't' },
    });
  });

  it('keeps the payload as it came when nothing is wrapped', () => {
    expect(result(envelope).payload).toBe(payload);
  });

  it('an error with an empty payload is a result', () => {
    const raw = {
      requestId: 'r1',
      payload: {},
      error: true,
      errorCode: 'JP_012',
      errorMessage: 'Unable to process payment',
      event: 'process_result',
    };
    expect(result(raw)).toMatchObject({
      requestId: 'r1',
      action: undefined,
      status: undefined,
      failed: true,
      errorCode: 'JP_012',
      errorMessage: 'Unable to process payment',
      payload: {},
    });
  });

  it('the request it answers may be unknown', () => {
    expect(result({ event: 'initiate_result', payload: { status: 'success' } })).toMatchObject({
      requestId: undefined,
      event: 'initiate_result',
      status: 'success',
    });
  });

  it('without an event, anything with content is a result', () => {
    expect(result({ requestId: 'r1', payload }).event).toBeUndefined();
    expect(result({ payload }).status).toBe('SUCCESS');
    expect(result({ error: true }).failed).toBe(true);
  });

  it.each([
    [true, true],
    ['true', true],
    [1, true],
    [false, false],
    ['false', false],
    [null, false],
    ['', false],
    ['widget broke', true],
    [{ errorCode: 'JP_001' }, true],
  ])('error %j: failed %s', (error, failed) => {
    expect(result({ ...envelope, error }).failed).toBe(failed);
  });

  it('an error code without a flag counts as a failure', () => {
    const { error: _, ...unflagged } = envelope;
    expect(result({ ...unflagged, errorCode: 'JP_017' }).failed).toBe(true);
    expect(result(unflagged).failed).toBe(false);
    expect(result({ ...envelope, error: false, errorCode: 'JP_017' }).failed).toBe(false);
  });

  it('finds code and message wherever the sender put them', () => {
    const bare = { requestId: 'r1', event: 'process_result' };
    const details = { errorCode: 'JP_003', errorMessage: 'type mismatch' };
    const read = { failed: true, ...details };
    expect(result({ ...bare, error: details })).toMatchObject(read);
    expect(result({ ...bare, error: true, errorMessage: details })).toMatchObject(read);
    expect(result({ ...bare, error: true, payload: details })).toMatchObject(read);
    expect(result({ ...bare, error: true, errorMessage: JSON.stringify(details) })).toMatchObject({
      failed: true,
      errorCode: 'JP_003',
    });
    expect(result({ ...bare, error: 'widget broke' }).errorMessage).toBe('widget broke');
  });
});

describe('decodeEvent: other events', () => {
  it.each([
    ['show_loader', { type: 'loader', visible: true }],
    ['hide_loader', { type: 'loader', visible: false }],
    ['log_stream', { type: 'ignored', event: 'log_stream' }],
    ['paymentAttempt', { type: 'ignored', event: 'paymentAttempt' }],
    ['never_heard_of', { type: 'ignored', event: 'never_heard_of' }],
  ])('%s', (event, expected) => {
    expect(decodeEvent({ event, payload: {} })).toEqual(expected);
    expect(decodeEvent(JSON.stringify({ event }))).toEqual(expected);
  });

  it('an expired session, nested or not', () => {
    const payload = { timestamp: '2021-07-19T07:20:53.318Z', reqCode: 'rc' };
    const read = { type: 'sessionExpired', ...payload };
    expect(decodeEvent({ event: 'session_expired', payload })).toEqual(read);
    expect(decodeEvent({ event: 'session_expired', payload: { payload } })).toEqual(read);
  });
});

describe('decodeEvent: malformed events', () => {
  it.each([
    ['empty', ''],
    ['empty', ' \n'],
    ['empty', undefined],
    ['empty', null],
    ['empty', 'null'],
    ['empty', '""'],
    ['notJson', '{"event":'],
    ['notJson', 'hello'],
    ['notObject', '[]'],
    ['notObject', '7'],
    ['notObject', true],
    ['noContent', {}],
    ['noContent', '{}'],
    ['noContent', { event: 'process_result' }],
    ['noContent', { event: 'process_result', error: false, payload: {}, errorCode: '' }],
  ])('%s: %j', (reason, raw) => {
    expect(decodeEvent(raw)).toEqual({ type: 'malformed', reason });
  });

  it('a circular envelope is malformed, and does not hang', () => {
    const endless: Record<string, unknown> = { requestId: 'r1', event: 'process_result' };
    endless['payload'] = endless;
    expect(result(endless).requestId).toBe('r1');
  });
});

describe('decodeEvent: the samples of the documents', () => {
  it.each([
    ['get session token', 'LINKED'],
    ['onboarding', 'SUCCESS'],
    ['onboarding and pay', 'SUCCESS'],
    ['pay', 'SUCCESS'],
    ['onboarding and create mandate', 'SUCCESS'],
    ['create mandate', 'SUCCESS'],
    ['bind and activate device', 'LINKED'],
  ])('%s', (name, status) => {
    const raw = sample(name, 'response');
    expect(result(raw)).toEqual(result(JSON.stringify(raw)));
    expect(result(raw)).toMatchObject({ requestId: raw['requestId'], status, failed: false });
  });
});
