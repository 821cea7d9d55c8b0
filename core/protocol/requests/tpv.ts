import * as z from 'zod/mini';
import { check, issueCode } from '../check.js';
import type { Checked } from '../issues.js';
import { omitUndefined } from '../omit-undefined.js';
import { references } from './inputs.js';

/**
 * Third-party validation: the payment may come only from these accounts of the customer. At least
 * one of the two lists is there, and none is empty: `tpv.empty` and `list.empty` are the issues. A list
 * has at most 50 entries of at most 128 characters each: `list.long`, `reference.format`.
 *
 * @example
 * ```ts
 * const tpv: Tpv = { bankCodes: ['607153'] };
 * flow.send({ type: 'mandate.create', order, mandate, tpv });
 * ```
 */
export interface Tpv {
  /** IIN codes of the banks. */
  readonly bankCodes?: readonly string[] | undefined;
  /** Hashes of the account numbers, as agreed with the PSP. */
  readonly bankAccountHashes?: readonly string[] | undefined;
}

/** The schema of {@link Tpv}. */
export const tpv = z
  .object(
    { bankCodes: z.optional(references), bankAccountHashes: z.optional(references) },
    issueCode('object'),
  )
  .check(z.refine((value) => Object.keys(omitUndefined(value)).length > 0, 'tpv.empty'));

/**
 * Checks the TPV part of a payment. Naming nothing is refused: such a payment would not be TPV.
 *
 * Issues: `object`, `tpv.empty`, `list.empty`, `list.long`, `text.empty`, `reference.format`.
 */
export function checkTpv(input: unknown): Checked<Tpv> {
  return check(tpv, input);
}
