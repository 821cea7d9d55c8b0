import * as z from 'zod/mini';
import type { JuspayObject } from '../../../core/ports/backend.js';
import { strictCode } from '../../../core/protocol/check.js';
import { LIMITS } from '../../../core/protocol/index.js';
import { omitUndefined } from '../../../core/protocol/omit-undefined.js';
import { amount } from '../../../core/protocol/requests/amount.js';
import { bounded, reference } from '../../../core/protocol/requests/inputs.js';
import { mandateDate } from '../../../core/protocol/requests/mandate-terms.js';
import { order } from '../../../core/protocol/requests/order.js';
import { checkInput } from './check-input.js';
import { epochSeconds } from './epoch-seconds.js';
import { customerId, id } from './inputs.js';
import type { Settings } from './options.js';
import { type Asked, objectIn } from './read-answer.js';
import { type Request, send } from './send.js';

/**
 * A mandate, and whose it is.
 *
 * @example
 * ```ts
 * await juspay.mandates.pause({ mandateId: 'm1', customerId: 'abcde12345' });
 * ```
 */
export interface MandateRef {
  /** Juspay's. */
  readonly mandateId: string;
  /** As in the session that made it. */
  readonly customerId?: string | undefined;
}

/**
 * The notice that a customer gets before a debit.
 *
 * @example
 * ```ts
 * const notice: MandateNotice = {
 *   mandateId: 'm1',
 *   objectReferenceId: 'gym202602',
 *   amount: '300.00',
 *   executionDate: Date.UTC(2026, 1, 5),
 * };
 * ```
 */
export interface MandateNotice extends MandateRef {
  /** Yours, one per notice, at most 64 characters; some banks take 25 letters and digits. */
  readonly objectReferenceId: string;
  /** Rupees with exactly two decimals. */
  readonly amount: string;
  /** Epoch milliseconds: when the money is to be debited, a day from now or later. */
  readonly executionDate: number;
  /** Shown to the customer, at most 255 characters. */
  readonly description?: string | undefined;
}

/**
 * A debit by a mandate: a new order.
 *
 * @example
 * ```ts
 * const execution: MandateExecution = {
 *   mandateId: 'm1',
 *   customerId: 'abcde12345',
 *   orderId: 'gym-2026-02',
 *   amount: '300.00',
 * };
 * ```
 */
export interface MandateExecution extends MandateRef {
  /** Yours and new: 1 to 20 letters, digits, hyphens, underscores. */
  readonly orderId: string;
  /** Rupees with exactly two decimals, not above the mandate's `maxAmount`. */
  readonly amount: string;
  /** Juspay's id of the notice, where you send notices yourself. */
  readonly notificationId?: string | undefined;
  /** Epoch milliseconds. Left out, it is 25 hours after the notice that Juspay sends. */
  readonly executionDate?: number | undefined;
}

/**
 * What can be done with mandates. Each answers what Juspay answered, as it came, and rejects with a
 * `JuspayError`. Reads, and writes that an id of yours makes the same write, are tried again; after
 * the others read `status` before you do it once more.
 *
 * @example
 * ```ts
 * const mandate = await juspay.mandates.status({ mandateId: 'm1' });
 * mandate['status']; // 'ACTIVE'
 * ```
 */
export interface Mandates {
  /** Announces a debit. Tried again: `objectReferenceId` makes it the same notice. */
  notify(notice: MandateNotice): Promise<JuspayObject>;
  /**
   * Debits. Tried again: `orderId` makes it the same debit, and a second one is the `conflict` of an
   * order that exists. The answer says `PENDING_VBV`: the order's status tells the end.
   */
  execute(execution: MandateExecution): Promise<JuspayObject>;
  /** Sent once. */
  pause(mandate: MandateRef): Promise<JuspayObject>;
  /** Sent once. */
  resume(mandate: MandateRef): Promise<JuspayObject>;
  /** For good. Sent once. */
  revoke(mandate: MandateRef): Promise<JuspayObject>;
  /** A read. */
  status(mandate: MandateRef): Promise<JuspayObject>;
  /**
   * Stops a debit that is not executed yet, until half an hour before. Tried again: `orderId` names the
   * one debit.
   */
  cancelExecution(execution: MandateRef & { readonly orderId: string }): Promise<JuspayObject>;
  /** A read of a notice, by your id of it. */
  notification(
    objectReferenceId: string,
    options?: { readonly customerId?: string | undefined },
  ): Promise<JuspayObject>;
}

const ref = { mandateId: id, customerId: z.optional(customerId) };
const mandateRef = z.strictObject(ref, strictCode('object'));
const notice = z.strictObject(
  {
    ...ref,
    objectReferenceId: id,
    amount,
    executionDate: mandateDate,
    description: z.optional(bounded(LIMITS.description, 'description.format')),
  },
  strictCode('object'),
);
const execution = z.strictObject(
  {
    ...ref,
    orderId: order.shape.orderId,
    amount,
    notificationId: z.optional(reference),
    executionDate: z.optional(mandateDate),
  },
  strictCode('object'),
);
const cancellation = z.strictObject({ ...ref, orderId: id }, strictCode('object'));
const notificationOptions = z.strictObject(
  { customerId: z.optional(customerId) },
  strictCode('object'),
);

export function createMandates(settings: Settings): Mandates {
  async function ask(request: Request, field: Asked['field'], named: string) {
    const answer = await send(settings, request);
    return objectIn(answer, request, { field, id: named, isNeeded: false });
  }

  /** A command about a mandate. */
  function command(
    { mandateId, customerId: customer }: MandateRef,
    form: Readonly<Record<string, string>>,
    isRepeatable: boolean,
  ): Request {
    const path = `/mandates/${encodeURIComponent(mandateId)}`;
    return { method: 'POST', path, form, customerId: customer, isRepeatable };
  }

  function plainCommand(name: string, isRepeatable: boolean) {
    return async (input: MandateRef): Promise<JuspayObject> => {
      const asked = checkInput<MandateRef>(mandateRef, input);
      return ask(command(asked, { command: name }, isRepeatable), 'mandateId', asked.mandateId);
    };
  }

  return {
    async notify(input) {
      const asked = checkInput<MandateNotice>(notice, input);
      const date = epochSeconds(asked.executionDate);
      const form = omitUndefined({
        command: 'pre_debit_notify',
        object_reference_id: asked.objectReferenceId,
        // A text, not an object.
        source_info: JSON.stringify({ amount: asked.amount, txn_date: date }),
        ...(asked.description === undefined ? {} : { description: asked.description }),
      });
      return ask(command(asked, form, true), 'objectReferenceId', asked.objectReferenceId);
    },

    async execute(input) {
      const asked = checkInput<MandateExecution>(execution, input);
      const { amount: sum, executionDate, mandateId, notificationId, orderId } = asked;
      const form = {
        'order.order_id': orderId,
        'order.amount': sum,
        ...(asked.customerId ? { 'order.customer_id': asked.customerId } : {}),
        mandate_id: mandateId,
        ...(notificationId === undefined ? {} : { 'mandate.notification_id': notificationId }),
        ...(executionDate === undefined
          ? {}
          : { 'mandate.execution_date': epochSeconds(executionDate) }),
        merchant_id: settings.merchantId,
        format: 'json',
      };
      const request: Request = {
        method: 'POST',
        path: '/txns',
        form,
        customerId: asked.customerId,
        isRepeatable: true,
      };
      return ask(request, 'orderId', orderId);
    },

    pause: plainCommand('pause', false),
    resume: plainCommand('resume', false),
    revoke: plainCommand('revoke', false),
    status: plainCommand('check_status', true),

    async cancelExecution(input) {
      const asked = checkInput<MandateRef & { readonly orderId: string }>(cancellation, input);
      const form = { command: 'cancel_recurring_transaction', order_id: asked.orderId };
      return ask(command(asked, form, true), 'orderId', asked.orderId);
    },

    async notification(objectReferenceId, options = {}) {
      const asked = checkInput(id, objectReferenceId, 'objectReferenceId');
      const { customerId: customer } = checkInput(notificationOptions, options, 'options');
      const request: Request = {
        method: 'GET',
        path: `/notifications/${encodeURIComponent(asked)}`,
        customerId: customer,
        isRepeatable: true,
      };
      return ask(request, 'objectReferenceId', asked);
    },
  };
}
