import type { PaymentAnswer, PaymentPlan } from '../../adapters/simulator/index.js';
import type { UpiCommand } from '../index.js';
import type { Action } from './action.js';
import type { Bed } from './bed.js';
import type { Random } from './random.js';

const ORDERS = ['O1', 'O2'] as const;
/** Accounts of the simulator's first two banks. */
const ACCOUNTS = ['A0760cb548bb4dda9d32e3030863dd5', 'A1f42b9a70c1d4e6c8aa1be5a2c99d07'] as const;
const ALTERATIONS = [
  'malform',
  'doubleWrap',
  'emptyPayload',
  'wrongCasing',
  'emptyString',
  'missingEvent',
] as const;

/** What a schedule is about: so that some get far, and some meet everything at once. */
export interface Mood {
  /** The share of steps that break something. */
  readonly faults: number;
  /** The share of commands that follow the step shown. */
  readonly fitting: number;
}

/** Draws what a schedule is about. */
export function moodOf(random: Random): Mood {
  return { faults: random.pick([0.02, 0.08, 0.2]), fitting: random.pick([0.3, 0.6, 0.95]) };
}

/** Chooses the next step: likely ones often, unlikely ones now and then. */
export function chooseAction(random: Random, bed: Bed, mood: Mood): Action {
  const flying = bed.simulator.wire.inFlight.length;
  if (random.chance(mood.faults)) return chooseFault(random, flying);
  const roll = random.next();
  if (flying > 0 && roll < 0.5) return { do: 'deliver', nth: likelyFirst(random, flying) };
  if (roll < 0.72) return { do: 'tick' };
  if (roll < 0.97) return chooseCommand(random, bed, mood);
  const operation = random.pick(['upiGetBankList', 'upiDeregister', 'management'] as const);
  return { do: 'call', operation };
}

function likelyFirst(random: Random, flying: number): number {
  return random.chance(0.8) ? 0 : random.below(flying);
}

function chooseFault(random: Random, flying: number): Action {
  const nth = random.below(Math.max(1, flying));
  switch (random.below(flying > 0 ? 17 : 14)) {
    case 0:
      return { do: 'die' };
    case 1:
      return { do: 'storage', mode: random.pick(['ok', 'ok', 'slow', 'fails', 'full']) };
    case 2:
      return { do: 'server', mode: random.pick(['ok', 'ok', 'fails', 'slow', 'silent', 'lags']) };
    case 3:
      return { do: 'sleep', ms: random.pick([1_000, 30_000, 1_200_000]) };
    case 4:
      return { do: 'clock', jump: random.pick([-3_600_000, -30_000, 30_000, 3_600_000]) };
    case 5:
      return { do: 'expireSession' };
    case 6:
      return { do: 'stray', orderId: random.pick(ORDERS) };
    case 7:
      return {
        do: 'sms',
        outcome: random.pick(['late', 'expired', 'never', 'pending', 'mismatch', 'declined']),
      };
    case 8:
      return { do: 'permission', answer: random.pick(['grant', 'deny', 'ignore']) };
    case 9:
      return { do: 'advance', ms: random.pick([1_000, 10_000, 60_000, 700_000]) };
    case 10:
      return { do: 'person', does: random.pick(['completes', 'fails', 'goesBack', 'ignores']) };
    case 11:
      return { do: 'bridge', mode: random.pick(['ok', 'ok', 'throws', 'rejects']) };
    case 12:
      return { do: 'paidElsewhere', orderId: random.pick(ORDERS) };
    case 13:
      return { do: random.pick(['otherFlow', 'remount', 'ageRecords']) };
    case 14:
      return { do: 'drop', nth };
    case 15:
      return { do: 'duplicate', nth };
    default:
      return { do: 'deliver', nth, as: random.pick(ALTERATIONS) };
  }
}

function chooseCommand(random: Random, bed: Bed, mood: Mood): Action {
  const { step, orders } = bed.flow.getSnapshot();
  const fitting = fittingCommand(random, step);
  if (fitting !== undefined && random.chance(mood.fitting)) return { do: 'send', command: fitting };
  const orderId = random.pick(ORDERS);
  if (random.chance(0.4)) return pay(random, orderId);
  if (random.chance(0.1)) return { do: 'checkout', orderId, plan: planOf(random) };
  const known = orders[orderId] === undefined ? undefined : orderId;
  if (known !== undefined && random.chance(0.6)) return orderAction(random, known);
  return {
    do: 'send',
    command: random.pick<UpiCommand>([
      { type: 'device.refresh' },
      { type: 'device.retry' },
      { type: 'device.cancel' },
      { type: 'device.deregister' },
      { type: 'onboard' },
      { type: 'back' },
      { type: 'sdk.terminate' },
      { type: 'sdk.retry' },
      { type: 'sdk.retry' },
      { type: 'mpin.skip' },
      { type: 'mpin.set', referenceId: 'A', cardLastSix: '482913', cardExpiry: '0930' },
      { type: 'app.foreground' },
      {
        type: 'account.select',
        referenceIds: [bed.flow.getSnapshot().accounts[0]?.referenceId ?? 'A'],
      },
    ]),
  };
}

function fittingCommand(
  random: Random,
  step: ReturnType<Bed['flow']['getSnapshot']>['step'],
): UpiCommand | undefined {
  switch (step.name) {
    case 'unavailable':
    case 'terminated':
      return { type: 'sdk.retry' };
    case 'permission':
    case 'permissionRefused':
      return { type: 'permission.request' };
    case 'simList':
      if (random.chance(0.2)) return { type: 'device.retry' };
      return { type: 'sim.select', simId: random.pick(step.sims)?.simId ?? '0' };
    case 'bindExpired':
    case 'bindRefused':
      return { type: 'device.retry' };
    case 'bankList':
      if (random.chance(0.2)) return { type: 'device.retry' };
      return { type: 'bank.select', bankCode: random.pick(step.banks)?.bankCode ?? '0' };
    case 'accountList': {
      const account = random.pick(step.accounts)?.referenceId;
      if (account === undefined) return { type: 'device.retry' };
      if (random.chance(0.1)) return { type: 'bank.select', bankCode: step.bankCode };
      return { type: 'account.select', referenceIds: [account] };
    }
    case 'vpa':
      if (random.chance(0.1)) {
        return { type: 'account.select', referenceIds: [random.pick(ACCOUNTS)] };
      }
      if (random.chance(0.2)) return { type: 'device.retry' };
      return { type: 'vpa.select', vpa: random.pick(['taken@upf', 'asha@upf']) };
    case 'mpin': {
      if (random.chance(0.2)) return { type: 'mpin.skip' };
      const referenceId = random.pick(step.accounts)?.referenceId ?? 'none';
      return { type: 'mpin.set', referenceId, cardLastSix: '482913', cardExpiry: '0930' };
    }
    case 'outcome':
      return { type: 'order.dismiss', orderId: step.order.orderId };
    default:
      return undefined;
  }
}

function orderAction(random: Random, orderId: string): Action {
  switch (random.below(4)) {
    case 0:
      return { do: 'send', command: { type: 'order.recheck', orderId } };
    case 1:
      return { do: 'send', command: { type: 'order.dismiss', orderId } };
    case 2:
      return { do: 'inform', orderId };
    default:
      return { do: 'send', command: { type: 'order.retry', orderId } };
  }
}

function pay(random: Random, orderId: string): Action {
  const order = { orderId, amount: '2.00' };
  const options = random.chance(0.2) ? { onboard: true } : {};
  const command: UpiCommand = random.chance(0.15)
    ? { type: 'mandate.create', order, mandate: MANDATE, ...options }
    : { type: 'pay', order, ...options };
  return { do: 'pay', orderId, command, plan: planOf(random) };
}

const MANDATE = {
  name: 'Gym',
  maxAmount: '2.00',
  amountRule: 'FIXED',
  frequency: 'MONTHLY',
  ruleType: 'ON',
  ruleValue: 5,
  startDate: Date.UTC(2026, 0, 6),
  endDate: Date.UTC(2027, 0, 6),
} as const;

/** What the SDK says and what the bank does need not agree: that is what makes it hard. */
function planOf(random: Random): PaymentPlan {
  if (random.chance(0.04)) return { answer: 'SUCCESS', amount: '9.00' };
  if (random.chance(0.04)) return { answer: 'PENDING', debitAfter: 1_000, refundAfter: 2_000 };
  const answer = random.pick<PaymentAnswer>([
    'SUCCESS',
    'PENDING',
    'FAILURE',
    'Pay_Failure',
    'BACKPRESS',
    'USER_ABORTED',
    'silence',
  ]);
  if (answer === 'SUCCESS' || random.chance(0.4)) return { answer };
  const code = random.chance(0.3)
    ? { gatewayResponseCode: random.pick(['U67', 'RB', 'Z9', 'ZM']) }
    : {};
  return { answer, money: random.pick(['debited', 'debitedLater', 'declined', 'none']), ...code };
}
