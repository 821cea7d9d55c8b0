import * as z from 'zod/mini';

/** What the routes take and answer: requests are checked with these, and the OpenAPI document is made of them. */

export const authorizeBody = z.object({
  action: z.enum([
    'initiate',
    'updateAuth',
    'upiGetSessionToken',
    'upiBindActivateDevice',
    'onboarding',
    'upiValidVpa',
    'management',
    'upiTxn',
    'onboardingAndPay',
  ]),
  claims: z.record(z.string().check(z.maxLength(128)), z.string().check(z.maxLength(4_096))),
});

export const authorization = z.union([
  z.object({ merchantKeyId: z.string(), signature: z.string(), signaturePayload: z.string() }),
  z.object({ protected: z.string(), signature: z.string(), signaturePayload: z.string() }),
]);

/** No other order is in the books. */
export const ORDER_ID = /^[A-Za-z0-9_-]{1,20}$/;

const orderId = z.string().check(z.regex(ORDER_ID));

export const sessionBody = z.object({ orderId });

export const session = z.object({
  orderId,
  sdkPayload: z.looseObject({
    requestId: z.string(),
    service: z.string(),
    payload: z.looseObject({}),
  }),
});

/** Juspay's words come in two spellings, and its numbers as texts, too. */
const word = z.optional(z.string());
const sum = z.optional(z.union([z.number(), z.string()]));

const txnDetail = z.object({ txn_uuid: word, txnUuid: word, status: word, txn_amount: sum });

const txn = z.extend(txnDetail, { txn_detail: z.optional(txnDetail) });

export const orderStatus = z.object({
  order_id: word,
  orderId: word,
  status: word,
  amount: sum,
  currency: word,
  txn_uuid: word,
  txnUuid: word,
  txn_amount: sum,
  txn_detail: z.optional(txnDetail),
  txn_list: z.optional(z.array(txn)),
  refunded: z.optional(z.union([z.boolean(), z.string()])),
  amount_refunded: sum,
  amountRefunded: sum,
  refunds: z.optional(z.array(z.object({ status: word, amount: sum }))),
  mandate_status: word,
  mandateStatus: word,
  mandate: z.optional(z.object({ mandate_status: word, mandateStatus: word, status: word })),
});

export const webhookBody = z.looseObject({
  id: z.optional(z.string()),
  event_name: z.optional(z.string()),
  content: z.optional(z.looseObject({})),
});

export const received = z.object({ received: z.literal(true) });

export const health = z.object({ status: z.literal('ok') });

export const problemDetails = z.object({
  type: z.string(),
  code: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  issues: z.optional(
    z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  ),
});
