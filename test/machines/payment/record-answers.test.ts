import { describe, expect, it } from 'vitest';
import type { MandateState, OrderRecord } from '../../../core/model/order.js';
import { type SdkOutcome, Secret } from '../../../core/protocol/index.js';
import { bringsNews, sdkOutcomeAfter, withAnswer } from '../../../machines/payment/record.js';
import type { AttemptAnswer } from '../../../machines/payment/types.js';
import { record } from '../../journal/support/records.js';
import { answerOf, contextOf, sdkOutcomeOf } from '../support/payment.js';

const account = new Secret({ vpa: 'a@upf' });

describe('whether an answer of the SDK brings news', () => {
  type Row = [
    what: string,
    order: Partial<OrderRecord>,
    sdkOutcome: SdkOutcome | undefined,
    answer: AttemptAnswer,
  ];

  it.each<Row>([
    ['the first word', {}, undefined, answerOf('pending')],
    ['another outcome', {}, sdkOutcomeOf('failure'), answerOf('backPress')],
    [
      'another code',
      {},
      sdkOutcomeOf('failure', { code: 'Z9' }),
      answerOf('failure', { code: 'ZM' }),
    ],
    ['the same, now certain', {}, sdkOutcomeOf('success', { certain: false }), answerOf('success')],
    [
      'the same, uncertain now',
      {},
      sdkOutcomeOf('failure'),
      answerOf('failure', { certain: false }),
    ],
    ['a transaction', {}, sdkOutcomeOf('pending'), answerOf('pending', { txnUuid: 't1' })],
    [
      'another transaction, called paid',
      { sdkTxnUuid: 't1' },
      sdkOutcomeOf('pending'),
      answerOf('success', { txnUuid: 't2' }),
    ],
    ['an account', {}, sdkOutcomeOf('failure'), answerOf('failure', { account })],
    [
      'the end of a mandate',
      { kind: 'mandate', mandate: { status: 'pending' } },
      sdkOutcomeOf('success'),
      answerOf('success', { mandate: new Secret({ gatewayResponseCode: '00' }) }),
    ],
    [
      'that the same transaction ended',
      { sdkTxnUuid: 't1' },
      sdkOutcomeOf('pending'),
      answerOf('failure', { txnUuid: 't1' }),
    ],
    [
      'that it ended, naming no transaction',
      { sdkTxnUuid: 't1' },
      sdkOutcomeOf('pending'),
      answerOf('failure'),
    ],
  ])('yes: %s', (_, order, sdkOutcome, answer) => {
    expect(bringsNews(contextOf({ sdkOutcome }, order), answer)).toBe(true);
  });

  it.each<Row>([
    [
      'the same word again',
      { sdkTxnUuid: 't1', account },
      sdkOutcomeOf('failure', { code: 'Z9' }),
      answerOf('failure', { code: 'Z9', txnUuid: 't1', account }),
    ],
    [
      'the same word with less',
      { sdkTxnUuid: 't1', account },
      sdkOutcomeOf('failure'),
      answerOf('failure'),
    ],
    ['a failure after a success', {}, sdkOutcomeOf('success'), answerOf('failure')],
    ['doubt after a success', {}, sdkOutcomeOf('success'), answerOf('pending')],
    [
      'a failure of another transaction than the SDK named',
      { sdkTxnUuid: 't1' },
      sdkOutcomeOf('pending'),
      answerOf('failure', { txnUuid: 't2' }),
    ],
    [
      'the transaction of an earlier attempt',
      { foreignTxns: ['t0'] },
      sdkOutcomeOf('failure'),
      answerOf('failure', { txnUuid: 't0' }),
    ],
    [
      'the same of a mandate',
      { kind: 'mandate', mandate: { status: 'active' } },
      sdkOutcomeOf('success'),
      answerOf('success', { mandate: new Secret({ gatewayResponseCode: '00' }) }),
    ],
  ])('no: %s', (_, order, sdkOutcome, answer) => {
    expect(bringsNews(contextOf({ sdkOutcome }, order), answer)).toBe(false);
  });
});

describe('the word that counts after an answer', () => {
  it.each<
    [what: string, known: SdkOutcome | undefined, answer: SdkOutcome, counts: 'known' | 'answer']
  >([
    ['the first', undefined, sdkOutcomeOf('failure'), 'answer'],
    ['failure after doubt', sdkOutcomeOf('pending'), sdkOutcomeOf('failure'), 'answer'],
    ['doubt after failure', sdkOutcomeOf('failure'), sdkOutcomeOf('pending'), 'answer'],
    ['success after failure', sdkOutcomeOf('failure'), sdkOutcomeOf('success'), 'answer'],
    ['failure after success', sdkOutcomeOf('success'), sdkOutcomeOf('failure'), 'known'],
    ['doubt after success', sdkOutcomeOf('success'), sdkOutcomeOf('pending'), 'known'],
    [
      'failure after an uncertain success',
      sdkOutcomeOf('success', { certain: false }),
      sdkOutcomeOf('failure'),
      'known',
    ],
    [
      'success after an uncertain success',
      sdkOutcomeOf('success', { certain: false }),
      sdkOutcomeOf('success'),
      'answer',
    ],
    [
      'an uncertain success after a success',
      sdkOutcomeOf('success'),
      sdkOutcomeOf('success', { certain: false }),
      'known',
    ],
    ['success after success', sdkOutcomeOf('success'), sdkOutcomeOf('success'), 'known'],
  ])('%s: the %4$s one', (_, known, sdkOutcome, counts) => {
    expect(sdkOutcomeAfter(known, { sdkOutcome, isForeign: false })).toBe(
      counts === 'known' ? known : sdkOutcome,
    );
  });
});

describe('the order after an answer', () => {
  it('holds the outcome, the code, the transaction and the account', () => {
    const order = record('A1');
    const answer = answerOf('failure', { code: 'Z9', txnUuid: 't1', account });
    expect(withAnswer(order, undefined, answer)).toEqual({
      ...order,
      reported: 'failure',
      code: 'Z9',
      sdkTxnUuid: 't1',
      txnUuid: 't1',
      account,
    });
  });

  it('remembers a success, and does not weaken what the server confirmed', () => {
    expect(withAnswer(record('A1'), undefined, answerOf('success')).paid).toBe('reported');
    const confirmed = record('A1', { paid: 'confirmed' });
    expect(withAnswer(confirmed, undefined, answerOf('success')).paid).toBe('confirmed');
  });

  it.each(['failure', 'pending'] as const)(
    'takes no "paid" from %s, and takes none away',
    (word) => {
      expect(withAnswer(record('A1'), undefined, answerOf(word)).paid).toBeUndefined();
      const before = record('A1', { paid: 'reported' });
      expect(withAnswer(before, undefined, answerOf(word)).paid).toBe('reported');
    },
  );

  it('keeps code and outcome of a success that a later word would replace', () => {
    const order = record('A1', { reported: 'success', code: '00', paid: 'reported' });
    const answer = answerOf('failure', { code: 'Z9' });
    expect(withAnswer(order, sdkOutcomeOf('success', { code: '00' }), answer)).toEqual(order);
  });

  it('loses a code that the newer word does not have', () => {
    const order = record('A1', { code: 'U67', reported: 'pending' });
    expect(
      withAnswer(order, sdkOutcomeOf('pending', { code: 'U67' }), answerOf('failure')),
    ).toEqual({
      ...order,
      reported: 'failure',
      code: undefined,
    });
  });

  it('keeps the account when a later answer names none', () => {
    const order = record('A1', { account });
    expect(withAnswer(order, undefined, answerOf('failure')).account).toBe(account);
    const other = new Secret({ vpa: 'b@upf' });
    const answer = answerOf('failure', { account: other });
    expect(withAnswer(order, undefined, answer).account).toBe(other);
  });

  it.each<
    [
      what: string,
      known: Partial<OrderRecord>,
      sdkOutcome: SdkOutcome | undefined,
      named: string | undefined,
      kept: Partial<OrderRecord>,
    ]
  >([
    ['the first that the SDK names', {}, undefined, 't1', { sdkTxnUuid: 't1', txnUuid: 't1' }],
    [
      'the newest, while its word counts',
      { sdkTxnUuid: 't1', txnUuid: 't1' },
      sdkOutcomeOf('pending'),
      't2',
      { sdkTxnUuid: 't2', txnUuid: 't2' },
    ],
    [
      'the one before, when none is named',
      { sdkTxnUuid: 't1', txnUuid: 't1' },
      sdkOutcomeOf('pending'),
      undefined,
      { sdkTxnUuid: 't1', txnUuid: 't1' },
    ],
    [
      'the one of the success, whatever is named later',
      { sdkTxnUuid: 't1', txnUuid: 't1' },
      sdkOutcomeOf('success'),
      't2',
      { sdkTxnUuid: 't1', txnUuid: 't1' },
    ],
    [
      'one named after a success that named none',
      {},
      sdkOutcomeOf('success'),
      't2',
      { sdkTxnUuid: 't2', txnUuid: 't2' },
    ],
    [
      'none of an earlier attempt',
      { foreignTxns: ['t0'] },
      undefined,
      't0',
      { sdkTxnUuid: undefined, txnUuid: undefined },
    ],
    [
      'its own, when one of an earlier attempt is named',
      { foreignTxns: ['t0'], sdkTxnUuid: 't1', txnUuid: 't1' },
      undefined,
      't0',
      { sdkTxnUuid: 't1', txnUuid: 't1' },
    ],
    [
      'the one of the server, when the SDK names none',
      { txnUuid: 't9' },
      undefined,
      undefined,
      { sdkTxnUuid: undefined, txnUuid: 't9' },
    ],
    [
      'the one of the SDK over that of the server',
      { txnUuid: 't9' },
      undefined,
      't1',
      { sdkTxnUuid: 't1', txnUuid: 't1' },
    ],
  ])('names as its transaction %s', (_, known, sdkOutcome, txnUuid, kept) => {
    const answer = answerOf(sdkOutcome?.moneyStatus === 'paid' ? 'pending' : 'success', {
      txnUuid,
    });
    const { sdkTxnUuid, txnUuid: shown } = withAnswer(record('A1', known), sdkOutcome, answer);
    expect({ sdkTxnUuid, txnUuid: shown }).toEqual(kept);
  });
});

describe('the mandate after an answer', () => {
  type Mandate = { readonly gatewayResponseCode?: string };
  const told = (
    known: MandateState | undefined,
    said: Mandate | undefined,
    { kind = 'mandate', sdkOutcome }: { kind?: OrderRecord['kind']; sdkOutcome?: SdkOutcome } = {},
  ) => {
    const mandate = said === undefined ? undefined : new Secret(said);
    const order = record('A1', { kind, mandate: known });
    const answer = answerOf(sdkOutcome === undefined ? 'success' : 'pending', { mandate });
    const shown = withAnswer(order, sdkOutcome, answer).mandate;
    return { shown, isKept: shown?.result === mandate };
  };

  it.each<[code: string | undefined, status: MandateState['status']]>([
    ['00', 'active'],
    ['01', 'pending'],
    // The bank may still have taken it.
    ['U67', 'pending'],
    ['Z9', 'failed'],
    ['QQ7', 'failed'],
    ['', 'pending'],
    [undefined, 'pending'],
  ])('with the code %j is %s', (gatewayResponseCode, status) => {
    const said = gatewayResponseCode === undefined ? {} : { gatewayResponseCode };
    const { shown, isKept } = told(undefined, said);
    expect(shown?.status).toBe(status);
    expect(isKept).toBe(true);
  });

  it.each(['active', 'failed', 'ended'] as const)(
    'stays %s when nothing is said of it',
    (status) => {
      const known = { status };
      expect(told(known, undefined).shown).toBe(known);
      for (const said of [{}, { gatewayResponseCode: '' }]) {
        const { shown, isKept } = told(known, said);
        expect(shown?.status).toBe(status);
        expect(isKept).toBe(true);
      }
    },
  );

  it('is pending when the first answer says nothing of it', () => {
    expect(told(undefined, undefined).shown).toEqual({ status: 'pending' });
  });

  it('is none of a payment, even when the answer speaks of one', () => {
    const kind = 'pay';
    expect(told(undefined, { gatewayResponseCode: '00' }, { kind }).shown).toBeUndefined();
    expect(told(undefined, undefined, { kind }).shown).toBeUndefined();
  });

  it('is one of a checkout only when the answer speaks of one', () => {
    const kind = 'checkout';
    expect(told(undefined, undefined, { kind }).shown).toBeUndefined();
    const { shown } = told(undefined, { gatewayResponseCode: '00' }, { kind });
    expect(shown?.status).toBe('active');
  });

  it('that the server spoke of is not called otherwise by the SDK', () => {
    const known: MandateState = { status: 'failed', confirmed: true };
    const { shown } = told(known, { gatewayResponseCode: '00' });
    expect(shown).toMatchObject({ status: 'failed', confirmed: true });
    expect(shown).toHaveProperty('result');
  });

  it('keeps what came with a success, and takes what came with none', () => {
    const sdkOutcome = sdkOutcomeOf('success');
    const known: MandateState = { status: 'active', result: new Secret({ umn: 'a@upf' }) };
    expect(told(known, { gatewayResponseCode: 'Z9' }, { sdkOutcome }).shown).toBe(known);
    // The server's word is no result of the SDK.
    for (const first of [undefined, { status: 'pending' }] as const) {
      const { shown, isKept } = told(first, { gatewayResponseCode: '00' }, { sdkOutcome });
      expect(shown?.status).toBe('active');
      expect(isKept).toBe(true);
    }
  });

  it('is replaced by a newer word that counts', () => {
    const known: MandateState = { status: 'pending', result: new Secret({}) };
    const { shown, isKept } = told(known, { gatewayResponseCode: '00' });
    expect(shown?.status).toBe('active');
    expect(isKept).toBe(true);
  });
});
