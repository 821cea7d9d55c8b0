import * as z from 'zod/mini';
import { mobileNumber } from '../../../core/protocol/requests/inputs.js';
import { customerId } from '../orders/terms.js';

/**
 * Who sends a request, as your own session says.
 *
 * @example
 * ```ts
 * const customer: Customer = { customerId: 'asha', mobileNumber: '9876500000' };
 * ```
 */
export interface Customer {
  readonly customerId: string;
  /** Ten digits. Where it is known, no other number is signed for this customer. */
  readonly mobileNumber?: string | undefined;
}

const customer = z.object({
  customerId,
  mobileNumber: z.nullish(mobileNumber),
});

/** Who was found; `undefined`: nobody. Nothing is signed for what is neither: that throws. */
export function customerIn(found: unknown): Customer | undefined {
  if (!found) return undefined;
  const read = customer.safeParse(typeof found === 'string' ? { customerId: found } : found);
  if (read.success) {
    return { customerId: read.data.customerId, mobileNumber: read.data.mobileNumber ?? undefined };
  }
  throw new TypeError(
    'createUpiServer: `authenticate` must answer undefined, the id of a customer, or { customerId, mobileNumber? }.',
  );
}
