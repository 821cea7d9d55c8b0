import type { JsonObject } from '../../adapters/simulator/json.js';
import { toPaise } from '../../adapters/simulator/money.js';
import { amountAt, flagAt, optional, secondsAt, wordAt } from './fields.js';
import { invalid, missing } from './refusal.js';

const FREQUENCIES = [
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

type Frequency = (typeof FREQUENCIES)[number];

/** What a customer agrees to with a mandate; instants are epoch milliseconds. */
export interface Agreed {
  readonly create: 'REQUIRED' | 'OPTIONAL';
  /** Rupees, as it came. */
  readonly maxAmount: string;
  readonly amountRule: 'FIXED' | 'VARIABLE';
  readonly frequency: Frequency;
  readonly ruleValue: string | undefined;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly blockFunds: boolean;
}

const DAY = 24 * 3_600_000;
const INDIA = 5.5 * 3_600_000;
const BLOCK_FUNDS = 'mandate.block_funds';

/**
 * The mandate of a session; `undefined` when the session asks for none.
 *
 * @param amount of the order, rupees
 * @param now epoch milliseconds
 */
export function mandateTermsIn(body: JsonObject, amount: string, now: number): Agreed | undefined {
  const create = wordAt(body, 'options.create_mandate', ['REQUIRED', 'OPTIONAL']);
  if (create === undefined) return undefined;
  const frequency = wordAt(body, 'mandate.frequency', FREQUENCIES) ?? 'ASPRESENTED';
  const amountRule = wordAt(body, 'mandate.amount_rule', ['FIXED', 'VARIABLE']) ?? 'VARIABLE';
  return {
    create,
    frequency,
    amountRule,
    maxAmount: maxAmountIn(body, amount, amountRule),
    ...datesIn(body, frequency, now),
    ruleValue: ruleValueIn(body, frequency),
    blockFunds: blockFundsIn(body, frequency),
  };
}

function maxAmountIn(body: JsonObject, amount: string, rule: Agreed['amountRule']): string {
  const most = amountAt(body, 'mandate.max_amount');
  const above = toPaise(most) - toPaise(amount);
  if (above < 0) throw invalid('mandate.max_amount', 'must not be below the amount of the order.');
  if (rule === 'FIXED' && above !== 0) {
    throw invalid('mandate.max_amount', 'must be the amount of the order when it is FIXED.');
  }
  return most;
}

function datesIn(body: JsonObject, frequency: Frequency, now: number): Dates {
  const startsAt = secondsAt(body, 'mandate.start_date') ?? now;
  const isOneTime = frequency === 'ONETIME';
  const endsAt =
    secondsAt(body, 'mandate.end_date') ?? startsAt + (isOneTime ? 90 : 30 * 365) * DAY;
  if (dayInIndia(startsAt) !== dayInIndia(now)) {
    throw invalid('mandate.start_date', "must be today's date.");
  }
  if (endsAt <= startsAt) throw invalid('mandate.end_date', 'must be after mandate.start_date.');
  if (isOneTime && endsAt - startsAt > 90 * DAY) {
    throw invalid('mandate.end_date', 'must be within 90 days for ONETIME.');
  }
  return { startsAt, endsAt };
}

type Dates = Pick<Agreed, 'startsAt' | 'endsAt'>;

function dayInIndia(at: number): number {
  return Math.floor((at + INDIA) / DAY);
}

function ruleValueIn(body: JsonObject, frequency: Frequency): string | undefined {
  const field = 'mandate.rule_value';
  const text = optional(body, field);
  const last = lastDay(frequency);
  if (text === undefined) return undefined;
  if (last === 0) throw invalid(field, `must not be given with ${frequency}.`);
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > last) {
    throw invalid(field, `must be 1 to ${last} with ${frequency}.`);
  }
  return text;
}

/** The last day that a rule may name; 0 where there is no rule. */
function lastDay(frequency: Frequency): number {
  switch (frequency) {
    case 'ONETIME':
    case 'DAILY':
    case 'ASPRESENTED':
      return 0;
    case 'WEEKLY':
      return 7;
    case 'FORTNIGHTLY':
      return 16;
    default:
      return 31;
  }
}

/** The documents name defaults, and contradict each other: the server wants it said for ONETIME. */
function blockFundsIn(body: JsonObject, frequency: Frequency): boolean {
  const isBlocked = flagAt(body, BLOCK_FUNDS);
  if (frequency === 'ONETIME' && isBlocked === undefined) throw missing(BLOCK_FUNDS);
  if ((isBlocked ?? false) !== (frequency === 'ONETIME')) {
    throw invalid(BLOCK_FUNDS, 'Block fund should be false for recurring and true for OT mandate');
  }
  return isBlocked ?? false;
}
