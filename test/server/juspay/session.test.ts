import { describe, expect, it } from 'vitest';
import { readCheckout } from '../../../core/protocol/index.js';
import { seed004 } from '../../../fixtures/seed-004.js';
import { createJuspay } from '../../../src/server/juspay/create-juspay.js';
import { JuspayError } from '../../../src/server/juspay/juspay-error.js';
import type { SessionMandate, SessionRequest } from '../../../src/server/juspay/session-request.js';
import { createVirtualClock } from '../../../testing/index.js';

const sampleOf = (name: string) =>
  JSON.parse(seed004.find((sample) => sample.name === name)?.text ?? '');

/** The day the samples' mandate starts. */
const clock = createVirtualClock({ now: 1_644_420_442_000 });
const DAY = 24 * 60 * 60 * 1000;

/** Opens a session at a Juspay that answers `answer`; says what was sent, and what came of it. */
async function open(request: unknown, answer: unknown = {}, status = 200) {
  const sent: string[] = [];
  const juspay = createJuspay({
    environment: 'sandbox',
    merchantId: 'stock',
    apiKey: 'key-1',
    retries: 0,
    clock,
    fetch: async (_, init) => {
      sent.push(String(init.body));
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
      return new Response(text, { status });
    },
  });
  const result: unknown = await Reflect.apply(juspay.createSession, juspay, [request]).catch(
    (error: unknown) => error,
  );
  return { sent, result };
}

const bodyOf = async (request: object) => JSON.parse((await open(request)).sent[0] ?? 'null');
const issuesOf = async (request: object) => {
  const { sent, result } = await open(request);
  if (sent.length > 0) return 'sent';
  if (!(result instanceof JuspayError)) throw result;
  expect(result).toMatchObject({ reason: 'invalid', retry: false });
  expect(result.status).toBeUndefined();
  return result.fields.map(({ path, code }) => `${path} ${code}`);
};

/** The order of the samples. */
const base: SessionRequest = {
  orderId: 'yourUniqueOrderId',
  amount: '3.00',
  customerId: 'yourUniqueCustId',
  customerPhone: '9876543210',
  customerEmail: 'dummyemail@gmail.com',
  paymentPageClientId: 'merchant',
};
const tpv = {
  bankAccounts: [{ accountNumber: '198731890', ifsc: 'ICICI0000300', beneficiaryName: 'TestName' }],
};
const mandate: SessionMandate = {
  create: 'REQUIRED',
  maxAmount: '1000.00',
  amountRule: 'VARIABLE',
  frequency: 'ASPRESENTED',
  startDate: 1_644_420_442_000,
  endDate: 1_646_234_827_000,
};

describe('the body of a session', () => {
  it('is that of the TPV sample, to the letter', async () => {
    expect(await bodyOf({ ...base, tpv })).toEqual(sampleOf('tpv session request'));
  });

  it('is that of the TPV mandate sample, and says what the page leaves to defaults', async () => {
    expect(await bodyOf({ ...base, tpv, mandate })).toEqual({
      ...sampleOf('tpv mandate session request'),
      'options.create_mandate': 'REQUIRED',
      'mandate.frequency': 'ASPRESENTED',
      'mandate.amount_rule': 'VARIABLE',
      'mandate.block_funds': false,
    });
  });

  it('has every field of the page in the spelling of the page', async () => {
    const body = await bodyOf({
      ...base,
      action: 'paymentManagement',
      returnUrl: 'https://shop.merchant.com/back',
      webhookUrl: 'https://hooks.merchant.com/juspay',
      firstName: 'John',
      lastName: 'O. (Wick)-1_2',
      description: 'Complete your payment',
      currency: 'INR',
      gatewayReferenceId: 'BUS',
      tpv: {
        bankAccounts: [
          { accountId: 'acc-1', juspayBankCode: 'JP_HDFC' },
          { accountNumber: '123456789012' },
        ],
      },
      mandate: {
        ...mandate,
        create: 'OPTIONAL',
        frequency: 'MONTHLY',
        ruleType: 'ON',
        ruleValue: 5,
      },
    });
    expect(body).toEqual({
      amount: '3.00',
      order_id: 'yourUniqueOrderId',
      customer_id: 'yourUniqueCustId',
      customer_phone: '9876543210',
      customer_email: 'dummyemail@gmail.com',
      payment_page_client_id: 'merchant',
      action: 'paymentManagement',
      return_url: 'https://shop.merchant.com/back',
      first_name: 'John',
      last_name: 'O. (Wick)-1_2',
      description: 'Complete your payment',
      currency: 'INR',
      'metadata.JUSPAY:gateway_reference_id': 'BUS',
      'metadata.webhook_url': 'https://hooks.merchant.com/juspay',
      'options.create_mandate': 'OPTIONAL',
      'mandate.max_amount': '1000.00',
      'mandate.start_date': '1644420442',
      'mandate.end_date': '1646234827',
      'mandate.frequency': 'MONTHLY',
      'mandate.amount_rule': 'VARIABLE',
      'mandate.rule_type': 'ON',
      'mandate.rule_value': '5',
      'mandate.block_funds': false,
      order_type: 'TPV_PAYMENT',
      'metadata.bank_account_details':
        '[{"bank_account_id":"acc-1","juspay_bank_code":"JP_HDFC"},{"bank_account_number":"123456789012"}]',
    });
  });

  it('blocks the funds of a ONETIME mandate, and of no other', async () => {
    const once = { ...mandate, frequency: 'ONETIME' };
    expect(await bodyOf({ ...base, mandate: once })).toHaveProperty(['mandate.block_funds'], true);
    const { startDate: _, endDate: __, ...open } = mandate;
    const body = await bodyOf({ ...base, mandate: open });
    expect(body).toHaveProperty(['mandate.block_funds'], false);
    expect(body).not.toHaveProperty(['mandate.start_date']);
    expect(body).not.toHaveProperty(['mandate.end_date']);
  });
});

describe('a session is not sent', () => {
  it.each<[string, object, string[]]>([
    ['without its fields', { orderId: undefined }, ['orderId required']],
    ['with an order id of 21 characters', { orderId: 'x'.repeat(21) }, ['orderId orderId.format']],
    ['with an amount of one decimal', { amount: '3.0' }, ['amount amount.format']],
    ['with an amount below a rupee', { amount: '0.99' }, ['amount amount.minimum']],
    ['with a number as amount', { amount: 3 }, ['amount amount.format']],
    ['with a long customer id', { customerId: 'a'.repeat(129) }, ['customerId customerId.format']],
    ['with a long name', { firstName: 'a'.repeat(129) }, ['firstName personName.format']],
    ['with a blank in the customer id', { customerId: 'a b' }, ['customerId customerId.format']],
    [
      'with a line break in the customer id',
      { customerId: 'a\n' },
      ['customerId customerId.format'],
    ],
    ['with a customer id outside ASCII', { customerId: 'é' }, ['customerId customerId.format']],
    [
      'with a prefix before the phone',
      { customerPhone: '919876543210' },
      ['customerPhone phone.format'],
    ],
    ['with a number as phone', { customerPhone: 9876543210 }, ['customerPhone phone.format']],
    ['without a client id', { paymentPageClientId: ' ' }, ['paymentPageClientId text.empty']],
    ['with an unknown action', { action: 'pay' }, ['action word.unknown']],
    ['with a small currency', { currency: 'inr' }, ['currency currency.format']],
    ['with an accent in a name', { firstName: 'José' }, ['firstName personName.format']],
    ['with a blank name', { lastName: ' ' }, ['lastName personName.format']],
    ['with a control character', { description: 'a\u0007' }, ['description description.format']],
    [
      'with a long description',
      { description: 'x'.repeat(256) },
      ['description description.format'],
    ],
    ['with a name that is misspelt', { tvp: tpv }, ['tvp name.unknown']],
    ['with no account', { tpv: { bankAccounts: [] } }, ['tpv.bankAccounts list.empty']],
    ['without the list of accounts', { tpv: {} }, ['tpv.bankAccounts required']],
    [
      'with an account that nothing names',
      { tpv: { bankAccounts: [{ ifsc: 'ICIC0000300' }] } },
      ['tpv.bankAccounts.0.accountNumber bankAccount.one'],
    ],
    [
      'with an account that is named twice',
      { tpv: { bankAccounts: [{ accountNumber: '1234567', accountId: 'a' }] } },
      ['tpv.bankAccounts.0.accountNumber bankAccount.one'],
    ],
    [
      'with blanks in an account number',
      { tpv: { bankAccounts: [{ accountId: 'a' }, { accountNumber: '1234 5678' }] } },
      ['tpv.bankAccounts.1.accountNumber accountNumber.format'],
    ],
    [
      'with a name of an account that is misspelt',
      { tpv: { bankAccounts: [{ accountNumber: '1234567', ifcs: 'X' }] } },
      ['tpv.bankAccounts.0.ifcs name.unknown'],
    ],
  ])('%s', async (_, change, issues) => {
    expect(await issuesOf({ ...base, ...change })).toEqual(issues);
  });

  it.each<[string, object, string[]]>([
    ['in the past', { startDate: clock.now() - DAY }, ['mandate.startDate mandate.startDate']],
    ['in seconds', { startDate: 1_644_420_442 }, ['mandate.startDate mandate.dateSeconds']],
    ['after its end', { endDate: clock.now() }, ['mandate.endDate mandate.dateOrder']],
    [
      'after its end by less than the wire can say',
      { endDate: 1_644_420_442_999 },
      ['mandate.endDate mandate.dateOrder'],
    ],
    [
      'for a day that the frequency has not',
      { ruleType: 'ON', ruleValue: 5 },
      ['mandate.ruleType mandate.noRule', 'mandate.ruleValue mandate.noRule'],
    ],
    [
      'on the eighth day of a week',
      { frequency: 'WEEKLY', ruleType: 'ON', ruleValue: 8 },
      ['mandate.ruleValue mandate.ruleValue'],
    ],
    [
      'once, for 91 days',
      { frequency: 'ONETIME', endDate: clock.now() + 91 * DAY },
      ['mandate.endDate mandate.oneTimeWindow'],
    ],
    [
      'once, without an end',
      { frequency: 'ONETIME', endDate: undefined },
      ['mandate.endDate mandate.oneTimeEnd'],
    ],
    ['for less than the order', { maxAmount: '2.99' }, ['mandate.maxAmount mandate.maxAmount']],
    [
      'for another FIXED amount',
      { amountRule: 'FIXED' },
      ['mandate.maxAmount mandate.fixedAmount'],
    ],
    ['without saying whether it must be', { create: undefined }, ['mandate.create required']],
    ['with blocked funds of its own', { blockFunds: true }, ['mandate.blockFunds name.unknown']],
  ])('with a mandate that starts %s', async (_, change, issues) => {
    expect(await issuesOf({ ...base, mandate: { ...mandate, ...change } })).toEqual(issues);
  });

  it.each([
    '.asha@example.com',
    'asha.@example.com',
    '_asha@example.com',
    'asha_@example.com',
    'asha rao@example.com',
    'asha"@example.com',
    'āsha@example.com',
    'asha@',
    '@example.com',
    'asha@@example.com',
    'asha@example',
    'asha@-example.com',
    'asha@example.com\n',
  ])('with the mail address %j', async (customerEmail) => {
    expect(await issuesOf({ ...base, customerEmail })).toEqual(['customerEmail email.format']);
  });

  it.each(["a!#$%&'*+-/=?^_.{|}~`b@example.com", 'a@b.co', '1@mail.example.co.in'])(
    'unless its mail address is as good as %s',
    async (customerEmail) => {
      expect(await issuesOf({ ...base, customerEmail })).toBe('sent');
    },
  );

  it.each([
    'http://shop.example.com',
    'https://shop.example.com/?a=1',
    'https://shop.example.com/?',
    'https://shop.example.com/#a',
    'https://user:word@shop.example.com/',
    'https://user@shop.example.com/',
    'https://10.0.0.1/back',
    'https://0x7f.1/back',
    'https://2130706433/',
    'https://127.0.0.1./',
    'https://[::1]/back',
    'https://',
    'https:shop.example.com',
    'https:///shop.example.com',
    ' https://shop.example.com',
    'https://shop.example.com/a b',
    'https://shop.example.com\\@evil.example.com/',
    'javascript:alert(1)',
    7,
  ])('with the address %j', async (address) => {
    expect(await issuesOf({ ...base, returnUrl: address })).toEqual(['returnUrl url.format']);
    expect(await issuesOf({ ...base, webhookUrl: address })).toEqual(['webhookUrl url.format']);
  });

  it.each([
    'https://shop.merchant.com',
    'https://shop.merchant.com:8443/a/b.html',
    'HTTPS://a.b/c',
  ])('unless its address is as good as %s', async (returnUrl) => {
    expect(await issuesOf({ ...base, returnUrl })).toBe('sent');
  });

  it('with addresses that are too long', async () => {
    const domain = 'example.'.repeat(31);
    const customerEmail = `a@${domain}india`;
    const returnUrl = `https://shop.example.com/${'a'.repeat(1_976)}`;
    expect(await issuesOf({ ...base, customerEmail, returnUrl })).toEqual([
      'customerEmail email.format',
      'returnUrl url.format',
    ]);
    const fitting = {
      customerEmail: `a@${domain}info`,
      returnUrl: returnUrl.slice(0, -1),
    };
    expect(await issuesOf({ ...base, ...fitting })).toBe('sent');
  });

  it('until today, which in India begins before it does in Greenwich', async () => {
    // 9 February 2022, 20:57 in India: the day began at 18:30 of the day before, in UTC.
    const dayBegan = Date.UTC(2022, 1, 8, 18, 30);
    const at = (startDate: number) => issuesOf({ ...base, mandate: { ...mandate, startDate } });
    expect(await at(dayBegan)).toBe('sent');
    expect(await at(dayBegan - 1)).toEqual(['mandate.startDate mandate.startDate']);
  });

  it.each([undefined, null, 7, 'text', []])('when it is %j', async (request) => {
    const { sent, result } = await open(request);
    expect(sent).toEqual([]);
    expect(result).toBeInstanceOf(JuspayError);
  });

  it('when reading it throws', async () => {
    const throws = () => {
      throw new Error('secret');
    };
    for (const odd of [
      new Proxy({}, { get: throws, ownKeys: throws }),
      Object.defineProperty({ ...base }, 'amount', { get: throws, enumerable: true }),
    ]) {
      const { sent, result } = await open(odd);
      expect(sent).toEqual([]);
      expect(result).toBeInstanceOf(JuspayError);
      expect(String(Object(result).stack)).not.toContain('secret');
    }
  });

  it('and the error has every field in a sentence, but none of their values', async () => {
    const { result } = await open({
      ...base,
      customerPhone: '98765-43210',
      customerEmail: 'asha rao@example.com',
      tpv: { bankAccounts: [{ accountNumber: '1987 3189 0' }] },
    });
    expect(result).toHaveProperty(
      'message',
      expect.stringMatching(
        /^Nothing was sent\. customerEmail: Must be an address.* customerPhone: M/,
      ),
    );
    expect(`${Object(result).stack}${JSON.stringify(result)}`).not.toMatch(/98765|asha rao|1987/);
  });
});

describe('the answer to a session', () => {
  const sample = sampleOf('tpv session');
  const asked = { ...base, orderId: 'TEST' };

  it.each(['tpv session', 'tpv mandate session'])('is read from the sample "%s"', async (name) => {
    const answer = sampleOf(name);
    const { result } = await open(asked, answer);
    expect(result).toEqual({
      orderId: 'TEST',
      id: 'ordeh_cc7177bf16d',
      webLink: 'https://sandbox.juspay.in/orders/ordeh_cc7177bf16d/payment-page',
      sdkPayload: answer.sdk_payload,
    });
    expect(readCheckout(Object(result).sdkPayload)).toMatchObject({
      ok: true,
      value: { orderId: 'TEST', amount: '3.00' },
    });
  });

  it('keeps the payload for the SDK to the letter, whatever is in it', async () => {
    const text = JSON.stringify(sample).replace(
      '"clientId":"TEST"',
      '"clientId":"TEST","__proto__":{"a":1},"extra":[null,1.50,{"ü":""}]',
    );
    const { result } = await open(asked, text);
    expect(JSON.stringify(Object(result).sdkPayload)).toBe(
      JSON.stringify(JSON.parse(text).sdk_payload),
    );
  });

  it('says when the order expires, in milliseconds, however Juspay prints it', async () => {
    const at = Date.UTC(2024, 1, 14, 10, 36, 13);
    for (const [order_expiry, expiry] of [
      ['2024-02-14T10:36:13Z', null],
      [null, '2024-02-14T10:36:13Z'],
      [undefined, at / 1000],
    ]) {
      const payment_links = { ...sample.payment_links, expiry };
      const { result } = await open(asked, { ...sample, order_expiry, payment_links });
      expect(result).toHaveProperty('expiresAt', at);
    }
    const { result } = await open(asked, { ...sample, order_expiry: 'soon', payment_links: {} });
    expect(result).not.toHaveProperty('expiresAt');
    expect(result).not.toHaveProperty('webLink');
  });

  it('may spell the id of the order in other cases', async () => {
    const { result } = await open({ ...base, orderId: 'test' }, sample);
    expect(result).toMatchObject({ orderId: 'test', id: 'ordeh_cc7177bf16d' });
  });

  it('may name no amount where there is none to pay', async () => {
    const { amount: _, ...payload } = sample.sdk_payload.payload;
    const answer = { ...sample, sdk_payload: { ...sample.sdk_payload, payload } };
    const managing = { ...asked, action: 'paymentManagement' };
    expect((await open(managing, answer)).result).toHaveProperty('id');
    expect((await open(asked, answer)).result).toMatchObject({ reason: 'conflict' });
  });

  it.each<[string, object, object, string[]]>([
    ['another order', { order_id: 'OTHER' }, {}, ['orderId']],
    ['another order in its payload', {}, { orderId: 'OTHER' }, ['orderId']],
    ['another amount', {}, { amount: '30.0' }, ['amount']],
    ['another currency', {}, { currency: 'USD' }, ['currency']],
    ['another order and amount', {}, { orderId: 'OTHER', amount: '1' }, ['orderId', 'amount']],
  ])('is a conflict when it names %s', async (_, top, within, fields) => {
    const payload = { ...sample.sdk_payload.payload, ...within };
    const answer = { ...sample, ...top, sdk_payload: { ...sample.sdk_payload, payload } };
    const { result } = await open(asked, answer);
    expect(result).toBeInstanceOf(JuspayError);
    expect(result).toMatchObject({
      reason: 'conflict',
      retry: false,
      fields: fields.map((path) => ({ path, code: 'server.differs' })),
    });
  });

  it.each<[string, unknown]>([
    ['an empty text', ''],
    ['a page', '<html></html>'],
    ['a list', [sample]],
    ['null', null],
    ['a session without a payload', { ...sample, sdk_payload: undefined }],
    ['a session without its id', { ...sample, id: undefined }],
    [
      'a payload without a request id',
      { ...sample, sdk_payload: { payload: { orderId: 'TEST' } } },
    ],
  ])('is unreadable when it is %s', async (_, answer) => {
    const { result } = await open(asked, answer);
    expect(result).toBeInstanceOf(JuspayError);
    expect(result).toMatchObject({ reason: 'unreadable', status: 200 });
  });
});
