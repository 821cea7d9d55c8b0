import type { Issue } from '../../../core/protocol/index.js';

/**
 * Why an order was not taken into the books, or nobody is given the means to pay it. `invalid`: see `issues`.
 * `conflict`: the books have this id with other contents. `unknown`: the books have no such order of this
 * customer. `ended`: it is paid, or its money went back. `disputed`: a person has to look at it first. `withdrawn`:
 * the shop gave it up.
 *
 * @example
 * ```ts
 * const status = error.reason === 'invalid' ? 400 : error.reason === 'unknown' ? 404 : 409;
 * ```
 */
export type OrderErrorReason =
  | 'invalid'
  | 'conflict'
  | 'unknown'
  | 'ended'
  | 'disputed'
  | 'withdrawn';

const MESSAGES: Readonly<Record<OrderErrorReason, string>> = {
  invalid: 'The order cannot be taken into the books: see its issues.',
  conflict:
    'The books have an order with this id that says something else. Give a new order a new id.',
  unknown: 'The books have no such order of this customer.',
  ended: 'The order was paid: nobody may pay it again.',
  withdrawn: 'The shop gave the order up.',
  disputed: 'What Juspay says of the order contradicts the books: a person has to look at it.',
};

/**
 * What the books refuse. Nothing of the order is in it but the names of fields.
 *
 * @example
 * ```ts
 * try {
 *   await orders.create({ orderId: 'A1', customerId: 'asha', amount: '200.00' });
 * } catch (error) {
 *   if (error instanceof OrderError) console.warn(error.reason, error.issues);
 * }
 * ```
 */
export class OrderError extends Error {
  readonly reason: OrderErrorReason;
  readonly issues: readonly Issue[];

  constructor(reason: OrderErrorReason, issues: readonly Issue[] = []) {
    super(MESSAGES[reason]);
    this.name = 'OrderError';
    this.reason = reason;
    this.issues = issues;
  }
}
