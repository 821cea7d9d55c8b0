import * as z from 'zod/mini';
import type { Clock } from '../../../core/ports/clock.js';
import { type IssueCode, issue, issueCode, strictCode } from '../../../core/protocol/check.js';
import { type Issue, LIMITS, startsInPast } from '../../../core/protocol/index.js';
import { bounded, reference } from '../../../core/protocol/requests/inputs.js';
import { code } from '../../../core/protocol/requests/mandate-options.js';
import {
  type Broken,
  brokenAmountRule,
  brokenDates,
  brokenDayRules,
  mandateDate,
  mandateFields,
} from '../../../core/protocol/requests/mandate-terms.js';
import { order } from '../../../core/protocol/requests/order.js';
import { checkInput, refused } from './check-input.js';
import { customerId, email, personName, phone, url } from './inputs.js';
import type { SessionMandate, SessionRequest } from './session-request.js';

const bankAccount = z
  .strictObject(
    {
      accountNumber: z.optional(
        z
          .string(issueCode('accountNumber.format'))
          .check(z.regex(/^[A-Za-z0-9]{4,35}$/, 'accountNumber.format')),
      ),
      accountId: z.optional(reference),
      ifsc: z.optional(code),
      juspayBankCode: z.optional(code),
      beneficiaryName: z.optional(reference),
    },
    strictCode('object'),
  )
  .check(
    z.refine(
      ({ accountNumber, accountId }) => (accountNumber === undefined) !== (accountId === undefined),
      { error: 'bankAccount.one', path: ['accountNumber'] },
    ),
  );

const tpv = z.strictObject(
  {
    bankAccounts: z
      .array(bankAccount, issueCode('list.empty'))
      .check(z.minLength(1, 'list.empty'), z.maxLength(LIMITS.list, 'list.long')),
  },
  strictCode('object'),
);

const mandate = z.strictObject(
  {
    create: z.enum(['REQUIRED', 'OPTIONAL'], issueCode('word.unknown')),
    ...mandateFields,
    startDate: z.optional(mandateDate),
    endDate: z.optional(mandateDate),
  },
  strictCode('object'),
);

const sessionRequest = z.strictObject(
  {
    orderId: order.shape.orderId,
    amount: order.shape.amount,
    customerId,
    customerEmail: email,
    customerPhone: phone,
    paymentPageClientId: reference,
    action: z.optional(z.enum(['paymentPage', 'paymentManagement'], issueCode('word.unknown'))),
    returnUrl: z.optional(url),
    firstName: z.optional(personName),
    lastName: z.optional(personName),
    description: z.optional(bounded(LIMITS.description, 'description.format')),
    currency: z.optional(
      z.string(issueCode('currency.format')).check(z.regex(/^[A-Z]{3}$/, 'currency.format')),
    ),
    gatewayReferenceId: z.optional(reference),
    webhookUrl: z.optional(url),
    tpv: z.optional(tpv),
    mandate: z.optional(mandate),
  },
  strictCode('object'),
);

/** Checks a session, also against the time; throws a `JuspayError` that names what is wrong. */
export function checkSession(input: unknown, clock: Clock): SessionRequest {
  const request = checkInput<SessionRequest>(sessionRequest, input);
  const issues = request.mandate ? mandateIssues(request.amount, request.mandate, clock.now()) : [];
  if (issues.length > 0) throw refused(issues);
  return request;
}

function mandateIssues(amount: string, terms: SessionMandate, now: number): readonly Issue[] {
  const { startDate = now, frequency } = terms;
  const broken: Broken[] = brokenDayRules(terms);
  const amounts = brokenAmountRule(amount, terms);
  if (amounts !== undefined) broken.push(amounts);
  if (startsInPast({ startDate }, now)) broken.push(['startDate', 'mandate.startDate']);
  if (terms.endDate !== undefined) {
    // The wire has whole seconds: dates are compared as they are sent.
    const seconds = { startDate: wholeSeconds(startDate), endDate: wholeSeconds(terms.endDate) };
    broken.push(...brokenDates({ frequency, ...seconds }));
  } else if (frequency === 'ONETIME') {
    broken.push(['endDate', 'mandate.oneTimeEnd']);
  }
  return broken.map(([key, code]: readonly [string, IssueCode]) => issue(`mandate.${key}`, code));
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
