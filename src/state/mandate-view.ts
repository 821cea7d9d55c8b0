import type { MandateState } from '../../core/model/order.js';
import { type MandateResult, reveal } from '../../core/protocol/index.js';
import { omitUndefined } from '../../core/protocol/omit-undefined.js';
import { maskName, maskVpa, maskWords } from './mask.js';

/**
 * How a mandate itself stands, apart from its first debit.
 *
 * - `pending`: not known yet, it is being found out
 * - `active`: agreed to, further debits may follow
 * - `failed`: it did not come to be
 * - `ended`: revoked, paused or expired
 *
 * @example
 * ```ts
 * if (order.mandate?.status === 'active' && order.status === 'failure') retryFirstDebit(order);
 * ```
 */
export type UpiMandateStatus = 'pending' | 'active' | 'failed' | 'ended';

/**
 * A mandate as a UI shows it; its first debit is the order's own status. Beside the status there is
 * what the SDK told in this life of the app, by the names it has on the wire (docs/protocol.md,
 * Mandate); the payer's name and address are masked.
 *
 * @example
 * ```ts
 * const mandate: UpiMandate = { status: 'active', umn: 'ab12cd34@upf', payeeName: 'Gym' };
 * ```
 */
export interface UpiMandate {
  readonly status: UpiMandateStatus;
  /** Unique Mandate Number, when the SDK told it. */
  readonly umn?: string | undefined;
  /** As it was told; with a number or an address in it, only its words: `Rent •`. */
  readonly mandateName?: string | undefined;
  /** Rupees with two decimals. */
  readonly amount?: string | undefined;
  readonly amountRule?: 'FIXED' | 'VARIABLE' | undefined;
  /** `MONTHLY`, ... */
  readonly recurrencePattern?: string | undefined;
  /** `ON`, `BEFORE`, `AFTER`. */
  readonly recurrenceRule?: string | undefined;
  readonly recurrenceValue?: number | undefined;
  readonly blockFund?: boolean | undefined;
  readonly payerRevocable?: boolean | undefined;
  readonly gatewayMandateId?: string | undefined;
  /** Customer reference number of its creation: the wire's `gatewayReferenceId`. */
  readonly rrn?: string | undefined;
  readonly initiatedBy?: 'PAYER' | 'PAYEE' | undefined;
  readonly role?: 'PAYER' | 'PAYEE' | undefined;
  /** Epoch ms until which the payer may agree to it. */
  readonly expiry?: number | undefined;
  /** A day, as printed: `2022/01/20`. */
  readonly validityStart?: string | undefined;
  readonly validityEnd?: string | undefined;
  readonly payeeName?: string | undefined;
  readonly payeeVpa?: string | undefined;
  /** Merchant category code. */
  readonly payeeMcc?: string | undefined;
  /** Masked: `c•••`. */
  readonly payerName?: string | undefined;
  /** Masked: `c•••@upf`. */
  readonly payerVpa?: string | undefined;
  /** As it was told; with a number or an address in it, only its words. */
  readonly remarks?: string | undefined;
}

/** The view of a mandate. */
export function upiMandate({ status, result }: MandateState): UpiMandate {
  const received = reveal<MandateResult>(result, {});
  return omitUndefined({
    status,
    umn: received.umn,
    mandateName: received.name === undefined ? undefined : maskWords(received.name),
    amount: received.amount,
    amountRule: received.amountRule,
    recurrencePattern: received.frequency,
    recurrenceRule: received.ruleType,
    recurrenceValue: received.ruleValue,
    blockFund: received.blockFunds,
    payerRevocable: received.payerRevocable,
    gatewayMandateId: received.gatewayMandateId,
    rrn: received.gatewayReferenceId,
    initiatedBy: received.initiatedBy,
    role: received.role,
    expiry: received.expiresAt,
    validityStart: received.validityStart,
    validityEnd: received.validityEnd,
    payeeName: received.payeeName,
    payeeVpa: received.payeeVpa,
    payeeMcc: received.payeeMcc,
    payerName: received.payerName === undefined ? undefined : maskName(received.payerName),
    payerVpa: received.payerVpa === undefined ? undefined : maskVpa(received.payerVpa),
    remarks: received.remarks === undefined ? undefined : maskWords(received.remarks),
  });
}
