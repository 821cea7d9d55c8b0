import * as z from 'zod/mini';
import { issueCode } from '../check.js';
import { reference } from './inputs.js';

/**
 * What a mandate may say besides its terms.
 *
 * @example
 * ```ts
 * const options: MandateOptions = { createMandate: 'REQUIRED', initiationMode: '13', purpose: '76' };
 * flow.send({ type: 'mandate.create', order, mandate, ...options });
 * ```
 */
export interface MandateOptions {
  /**
   * Whether the mandate has to come to be: `REQUIRED`, the default, or `OPTIONAL`, which leaves it to
   * the bank.
   */
  readonly createMandate?: 'OPTIONAL' | 'REQUIRED' | undefined;
  /** NPCI's code of how it was begun, for example `"13"`. */
  readonly initiationMode?: string | undefined;
  /** NPCI's code of what it is for, for example `"76"`. */
  readonly purpose?: string | undefined;
  /** For example `P2M_PAY`. */
  readonly payType?: string | undefined;
  /** `<tm code>-<segment>-<ucc>-<broker reference>`, at most 128 characters. */
  readonly transactionReference?: string | undefined;
}

/** A code of the rails, or of a bank. */
export const code = z.string(issueCode('code.format')).check(z.regex(/^\w{1,20}$/, 'code.format'));

/** The schemas of {@link MandateOptions}. */
export const mandateOptions = {
  createMandate: z.optional(z.enum(['OPTIONAL', 'REQUIRED'], issueCode('word.unknown'))),
  initiationMode: z.optional(code),
  purpose: z.optional(code),
  payType: z.optional(code),
  transactionReference: z.optional(reference),
};

/** Their names, in the order they are sent. */
export const MANDATE_OPTIONS = [
  'createMandate',
  'initiationMode',
  'purpose',
  'payType',
  'transactionReference',
] as const satisfies readonly (keyof MandateOptions)[];

/** The options that are given: without a mandate, they would be left out silently. */
export function strayOptions(options: MandateOptions): readonly (keyof MandateOptions)[] {
  return MANDATE_OPTIONS.filter((name) => options[name] !== undefined);
}
