import * as z from 'zod/mini';
import { check, issueCode } from '../check.js';
import type { Checked } from '../issues.js';
import { amount } from './amount.js';
import { reference } from './inputs.js';

/**
 * What is to be paid.
 *
 * @example
 * ```ts
 * const order: Order = { orderId: 'order-1', amount: '200.00' };
 * ```
 */
export interface Order {
  /** 1 to 20 letters, digits, hyphens, underscores; unique per order. */
  readonly orderId: string;
  /** Rupees with exactly two decimals, at least `"1.00"`. */
  readonly amount: string;
  /**
   * Which of several merchant VPAs is paid; from the dashboard, at most 128 characters. Needs the
   * issuing PSP.
   */
  readonly gatewayReferenceId?: string | undefined;
}

/** The schema of {@link Order}. */
export const order = z.object(
  {
    orderId: z
      .string(issueCode('orderId.format'))
      .check(z.regex(/^[A-Za-z0-9_-]{1,20}$/, 'orderId.format')),
    amount,
    gatewayReferenceId: z.optional(reference),
  },
  issueCode('object'),
);

/**
 * Checks an order. Juspay's pages say "alphanumeric, less than 21 characters" while their own
 * examples have hyphens: hyphens and underscores are let through, more than 20 characters are not, as
 * a longer id is refused only after the customer has started to pay.
 *
 * Issues: `object`, `required`, `orderId.format`, `amount.format`, `amount.minimum`, `text.empty`,
 * `reference.format`.
 */
export function checkOrder(input: unknown): Checked<Order> {
  return check(order, input);
}
