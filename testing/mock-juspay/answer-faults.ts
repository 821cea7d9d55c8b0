import { isObject, type JsonObject } from '../../adapters/simulator/json.js';
import { inTexts } from '../../adapters/simulator/status-form.js';
import { type ArmedList, createArmedList } from './armed.js';
import type { JuspayRoute } from './asked.js';
import type { JuspayErrorShape } from './refusal.js';

/**
 * What can go wrong with an answer of the server. These do nothing with the request, unless
 * `carriedOut` says so:
 *
 * - `status`: an error with the given status, default 503
 * - `timeout`: no answer, ever; when the client gives up, its request ends
 * - `disconnect`: the connection breaks
 *
 * These do what was asked, unless `carriedOut` says no:
 *
 * - `slow`: the answer, as of now, `ms` later; default 10,000
 * - `html`, `truncated`, `empty`: a page, the first part of the JSON, nothing; status 200 unless given
 * - `texts`: numbers and flags as texts
 *
 * And these befall only what tells of an order:
 *
 * - `txnList`: several transactions in `txn_list`, and none beside the status
 * - `noAmount`, `otherAmount`, `otherOrder`, `unknownWord`: what the name says
 *
 * @example
 * ```ts
 * mock.faults.arm('timeout', { route: 'refund', carriedOut: true });
 * ```
 */
export type AnswerFault =
  | 'status'
  | 'timeout'
  | 'disconnect'
  | 'slow'
  | 'html'
  | 'truncated'
  | 'empty'
  | 'texts'
  | 'txnList'
  | 'noAmount'
  | 'otherAmount'
  | 'otherOrder'
  | 'unknownWord';

/** The kinds of {@link AnswerFault}. */
export const ANSWER_FAULTS = [
  'status',
  'timeout',
  'disconnect',
  'slow',
  'html',
  'truncated',
  'empty',
  'texts',
  'txnList',
  'noAmount',
  'otherAmount',
  'otherOrder',
  'unknownWord',
] as const satisfies readonly AnswerFault[];

/**
 * Which answers a fault befalls.
 *
 * @example
 * ```ts
 * mock.faults.arm('slow', { route: 'orderStatus', times: 3, ms: 30_000 });
 * ```
 */
export interface AnswerFaultMatch {
  /** Default every route. */
  readonly route?: JuspayRoute | undefined;
  /** How many answers it befalls; `Infinity` for all of them. Default 1. */
  readonly times?: number | undefined;
  /** How long `slow` takes. */
  readonly ms?: number | undefined;
  /** The HTTP status of `status`, `html`, `truncated` and `empty`. */
  readonly status?: number | undefined;
  /** Whether the server does what it was asked all the same. */
  readonly carriedOut?: boolean | undefined;
}

/**
 * Scripts what goes wrong with the server's answers.
 *
 * @example
 * ```ts
 * mock.faults.arm('status', { times: 3, status: 502 });
 * mock.faults.arm('unknownWord', { route: 'orderStatus' });
 * mock.faults.errorShape = 'flag';
 * mock.faults.lag(30_000);
 * ```
 */
export interface MockFaults {
  /**
   * Which shape errors have. Default `byRoute`: sessions, orders and refunds `info`, mandates,
   * notifications and executions `plain`, everything else `flag`.
   */
  errorShape: JuspayErrorShape | 'byRoute';
  /**
   * Arms a fault for the next answers it can befall. Throws a `RangeError` for a count, a time or an HTTP
   * status that cannot be.
   */
  arm(kind: AnswerFault, match?: AnswerFaultMatch): void;
  /** How far order status lags behind the ledger from now on, ms. */
  lag(ms: number): void;
  /** Takes back what is armed. */
  clear(): void;
}

/** The answers of a route that tell of an order. */
const OF_ORDERS: ReadonlySet<JuspayRoute | undefined> = new Set(['orderStatus', 'refund']);

const ORDER_KINDS: ReadonlySet<AnswerFault> = new Set([
  'txnList',
  'noAmount',
  'otherAmount',
  'otherOrder',
  'unknownWord',
]);

const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

const NOT_CARRIED_OUT: ReadonlySet<AnswerFault> = new Set(['status', 'timeout', 'disconnect']);

/** A list of faults of answers. */
export function createAnswerFaults(): ArmedList<
  AnswerFault,
  AnswerFaultMatch,
  JuspayRoute | undefined
> {
  return createArmedList((route, kind, match) => {
    const isRight = match.route === undefined || match.route === route;
    return isRight && (!ORDER_KINDS.has(kind) || OF_ORDERS.has(route));
  });
}

/** Refuses what no answer can be: a status that allows no body, a time before now. */
export function checkMatch({ status = 200, ms = 0 }: AnswerFaultMatch): void {
  const isStatus = Number.isInteger(status) && status >= 200 && status <= 599;
  if (!isStatus || BODILESS.has(status)) {
    throw new RangeError('status: must be an HTTP status from 200 to 599 that has a body.');
  }
  if (!(ms >= 0)) throw new RangeError('ms: must be a number that is not negative.');
}

/** Whether the server does what it is asked though this befalls its answer. */
export function isCarriedOut(kind: AnswerFault | undefined, match: AnswerFaultMatch): boolean {
  return match.carriedOut ?? !(kind !== undefined && NOT_CARRIED_OUT.has(kind));
}

/** The body of a 200 as a fault of its content makes it; others leave it. */
export function alterBody(body: JsonObject, kind: AnswerFault | undefined): JsonObject {
  switch (kind) {
    case 'texts': {
      const texts = inTexts(body);
      return isObject(texts) ? texts : body;
    }
    case 'txnList':
      return inList(body);
    case 'noAmount': {
      const { amount: _, ...rest } = body;
      return rest;
    }
    case 'otherAmount':
      return { ...body, amount: Number(body['amount']) + 1 };
    case 'otherOrder':
      return { ...body, order_id: `${body['order_id']}x` };
    case 'unknownWord':
      return { ...body, status: 'SOMETHING_NEW' };
    default:
      return body;
  }
}

/** The transaction that stood beside the status, in a list after one that failed. */
function inList(body: JsonObject): JsonObject {
  const { txn_uuid, txn_id: _, txn_detail, payment_gateway_response: __, ...rest } = body;
  if (txn_uuid === undefined) return body;
  const own = isObject(txn_detail) ? txn_detail : {};
  const failed = { txn_uuid: `x${txn_uuid}`, status: 'AUTHORIZATION_FAILED' };
  return {
    ...rest,
    txn_list: [
      { ...own, ...failed },
      { ...own, txn_uuid },
    ],
  };
}
