import { describe, expect, it } from 'vitest';
import { ORDERS_1, ORDERS_2 } from '../../fixtures/stored-texts.js';
import { parseLegacyOrders } from '../../src/journal/legacy-orders.js';
import { recoverOrder, recoverOrders, unknownOrder } from '../../src/journal/recover.js';
import { printOrder } from '../../src/journal/stored-order.js';
import { failed, paid, printLegacy, record } from './support/records.js';

const NOW = 1_767_590_000_000;

/** The order that is left of a text with these fields. */
const left = (fields: object) =>
  recoverOrder(JSON.stringify({ orderId: 'A1', ...fields }), 'A1', NOW);

const unknown = unknownOrder('A1', NOW);

describe('an order of which only the id is known', () => {
  it('is open, in doubt, and has ids of its own', () => {
    expect(unknown).toStrictEqual({
      orderId: 'A1',
      kind: 'pay',
      status: 'pending',
      verified: false,
      settled: false,
      attempts: 1,
      attemptId: 'recovered:A1',
      requestId: 'recovered:A1',
      earlierRequestIds: [],
      at: NOW,
      updatedAt: NOW,
      foreignTxns: [],
      foreignUnknown: true,
    });
  });
});

describe('what is left of a record', () => {
  it('is everything that only evidence can be', () => {
    expect(
      left({
        ...record('A1', paid),
        kind: 'mandate',
        amountAgain: '2.00',
        attempts: 3,
        earlierRequestIds: ['r0'],
        foreignTxns: ['moz0'],
        sdkTxnUuid: 'moz1',
        txnUuid: 'moz2',
        reported: 'success',
        code: '00',
        at: 5,
        neverSent: true,
        mandate: { status: 'ended', confirmed: true, over: true, more: 1 },
        refund: { status: 'pending', amount: '1.00', count: 1, more: 1 },
      }),
    ).toStrictEqual({
      ...unknown,
      kind: 'mandate',
      amount: '2.00',
      reported: 'success',
      paid: 'confirmed',
      attempts: 3,
      attemptId: 'attempt-A1',
      requestId: 'request-A1',
      earlierRequestIds: ['r0'],
      at: 5,
      foreignTxns: ['moz0'],
      sdkTxnUuid: 'moz1',
      txnUuid: 'moz2',
      mandate: { status: 'ended', confirmed: true, over: true },
      refund: { status: 'pending', amount: '1.00', count: 1 },
    });
  });

  it('is nothing of what is no such thing', () => {
    const wrong = {
      ...{ kind: 'play', amount: 2, amountAgain: '', attempts: '3', attemptId: '', requestId: 7 },
      ...{ earlierRequestIds: 'r0', foreignTxns: {}, endedTxns: 7, sdkTxnUuid: '', txnUuid: null },
      ...{ reported: 'failure', paid: 'maybe', at: '5', mandate: { status: 'gone' } },
      refund: { status: 'gone' },
    };
    expect(left(wrong)).toEqual(unknown);
  });

  it('is of a list only what is a text', () => {
    const lists = { earlierRequestIds: ['r0', 7, '', null], foreignTxns: ['', 'moz0', []] };
    expect(left(lists)).toMatchObject({ earlierRequestIds: ['r0'], foreignTxns: ['moz0'] });
  });

  it.each([
    [2, 2],
    [0, 1],
    [-3, 1],
    [2.5, 1],
    ['2', 1],
    [null, 1],
    [2 ** 60, 1],
  ])('counts its attempts: %j are %d', (attempts, count) => {
    expect(left({ attempts })).toMatchObject({ attempts: count });
  });

  it.each([
    ['its earlier requests', { attempts: 1, earlierRequestIds: ['r0', 'r1'] }, 3],
    ['its ended transactions', { attempts: 1, endedTxns: ['moz0', 'moz1', 'moz2', 'moz3'] }, 4],
    ['the count, if that is more', { attempts: 9, earlierRequestIds: ['r0'] }, 9],
  ])('had as many attempts as it shows: %s', (_, fields, attempts) => {
    expect(left(fields)).toMatchObject({ attempts });
  });

  it('is of no time when that is none', () => {
    expect(recoverOrder('{"orderId":"A1","at":1e999}', 'A1', NOW).at).toBe(NOW);
    expect(left({ at: 0 }).at).toBe(0);
  });

  it.each([
    ['said once', { amount: '2.00' }, '2.00'],
    ['said at the other place', { amountAgain: '2.00' }, '2.00'],
    ['said twice', { amount: '2.00', amountAgain: '2.00' }, '2.00'],
    ['said otherwise', { amount: '2.00', amountAgain: '2.01' }, undefined],
    ['not as we print it', { amount: '2.0' }, undefined],
    ['no amount at the other place', { amount: '2.00', amountAgain: '2,00' }, '2.00'],
    ['never said', {}, undefined],
  ])('has the amount that it names, and only that: %s', (_, fields, amount) => {
    expect(left(fields).amount).toBe(amount);
  });

  it.each([
    ['confirmed', { paid: 'confirmed' }, 'confirmed'],
    ['confirmed and reported', { paid: 'confirmed', reported: 'success' }, 'confirmed'],
    ['reported', { paid: 'reported' }, 'reported'],
    ['told so by the SDK', { reported: 'success' }, 'reported'],
    ['not', { reported: 'pending' }, undefined],
  ])('was paid, if anybody said so: %s', (_, fields, word) => {
    expect(left(fields).paid).toBe(word);
  });

  it.each([
    ['that says it is settled', { settled: true }, ['moz0']],
    ['that failed', { status: 'failure' }, ['moz0']],
    ['that failed at the PSP', { status: 'payFailure' }, ['moz0']],
    ['that was left', { status: 'backPress' }, ['moz0']],
    ['that was given up', { status: 'userAborted' }, ['moz0']],
    ['that was open', { settled: false, status: 'pending' }, ['moz0', 'moz1']],
    ['that was paid', { status: 'success' }, ['moz0', 'moz1']],
    ['of which nobody knows', {}, ['moz0', 'moz1']],
  ])('has its own transaction in question again, and no other: one %s', (_, fields, foreign) => {
    expect(left({ ...fields, txnUuid: 'moz1', foreignTxns: ['moz0', 'moz1'] })).toMatchObject({
      foreignTxns: foreign,
      txnUuid: 'moz1',
    });
  });

  it('knows the transactions of both lists, each once', () => {
    const lists = { foreignTxns: ['moz1', 'moz0'], endedTxns: ['moz0', 'moz2'] };
    expect(left(lists).foreignTxns).toEqual(['moz1', 'moz0', 'moz2']);
  });

  it('shows no transaction id that could be somebody’s', () => {
    const { sdkTxnUuid, txnUuid } = left({ sdkTxnUuid: 'asha@upi', txnUuid: 'ravi@upi' });
    expect(sdkTxnUuid).toMatch(/^hidden-/);
    expect(txnUuid).toMatch(/^hidden-/);
    expect(txnUuid).not.toBe(sdkTxnUuid);
  });

  it('is only what stands in the text, whatever else every object has', () => {
    const paidForAll = { value: 'confirmed', configurable: true };
    Object.defineProperty(Object.prototype, 'paid', paidForAll);
    try {
      expect(Object.getOwnPropertyDescriptor(left({}), 'paid')?.value).toBeUndefined();
    } finally {
      Reflect.deleteProperty(Object.prototype, 'paid');
    }
  });
});

describe('a record', () => {
  it.each([
    ['under its id, deep in another shape', { a: [{ orderId: 'B2' }, { orderId: 'A1', at: 9 }] }],
    ['under another id, when there is none of its own', { a: { orderId: 'B2', at: 9 } }],
    ['the first of others', [{ orderId: 'B2', at: 9 }, null, { orderId: 'C3', at: 8 }]],
    ['without an id', { at: 9 }],
    ['with an id that is no text', { orderId: 7, at: 9 }],
  ])('is read wherever it is: %s', (_, value) => {
    expect(recoverOrder(JSON.stringify(value), 'A1', NOW)).toEqual({ ...unknown, at: 9 });
  });

  it.each([
    ['in a list', '[{"at":9}]'],
    ['in a text that was cut', '{"orderId":"B2","at":9,"amo'],
    ['in a text without its beginning', 'erId":"A1","at":9}'],
  ])('is read field by field where nothing else can be read: %s', (_, text) => {
    expect(recoverOrder(text, 'A1', NOW)).toEqual({ ...unknown, at: 9 });
  });

  it.each([
    ['nothing', ''],
    ['a number', '7'],
    ['a text', '"at"'],
    ['null', 'null'],
  ])('of which there is only %s has its id', (_, text) => {
    expect(recoverOrder(text, 'A1', NOW)).toEqual(unknown);
  });

  it('is one even where its id is no id', () => {
    expect(recoverOrder('{}', '', NOW)).toEqual(unknownOrder('', NOW));
  });
});

describe('the orders of a damaged text', () => {
  const recovered = (text: string, value?: unknown, isOurs = false) =>
    recoverOrders({ text, value, isOurs, valid: () => undefined }, NOW);

  it('stand in the order in which they were written', () => {
    const value = {
      b: [{ orderId: 'B2', was: { orderId: 'B1' } }, { orderId: 'B3' }],
      a: { orderId: 'A1' },
    };
    const ids = ['B2', 'B1', 'B3', 'A1'];
    expect(recovered('', value).map(({ orderId }) => orderId)).toEqual(ids);
  });

  it('have ids that are texts, and no empty ones', () => {
    const value = [{ orderId: '' }, { orderId: 7 }, { orderId: null }, null, { orderId: 'A1' }];
    expect(recovered('', value)).toEqual([unknown]);
  });

  it('are read to the end of a text, too', () => {
    expect(recovered('{"orderId":"A1"},{"orderId":"B')).toEqual([unknown]);
  });

  it('take nothing that stands beside the id where that need not come first', () => {
    const text = '"orderId":"A1","at":9,';
    expect(recovered(text)).toEqual([unknown]);
    expect(recovered(text, undefined, true)).toEqual([{ ...unknown, at: 9 }]);
  });

  it('are as they were where that is beyond doubt', () => {
    const orders = recoverOrders(
      {
        text: '',
        value: [{ orderId: 'A1', at: 8 }, { orderId: 'B2' }],
        isOurs: true,
        valid: (entry) => (Reflect.get(entry, 'at') === 8 ? record('A1', paid) : undefined),
      },
      NOW,
    );
    expect(orders).toEqual([record('A1', paid), unknownOrder('B2', NOW)]);
  });

  describe('of which one is there twice', () => {
    const one = record('A1', {
      attempts: 3,
      earlierRequestIds: ['r0', 'r1'],
      foreignTxns: ['moz0'],
    });
    const other = record('A1', {
      ...failed,
      requestId: 'r9',
      attemptId: 'other',
      attempts: 2,
      earlierRequestIds: ['r1', 'request-A1', 'r8'],
      foreignTxns: ['moz0', 'moz9'],
    });
    const twice = (more: object = {}, otherMore: object = {}) => {
      const both = [
        { ...one, ...more },
        { ...other, ...otherMore },
      ];
      const value = both.map((order, at) => ({ orderId: order.orderId, at }));
      const valid = (entry: object) => both[Number(Reflect.get(entry, 'at'))];
      return recoverOrders({ text: '', value, isOurs: true, valid }, NOW);
    };

    it('hold it once, in doubt, with all that is known of both', () => {
      expect(twice()).toStrictEqual([
        {
          ...one,
          status: 'pending',
          verified: false,
          settled: false,
          updatedAt: NOW,
          reported: undefined,
          paid: undefined,
          attempts: 3,
          earlierRequestIds: ['r0', 'r1', 'r9', 'r8'],
          foreignTxns: ['moz0', 'moz9'],
          foreignUnknown: true,
          txnUuid: undefined,
          mandate: undefined,
        },
      ]);
    });

    it.each([
      ['the first says paid', { paid: 'confirmed' }, { paid: 'reported' }, { paid: 'confirmed' }],
      ['the second says paid', {}, { paid: 'confirmed' }, { paid: 'confirmed' }],
      ['the SDK told the first', { reported: 'success' }, {}, { reported: 'success' }],
      ['the SDK told the second', {}, { reported: 'success' }, { reported: 'success' }],
      ['another word of the SDK', { reported: 'failure' }, {}, { reported: undefined }],
      ['more attempts in the second', {}, { attempts: 7 }, { attempts: 7 }],
      ['two amounts', {}, { amount: '3.00' }, { amount: undefined }],
      ['one amount', {}, {}, { amount: '2.00' }],
      ['two transactions', { txnUuid: 'moz1' }, { txnUuid: 'moz2' }, { txnUuid: 'moz1' }],
      ['a transaction in the second', {}, { txnUuid: 'moz2' }, { txnUuid: 'moz2' }],
      [
        'two mandates',
        { mandate: { status: 'active' } },
        { mandate: { status: 'failed' } },
        { mandate: { status: 'active' } },
      ],
      [
        'a mandate in the second',
        {},
        { mandate: { status: 'failed' } },
        { mandate: { status: 'failed' } },
      ],
    ])('keep the stronger of two words: %s', (_, first, second, expected) => {
      expect(twice(first, second)).toMatchObject([expected]);
    });
  });
});

describe('a text of version 1 or 2', () => {
  const plain = printLegacy([record('A1'), record('B2', paid)], 1);

  it('that holds an order twice is damaged, though each is whole', () => {
    for (const version of [1, 2] as const) {
      const text = printLegacy([record('A1'), record('A1')], version);
      expect(parseLegacyOrders(text, NOW)).toMatchObject({
        orders: [{ orderId: 'A1', status: 'pending' }],
        damaged: true,
      });
    }
  });

  it('believes version 1 an order that is whole beside one that is not', () => {
    const text = plain.replace('"orderId":"A1","kind":"pay"', '"orderId":"A1","kind":"play"');
    expect(parseLegacyOrders(text, NOW)).toMatchObject({
      orders: [
        { orderId: 'A1', status: 'pending' },
        { orderId: 'B2', status: 'success', settled: true },
      ],
      damaged: true,
    });
  });

  it('believes version 1 nothing of a text that was cut', () => {
    const orders = parseLegacyOrders(plain.slice(0, -1), NOW).orders;
    expect(orders).toMatchObject([
      { orderId: 'A1', status: 'pending', at: 1 },
      { orderId: 'B2', status: 'pending', settled: false, paid: undefined },
    ]);
  });

  it('believes version 2 what is whole in a text that was cut', () => {
    const orders = parseLegacyOrders(ORDERS_2.slice(0, -1), NOW).orders;
    expect(orders).toEqual(parseLegacyOrders(ORDERS_2, NOW).orders);
  });

  it.each([
    ['that says so after something else', ` ${ORDERS_2.slice(0, -1)}`],
    ['that says so with another sign', ORDERS_2.slice(0, -1).replace('2,', '2;')],
    ['of version 12', ORDERS_2.slice(0, -1).replace('2,', '12,')],
    ['of version 3', ORDERS_2.slice(0, -1).replace('2,', '3,')],
  ])('believes nothing of a cut text %s', (_, text) => {
    const { orders } = parseLegacyOrders(text, NOW);
    expect(orders).toHaveLength(4);
    expect(orders.every(({ status, settled }) => status === 'pending' && !settled)).toBe(true);
  });

  it('believes nothing of a whole text of another version', () => {
    const text = ORDERS_1.replace('"version":1', '"version":2');
    const { orders, damaged } = parseLegacyOrders(text, NOW);
    expect(damaged).toBe(true);
    expect(orders.every(({ status }) => status === 'pending')).toBe(true);
  });

  it('has orders that begin with their ids, so what follows is theirs', () => {
    for (const version of [1, 2] as const) {
      const text = printLegacy([record('A1', { at: 9 })], version).replace(
        '{"orderId"',
        '["orderId"',
      );
      expect(parseLegacyOrders(text, NOW)).toMatchObject({ orders: [{ orderId: 'A1', at: 9 }] });
    }
    const newer = printLegacy([record('A1', { at: 9 })])
      .replace('"version":2', '"version":9')
      .replace('{"orderId"', '["orderId"');
    expect(parseLegacyOrders(newer, NOW)).toMatchObject({ orders: [{ orderId: 'A1', at: NOW }] });
  });

  it.each([
    ['a first attempt', 1, false],
    ['a second attempt', 2, true],
  ])('may have ended transactions without an id: %s', (_, attempts, foreignUnknown) => {
    const text = printLegacy([record('A1', { attempts })]);
    expect(parseLegacyOrders(text, NOW)).toMatchObject({ orders: [{ foreignUnknown }] });
  });

  it.each([
    ['refunded', { status: 'refunded', settled: true }, 'confirmed'],
    ['a success, verified', { status: 'success', settled: true, verified: true }, 'confirmed'],
    ['a success, not verified', { status: 'success', settled: true }, undefined],
    ['verified, a failure', { ...failed, verified: true }, undefined],
    ['told so by the SDK', { ...failed, reported: 'success' }, 'reported'],
  ] as const)('knew an order to be paid: %s', (_, more, word) => {
    const { orders, damaged } = parseLegacyOrders(printLegacy([record('A1', more)]), NOW);
    expect(damaged).toBe(false);
    expect(orders[0]?.paid).toBe(word);
  });

  it('believes nothing where the orders are no list, though it calls itself version 2', () => {
    const { version, orders } = JSON.parse(ORDERS_2);
    const found = parseLegacyOrders(JSON.stringify({ version, orders: { ...orders } }), NOW);
    expect(found.damaged).toBe(true);
    expect(found.orders).toHaveLength(4);
    expect(found.orders.every(({ status }) => status === 'pending')).toBe(true);
  });

  it('is no record of version 3', () => {
    const text = printOrder(record('A1', paid));
    expect(parseLegacyOrders(text, NOW)).toMatchObject({
      orders: [{ orderId: 'A1', status: 'pending', paid: 'confirmed' }],
      damaged: true,
    });
  });
});
