import * as z from 'zod/mini';
import { check, type IssueCode, issue, issueCode } from '../check.js';
import type { Checked } from '../issues.js';
import { LIMITS } from '../limits.js';
import { amount, readAmount } from './amount.js';
import { bool, bounded } from './inputs.js';
import type { Order } from './order.js';

const frequencies = [
  'ONETIME',
  'DAILY',
  'WEEKLY',
  'FORTNIGHTLY',
  'MONTHLY',
  'BIMONTHLY',
  'QUARTERLY',
  'HALFYEARLY',
  'YEARLY',
  'ASPRESENTED',
] as const;

/**
 * How often a mandate is executed.
 *
 * @example
 * ```ts
 * const frequency: MandateFrequency = 'MONTHLY';
 * ```
 */
export type MandateFrequency = (typeof frequencies)[number];

/**
 * What the customer is asked to agree to.
 *
 * @example
 * ```ts
 * const terms: MandateTerms = {
 *   name: 'Gym',
 *   maxAmount: '500.00',
 *   amountRule: 'VARIABLE',
 *   frequency: 'MONTHLY',
 *   ruleType: 'ON',
 *   ruleValue: 5,
 *   startDate: 1665996901100,
 *   endDate: 1697532901100,
 * };
 * ```
 */
export interface MandateTerms {
  /** Shown to the customer. At most 100 characters, none of them a control character. */
  readonly name: string;
  /** Rupees with two decimals: the most one execution may debit. */
  readonly maxAmount: string;
  /** `FIXED`: every debit is the order's amount, and `maxAmount` equals it. */
  readonly amountRule: 'FIXED' | 'VARIABLE';
  readonly frequency: MandateFrequency;
  /** On, before or after the day `ruleValue` of each period. Not for ONETIME, DAILY, ASPRESENTED. */
  readonly ruleType?: 'ON' | 'BEFORE' | 'AFTER' | undefined;
  /** WEEKLY 1 to 7 (Monday is 1), FORTNIGHTLY 1 to 16, MONTHLY and longer 1 to 31. */
  readonly ruleValue?: number | undefined;
  /** Epoch milliseconds. */
  readonly startDate: number;
  /** Epoch milliseconds; for ONETIME at most 90 days after `startDate`. */
  readonly endDate: number;
  /**
   * ONETIME always blocks the funds, any other frequency never does: it may be left out, and is
   * sent either way.
   */
  readonly blockFunds?: boolean | undefined;
  /** Whether the customer may revoke it; the default is yes. */
  readonly payerRevocable?: boolean | undefined;
}

const NINETY_DAYS = 90 * 24 * 60 * 60 * 1000;

/** Epoch milliseconds, told from seconds. */
export const mandateDate = z.number(issueCode('mandate.date')).check(
  z.refine((at) => !/^\d{10}$/.test(String(at)), { error: 'mandate.dateSeconds', abort: true }),
  z.refine((at) => /^\d{13}$/.test(String(at)), 'mandate.date'),
);

/** The schemas of what terms say besides their dates. */
export const mandateFields = {
  maxAmount: amount,
  amountRule: z.enum(['FIXED', 'VARIABLE'], issueCode('word.unknown')),
  frequency: z.enum(frequencies, issueCode('word.unknown')),
  ruleType: z.optional(z.enum(['ON', 'BEFORE', 'AFTER'], issueCode('word.unknown'))),
  ruleValue: z.optional(z.number(issueCode('mandate.ruleValue'))),
};

/** The schema of {@link MandateTerms}, without the rules that need the order. */
export const mandateTerms = z
  .object(
    {
      name: bounded(LIMITS.mandateName, 'mandate.name'),
      ...mandateFields,
      startDate: mandateDate,
      endDate: mandateDate,
      blockFunds: z.optional(bool),
      payerRevocable: z.optional(bool),
    },
    issueCode('object'),
  )
  .check((context) => {
    for (const [key, code] of brokenRules(context.value)) {
      context.issues.push({ code: 'custom', path: [key], message: code, input: undefined });
    }
  });

/** A rule that terms break: where, and which. */
export type Broken = readonly [key: keyof MandateTerms, code: IssueCode];

function brokenRules(terms: MandateTerms): Broken[] {
  const broken = brokenDates(terms);
  if (terms.blockFunds !== undefined && terms.blockFunds !== blocksFunds(terms)) {
    broken.push(['blockFunds', 'mandate.blockFunds']);
  }
  return broken.concat(brokenDayRules(terms));
}

/** Juspay's pages disagree on the default, so it is always said. */
export function blocksFunds({ frequency }: Pick<MandateTerms, 'frequency'>): boolean {
  return frequency === 'ONETIME';
}

/** How the dates contradict each other, or the frequency. */
export function brokenDates({
  frequency,
  startDate,
  endDate,
}: Pick<MandateTerms, 'frequency' | 'startDate' | 'endDate'>): Broken[] {
  const broken: Broken[] = [];
  if (endDate <= startDate) broken.push(['endDate', 'mandate.dateOrder']);
  if (frequency === 'ONETIME' && endDate - startDate > NINETY_DAYS) {
    broken.push(['endDate', 'mandate.oneTimeWindow']);
  }
  return broken;
}

/** How the day of a period contradicts the frequency. */
export function brokenDayRules({
  frequency,
  ruleType,
  ruleValue,
}: Pick<MandateTerms, 'frequency' | 'ruleType' | 'ruleValue'>): Broken[] {
  const last = lastDay(frequency);
  if (last === 0) {
    const broken: Broken[] = [];
    if (ruleType !== undefined) broken.push(['ruleType', 'mandate.noRule']);
    if (ruleValue !== undefined) broken.push(['ruleValue', 'mandate.noRule']);
    return broken;
  }
  if (ruleValue === undefined) {
    return ruleType === undefined ? [] : [['ruleValue', 'mandate.rulePair']];
  }
  if (ruleType === undefined) return [['ruleType', 'mandate.rulePair']];
  const fits = Number.isInteger(ruleValue) && ruleValue >= 1 && ruleValue <= last;
  return fits ? [] : [['ruleValue', 'mandate.ruleValue']];
}

/** The last day a period's rule may name; 0 where no rule is allowed. */
function lastDay(frequency: MandateFrequency): number {
  switch (frequency) {
    case 'ONETIME':
    case 'DAILY':
    case 'ASPRESENTED':
      return 0;
    case 'WEEKLY':
      return 7;
    // Juspay's pages say both 15 and 16.
    case 'FORTNIGHTLY':
      return 16;
    default:
      return 31;
  }
}

/** How the terms contradict the amount of their order, if they do. */
export function brokenAmountRule(
  orderAmount: string,
  terms: Pick<MandateTerms, 'amountRule' | 'maxAmount'>,
): Broken | undefined {
  const order = Number(readAmount(orderAmount)?.replace('.', ''));
  const most = Number(readAmount(terms.maxAmount)?.replace('.', ''));
  if (terms.amountRule === 'FIXED' && most !== order) return ['maxAmount', 'mandate.fixedAmount'];
  return most < order ? ['maxAmount', 'mandate.maxAmount'] : undefined;
}

/**
 * Checks the terms of a mandate against each other and against the order that creates it.
 *
 * Issues: `object`, `required`, `text.empty`, `word.unknown`, `flag.type`, `amount.*`, `mandate.*`.
 */
export function checkMandate(order: Order, input: unknown): Checked<MandateTerms> {
  const checked = check(mandateTerms, input);
  if (!checked.ok) return checked;
  const broken = brokenAmountRule(order.amount, checked.value);
  return broken === undefined ? checked : { ok: false, issues: [issue(broken[0], broken[1])] };
}

const DAY = 24 * 60 * 60 * 1000;
/** India's time is ahead of UTC by so many ms. */
const INDIA = 5.5 * 60 * 60 * 1000;

/** Whether the mandate would start in the past or has ended: it starts today in India, or later. */
export function isMandateOver(
  { startDate, endDate }: Pick<MandateTerms, 'startDate' | 'endDate'>,
  now: number,
): boolean {
  return endDate <= now || startsInPast({ startDate }, now);
}

/** Whether the mandate would start on a day before today, in India. */
export function startsInPast({ startDate }: Pick<MandateTerms, 'startDate'>, now: number): boolean {
  return dayInIndia(startDate) < dayInIndia(now);
}

function dayInIndia(at: number): number {
  return Math.floor((at + INDIA) / DAY);
}
