import { describe, expect, it } from 'vitest';
import type { OrderRecord, OrderStatusWord } from '../../../core/model/order.js';
import { defaultTimings } from '../../../core/model/timings.js';
import type { Outcome, SdkOutcome, ServerStatus } from '../../../core/protocol/index.js';
import type { PaymentContext } from '../../../machines/payment/types.js';
import {
  confirmingStatus,
  isNotPaid,
  mandateIsOpen,
  openStatus,
  patienceLeft,
  sdkOutcomeOf as reportKept,
} from '../../../machines/payment/verdict.js';
import { contextOf, sdkOutcomeOf, serverStatusOf } from '../support/payment.js';

const { noTransactionFor, noTransactionAfterAbort, pollFor } = defaultTimings;
const OUTCOMES: readonly Outcome[] = [
  'success',
  'pending',
  'failure',
  'payFailure',
  'backPress',
  'userAborted',
];

describe('the word of the SDK that a record kept', () => {
  it.each<[Outcome, SdkOutcome['moneyStatus'], boolean]>([
    ['success', 'paid', true],
    ['pending', 'open', false],
    ['failure', 'notPaid', false],
    ['payFailure', 'notPaid', false],
    ['backPress', 'notPaid', false],
    ['userAborted', 'notPaid', false],
  ])('%s means %s, certain: %s', (outcome, moneyStatus, certain) => {
    expect(reportKept(outcome)).toEqual({ moneyStatus, outcome, certain });
  });

  it('is none where it kept none', () => {
    expect(reportKept(undefined)).toBeUndefined();
  });
});

describe('the verdict', () => {
  it('counts no time in which nothing was seen before anything was read', () => {
    const known = {
      sdkOutcome: sdkOutcomeOf('failure'),
      serverStatus: serverStatusOf('untouched'),
    };
    expect(contextOf({ ...known, unseenFor: undefined }).verdict).toEqual({ is: 'open' });
  });

  it.each([
    ['failure', noTransactionFor],
    ['payFailure', noTransactionFor],
    ['backPress', noTransactionAfterAbort],
    ['userAborted', noTransactionAfterAbort],
  ] as const)('after %s and no transaction comes when %d ms have passed', (outcome, needed) => {
    const known = { sdkOutcome: sdkOutcomeOf(outcome), serverStatus: serverStatusOf('untouched') };
    expect(contextOf({ ...known, unseenFor: needed - 1 }).verdict).toEqual({ is: 'open' });
    expect(contextOf({ ...known, unseenFor: needed }).verdict).toEqual({
      is: 'notPaid',
      outcome,
    });
  });

  it('after doubt and a failure, unclear whose, comes when the polling is over', () => {
    const known = {
      sdkOutcome: sdkOutcomeOf('pending'),
      serverStatus: serverStatusOf('failed', { txnUuid: 't9' }),
    };
    const order = { foreignUnknown: true };
    expect(contextOf({ ...known, unseenFor: pollFor - 1 }, order).verdict.is).toBe('open');
    expect(contextOf({ ...known, unseenFor: pollFor }, order).verdict.is).toBe('notPaid');
  });

  it.each([
    ['paid', serverStatusOf('paid')],
    ['refunded', serverStatusOf('refunded')],
    ['mismatch', serverStatusOf('paid', { amount: '9.00' })],
    ['notPaid', serverStatusOf('failed')],
    ['open', serverStatusOf('underway')],
  ] as const)('is %s', (verdict, serverStatus) => {
    const context = contextOf({ serverStatus });
    expect(context.verdict.is).toBe(verdict);
  });

  it.each(OUTCOMES)('of not paid ends in the way that the SDK said: %s', (outcome) => {
    const isEnd = sdkOutcomeOf(outcome).moneyStatus === 'notPaid';
    const context = contextOf({
      sdkOutcome: sdkOutcomeOf(outcome),
      serverStatus: serverStatusOf('failed'),
    });
    expect(OUTCOMES.filter((one) => isNotPaid(context, one))).toEqual([
      isEnd ? outcome : 'failure',
    ]);
  });

  it('that it is paid is no failure', () => {
    const context = contextOf({
      sdkOutcome: sdkOutcomeOf('failure'),
      serverStatus: serverStatusOf('paid'),
    });
    expect(OUTCOMES.filter((one) => isNotPaid(context, one))).toEqual([]);
  });
});

describe('a mandate', () => {
  it.each<[OrderRecord['kind'], string | undefined, boolean]>([
    ['mandate', 'CREATED', true],
    // A session of the merchant may be one.
    ['checkout', 'CREATED', true],
    ['pay', 'CREATED', false],
    ['mandate', 'ACTIVE', false],
    ['mandate', undefined, false],
  ])('a %s that the server calls %s has a result to come: %s', (kind, mandate, isOpen) => {
    const serverStatus = serverStatusOf('paid', { mandate });
    expect(mandateIsOpen(contextOf({ serverStatus }, { kind }))).toBe(isOpen);
  });

  it('has no result to come that nobody spoke of', () => {
    expect(mandateIsOpen(contextOf({}, { kind: 'mandate' }))).toBe(false);
  });
});

describe('an order that is open', () => {
  type Row = [
    what: string,
    known: Partial<PaymentContext>,
    order: Partial<OrderRecord>,
    shown: OrderStatusWord,
  ];
  const success = sdkOutcomeOf('success');
  const failure = sdkOutcomeOf('failure');
  const alone = { canQueryStatus: false };
  const NEW = serverStatusOf('untouched');

  it.each<Row>([
    ['nobody spoke of', {}, {}, 'pending'],
    ['the server confirmed', { serverStatus: serverStatusOf('paid') }, {}, 'success'],
    ['the SDK called paid', { sdkOutcome: success }, {}, 'success'],
    [
      'the SDK called paid, not for certain',
      { sdkOutcome: sdkOutcomeOf('success', { certain: false }) },
      {},
      'success',
    ],
    [
      'the SDK called paid and the server failed',
      { sdkOutcome: success, serverStatus: serverStatusOf('failed') },
      {},
      'pending',
    ],
    [
      'the SDK called paid and the server does not know yet',
      { sdkOutcome: success, serverStatus: NEW },
      {},
      'success',
    ],
    [
      'the SDK called paid and the server did not know for almost long enough',
      { sdkOutcome: success, serverStatus: NEW, waitedSinceWord: noTransactionFor - 1 },
      {},
      'success',
    ],
    [
      'the SDK called paid and the server did not know for long',
      { sdkOutcome: success, serverStatus: NEW, waitedSinceWord: noTransactionFor },
      {},
      'pending',
    ],
    [
      'the SDK called paid, long ago, where the server was not heard',
      { sdkOutcome: success, waitedSinceWord: noTransactionFor },
      {},
      'success',
    ],
    [
      'the SDK called pending',
      { sdkOutcome: sdkOutcomeOf('pending'), serverStatus: NEW },
      {},
      'pending',
    ],
    ['was called paid late, where a server can be asked', {}, { paid: 'reported' }, 'pending'],
    ['was called paid late, where nobody can be asked', alone, { paid: 'reported' }, 'success'],
    [
      'was called unpaid, uncertainly, where nobody can be asked',
      { ...alone, sdkOutcome: sdkOutcomeOf('failure', { certain: false }) },
      {},
      'pending',
    ],
    [
      'the SDK called not paid, before the server was heard',
      { sdkOutcome: failure },
      {},
      'pending',
    ],
    [
      'the SDK called not paid, and the server knows nothing',
      { sdkOutcome: failure, serverStatus: NEW },
      {},
      'failure',
    ],
    [
      'the SDK called not paid, and the server names the failure of another',
      { sdkOutcome: failure, serverStatus: serverStatusOf('failed', { txnUuid: 't0' }) },
      { foreignTxns: ['t0'] },
      'failure',
    ],
    [
      'the SDK called not paid, and the server names one under way',
      { sdkOutcome: failure, serverStatus: serverStatusOf('underway') },
      {},
      'pending',
    ],
    [
      'the SDK called not paid, and the server says something unknown',
      { sdkOutcome: failure, serverStatus: serverStatusOf('open') },
      {},
      'pending',
    ],
    [
      'the SDK called not paid, and the server speaks of another order',
      { sdkOutcome: failure, serverStatus: serverStatusOf('untouched', { orderId: 'B2' }) },
      {},
      'pending',
    ],
    [
      'the SDK called not paid, and paid before',
      { sdkOutcome: failure, serverStatus: NEW },
      { paid: 'reported' },
      'pending',
    ],
    ['the server knows nothing of', { serverStatus: NEW }, {}, 'pending'],
  ])('which %s', (_, known, order, shown) => {
    expect(openStatus(contextOf(known, order))).toBe(shown);
  });

  it.each(['failure', 'payFailure', 'backPress', 'userAborted'] as const)(
    'shows %s for as long as the server shows no sign of it',
    (outcome) => {
      expect(openStatus(contextOf({ sdkOutcome: sdkOutcomeOf(outcome), serverStatus: NEW }))).toBe(
        outcome,
      );
    },
  );

  it.each<[OrderStatusWord, OrderStatusWord]>([
    ['submitted', 'submitted'],
    ['authorizing', 'pending'],
    ['pending', 'pending'],
    ['failure', 'pending'],
  ])('that showed %s shows %s while its answer is confirmed', (status, shown) => {
    expect(confirmingStatus(contextOf({ sdkOutcome: failure }, { status }))).toBe(shown);
    expect(confirmingStatus(contextOf({ sdkOutcome: success }, { status }))).toBe('success');
  });
});

describe('how long the server must go on showing no sign of an attempt', () => {
  const NEW = serverStatusOf('untouched');
  const FAILED = serverStatusOf('failed', { txnUuid: 't9' });
  type Row = [
    what: string,
    sdkOutcome: SdkOutcome | undefined,
    serverStatus: ServerStatus | undefined,
    unseenFor: number | undefined,
    left: number,
  ];

  it.each<Row>([
    ['after a failure', sdkOutcomeOf('failure'), NEW, 0, noTransactionFor],
    ['after a failure, in part', sdkOutcomeOf('failure'), NEW, 1_000, noTransactionFor - 1_000],
    [
      'after a failure, and the failure of another',
      sdkOutcomeOf('failure'),
      FAILED,
      0,
      noTransactionFor,
    ],
    ['after it was given up', sdkOutcomeOf('backPress'), NEW, 0, noTransactionAfterAbort],
    ['after it was aborted', sdkOutcomeOf('userAborted'), NEW, 0, noTransactionAfterAbort],
    ['after doubt, and the failure of another', sdkOutcomeOf('pending'), FAILED, 0, pollFor],
    ['after no word, and the failure of another', undefined, FAILED, 1_000, pollFor - 1_000],
    ['after a success, and its failure', sdkOutcomeOf('success'), FAILED, 0, pollFor],
  ])('%s', (_, sdkOutcome, serverStatus, unseenFor, left) => {
    expect(patienceLeft(contextOf({ sdkOutcome, serverStatus, unseenFor }))).toBe(left);
  });

  it.each<Row>([
    ['it went on for long enough', sdkOutcomeOf('failure'), NEW, noTransactionFor, 0],
    ['it went on for longer', sdkOutcomeOf('failure'), NEW, noTransactionFor + 1, 0],
    ['there is a sign of it', sdkOutcomeOf('failure'), NEW, undefined, 0],
    ['the server was not heard', sdkOutcomeOf('failure'), undefined, 0, 0],
    ['there is no transaction after doubt', sdkOutcomeOf('pending'), NEW, 0, 0],
    ['there is no transaction after no word', undefined, NEW, 0, 0],
  ])('not at all when %s', (_, sdkOutcome, serverStatus, unseenFor, left) => {
    expect(patienceLeft(contextOf({ sdkOutcome, serverStatus, unseenFor }))).toBe(left);
  });

  it('not at all when it was called paid', () => {
    const known = { sdkOutcome: sdkOutcomeOf('failure'), serverStatus: NEW, unseenFor: 0 };
    for (const paid of ['reported', 'confirmed'] as const) {
      expect(patienceLeft(contextOf(known, { paid }))).toBe(0);
    }
  });
});
