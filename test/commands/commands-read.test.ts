import { describe, expect, it } from 'vitest';
import { commandName } from '../../src/commands/commands.js';
import type { UpiCommand } from '../../src/index.js';
import { IdFault } from '../../src/platform/checked-ids.js';
import { contextOf, NOW, opened, readCommand } from './support/commands.js';

/** Every command, well-formed. */
const everyCommand: { readonly [T in UpiCommand['type']]: object } = {
  'sdk.retry': {},
  'sdk.terminate': {},
  'device.refresh': {},
  'device.retry': {},
  'device.cancel': {},
  'device.deregister': {},
  'permission.request': {},
  'sim.select': { simId: '0' },
  'bank.select': { bankCode: '607153' },
  'account.select': { referenceIds: ['R1'] },
  'vpa.select': { vpa: 'asha@upf' },
  'mpin.set': { referenceId: 'R1', cardLastSix: '123456', cardExpiry: '1230' },
  'mpin.skip': {},
  onboard: {},
  pay: { order: { orderId: 'A1', amount: '2.00' } },
  'mandate.create': {
    order: { orderId: 'A1', amount: '2.00' },
    mandate: {
      name: 'Gym',
      maxAmount: '2.00',
      amountRule: 'FIXED',
      frequency: 'MONTHLY',
      startDate: NOW + 1_000,
      endDate: NOW + 2_000,
    },
  },
  checkout: { sdkPayload: { requestId: 's-1', payload: { orderId: 'C1' } } },
  'order.recheck': { orderId: 'A1' },
  'order.retry': { orderId: 'A1' },
  'order.inform': { orderId: 'A1', status: { status: 'NEW' } },
  'order.dismiss': { orderId: 'A1' },
  back: {},
  'app.foreground': {},
  'app.background': {},
};
const names = Object.keys(everyCommand);

/** What a command is read as, with every box opened. */
function read(command: unknown): unknown {
  return opened(readCommand(command, contextOf()));
}

/** The issues of a command; none when it is well-formed. */
function issuesOf(command: unknown) {
  const checked = readCommand(command, contextOf());
  return checked.ok ? [] : checked.issues;
}

const noCommand = {
  ok: false,
  issues: [
    {
      path: 'type',
      code: 'command.type',
      message: 'Expected one of the command names listed under UpiCommand.',
    },
  ],
};

describe('the name of a command', () => {
  it.each(Object.entries(everyCommand))('%s is known, and the command is taken', (type, fields) => {
    expect(commandName({ type })).toBe(type);
    const checked = readCommand({ type, ...fields }, contextOf());
    expect(checked).toMatchObject({ ok: true, value: { type } });
  });

  it.each([
    ['another word', { type: 'fly' }],
    ['a word of every object', { type: 'constructor' }],
    ['no word', { type: '' }],
    ['no text', { type: 7 }],
    ['a list with a name in it', { type: ['back'] }],
    ['nothing', {}],
    ['a text', 'back'],
    ['null', null],
    ['undefined', undefined],
    ['a function that has one', Object.assign(() => {}, { type: 'back' })],
    ['a list that has one', Object.assign([], { type: 'back' })],
  ])('is not %s', (_, command) => {
    expect(commandName(command)).toBeUndefined();
    expect(read(command)).toStrictEqual(noCommand);
  });

  it('is none where reading it throws', () => {
    const hostile = {
      get type() {
        throw new Error('919876543210');
      },
    };
    expect(commandName(hostile)).toBeUndefined();
    expect(read(hostile)).toStrictEqual(noCommand);
  });
});

describe('a command', () => {
  it.each(names.filter((type) => Object.keys(Reflect.get(everyCommand, type)).length === 0))(
    'that is only a name carries nothing else: %s',
    (type) => {
      expect(read({ type, secret: '919876543210' })).toStrictEqual({ ok: true, value: { type } });
    },
  );

  it.each<[UpiCommand, object]>([
    [
      { type: 'sim.select', simId: '0' },
      { type: 'sim.select', simId: '0' },
    ],
    [
      { type: 'sim.select', simId: '0', mobileNumber: '919876543210' },
      { type: 'sim.select', simId: '0', mobileNumber: { boxed: '919876543210' } },
    ],
    [
      { type: 'bank.select', bankCode: '607153' },
      { type: 'bank.select', bankCode: '607153' },
    ],
    [
      { type: 'account.select', referenceIds: ['R1', 'R2'] },
      { type: 'account.select', referenceIds: ['R1', 'R2'] },
    ],
    [
      { type: 'vpa.select', vpa: 'asha@upf' },
      { type: 'vpa.select', vpa: { boxed: 'asha@upf' } },
    ],
    [
      { type: 'mpin.set', referenceId: 'R1', cardLastSix: '123456', cardExpiry: '1230' },
      {
        type: 'mpin.set',
        referenceId: 'R1',
        card: { boxed: { lastSix: '123456', expiry: '1230' } },
      },
    ],
    [
      { type: 'order.recheck', orderId: 'A1' },
      { type: 'order.recheck', orderId: 'A1' },
    ],
    [
      { type: 'order.dismiss', orderId: 'A1' },
      { type: 'order.dismiss', orderId: 'A1' },
    ],
    [
      { type: 'order.retry', orderId: 'A1' },
      {
        type: 'order.retry',
        orderId: 'A1',
        at: NOW,
        ids: { attemptId: 'id-1', requestId: 'id-2' },
      },
    ],
  ])('carries what it says, what is personal in a box, and nothing else: %j', (command, value) => {
    expect(read({ ...command, extra: '919876543210' })).toStrictEqual({ ok: true, value });
  });

  it('to select no number may say so', () => {
    expect(read({ type: 'sim.select', simId: '0', mobileNumber: undefined })).toStrictEqual({
      ok: true,
      value: { type: 'sim.select', simId: '0' },
    });
  });
});

describe('what is wrong with a command', () => {
  it.each([
    [
      'simId',
      { type: 'sim.select' },
      'Expected the simId of a listed SIM, a string of at most 128 characters.',
    ],
    [
      'mobileNumber',
      { type: 'sim.select', simId: '0', mobileNumber: '+919876543210' },
      'Expected 10 digits, or 12 starting with 91, as a string: no plus, no blanks.',
    ],
    [
      'bankCode',
      { type: 'bank.select', bankCode: ' ' },
      'Expected the bankCode of a listed bank, a string of at most 128 characters.',
    ],
    [
      'referenceIds',
      { type: 'account.select', referenceIds: ['', ' '] },
      'Expected an array with 1 to 50 referenceIds of listed accounts.',
    ],
    [
      'referenceId',
      { type: 'mpin.set', cardLastSix: '123456', cardExpiry: '1230' },
      'Expected the referenceId of a linked account, a string of at most 128 characters.',
    ],
    [
      'vpa',
      { type: 'vpa.select', vpa: 'asha' },
      'Expected an address such as name@psp, of at most 255 characters.',
    ],
    [
      'cardLastSix',
      { type: 'mpin.set', referenceId: 'R1', cardExpiry: '1230' },
      'Expected the last six digits of the debit card, as a string.',
    ],
    [
      'cardExpiry',
      { type: 'mpin.set', referenceId: 'R1', cardLastSix: '123456' },
      'Expected the expiry of the debit card as MMYY.',
    ],
    [
      'orderId',
      { type: 'order.dismiss' },
      'Expected an order id, a string of at most 64 characters.',
    ],
    [
      'orderId',
      { type: 'order.inform', status: {} },
      'Expected an order id, a string of at most 64 characters.',
    ],
    [
      'status.orderId',
      { type: 'order.inform', orderId: 'A1', status: { order_id: 'B2', status: 'CHARGED' } },
      'Expected the status of the same order.',
    ],
  ])('is said once, with what to do: %s', (path, command, message) => {
    expect(read(command)).toStrictEqual({
      ok: false,
      issues: [{ path, code: `command.${path}`, message }],
    });
  });

  it('is said of every field', () => {
    expect(issuesOf({ type: 'mpin.set' }).map(({ path }) => path)).toEqual([
      'referenceId',
      'cardLastSix',
      'cardExpiry',
    ]);
  });

  it('is the source of ids where that breaks', () => {
    const newId = () => {
      throw new IdFault();
    };
    expect(readCommand({ type: 'order.retry', orderId: 'A1' }, contextOf(), newId)).toEqual({
      ok: false,
      issues: [
        {
          path: 'newId',
          code: 'command.newId',
          message: 'newId must return a new uuid v4, a string.',
        },
      ],
    });
  });

  it.each([
    { type: 'order.retry', orderId: 'A1' },
    { type: 'pay', order: { orderId: 'A1', amount: '2.00' } },
  ])('is a source of ids that repeats itself: %j', (command) => {
    const again = readCommand(command, contextOf(), () => 'id');
    expect(again).toMatchObject({ ok: false, issues: [{ path: 'newId', code: 'command.newId' }] });
    expect(readCommand(command, contextOf())).toMatchObject({ ok: true });
  });

  it('is the command where one of its fields throws', () => {
    const command = {
      type: 'pay',
      get order() {
        throw new Error('919876543210');
      },
    };
    expect(read(command)).toStrictEqual(noCommand);
  });
});

describe('a text in a command', () => {
  const card = { type: 'mpin.set', referenceId: 'R1', cardLastSix: '123456', cardExpiry: '1230' };

  it.each([
    [
      'mobileNumber',
      { type: 'sim.select', simId: '0' },
      ['919876543210', '9876543210', '9123456780'],
    ],
    ['vpa', { type: 'vpa.select' }, ['asha@upf', 'a@b', 'a.b-c_d9@o.k-x_1']],
    ['cardLastSix', card, ['000000', '123456']],
    ['cardExpiry', card, ['0126', '0930', '1030', '1199', '1200']],
    ['simId', { type: 'sim.select' }, ['0', ' 1 ', 'a b']],
  ])('is taken as %s', (field, command, texts) => {
    for (const text of texts) expect(issuesOf({ ...command, [field]: text })).toEqual([]);
  });

  it.each([
    [
      'mobileNumber',
      { type: 'sim.select', simId: '0' },
      [
        'x919876543210',
        '9198765432101',
        '91987654321',
        '91987654321a',
        '929876543210',
        '987654321',
        '09876543210',
        '98765 43210',
        '+919876543210',
        '9876543210\n',
        9876543210,
        91,
        '',
      ],
    ],
    [
      'vpa',
      { type: 'vpa.select' },
      ['asha@', '@upf', 'as ha@upf', ' asha@upf', 'asha@upf ', 'asha@up f', 'a@b@c', 7],
    ],
    ['cardLastSix', card, ['12345', '1234567', '12345a', 'x123456', '123456x', 123456]],
    [
      'cardExpiry',
      card,
      ['0030', '1330', '2030', '123', '12300', 'x1230', '12a0', '120a', 'a230', '1a30', 1230],
    ],
    ['simId', { type: 'sim.select' }, ['', '  ', 0, null]],
  ])('is refused as %s', (field, command, texts) => {
    for (const text of texts) {
      expect(issuesOf({ ...command, [field]: text }).map(({ path }) => path)).toEqual([field]);
    }
  });
});

describe('what the app was told about an order', () => {
  const inform = (status: unknown) => read({ type: 'order.inform', orderId: 'A1', status });

  it('is read, and counts for the order that the command names', () => {
    for (const status of [{ status: 'CHARGED' }, { status: 'CHARGED', order_id: 'A1' }]) {
      expect(inform(status)).toMatchObject({
        ok: true,
        value: {
          type: 'order.inform',
          orderId: 'A1',
          serverStatus: { orderId: 'A1', moneyStatus: 'paid' },
        },
      });
    }
  });

  it('that says nothing about it is refused, with what is expected', () => {
    const notification = { object_reference_id: 'A1', status: 'SUCCESS' };
    for (const status of [undefined, null, 7, 'CHARGED', [], {}, notification]) {
      expect(inform(status)).toMatchObject({
        ok: false,
        issues: [{ path: 'status', message: expect.stringContaining('Juspay') }],
      });
    }
  });

  it('that cannot even be looked at is refused in the same words', () => {
    const status = {
      get status() {
        throw new Error('919876543210');
      },
    };
    expect(inform(status)).toStrictEqual(inform(undefined));
    expect(inform(status)).toMatchObject({ ok: false, issues: [{ code: 'command.status' }] });
  });

  it('may be about its mandate, or a refund of it', () => {
    const mandate = { mandate_id: 'm1', status: 'PAUSED' };
    expect(inform(mandate)).toMatchObject({
      ok: true,
      value: { serverStatus: { orderId: 'A1', moneyStatus: 'silent', mandate: 'PAUSED' } },
    });
    expect(inform({ unique_request_id: 'u1', status: 'SUCCESS' })).toMatchObject({
      ok: true,
      value: { serverStatus: { orderId: 'A1', moneyStatus: 'silent', about: 'refund' } },
    });
  });

  it('holds no text of the server’s', () => {
    const word = 'call 919876543210';
    expect(JSON.stringify(inform({ status: word, txn_uuid: word }))).not.toContain('919876543210');
  });
});
