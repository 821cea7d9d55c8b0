import type { PaymentAnswer, PaymentPlan, StatusForm } from '../../adapters/simulator/index.js';
import type { UpiCommand } from '../../src/index.js';
import type { Action, PushedAs } from './action.js';
import type { FlowHarness } from './flow-harness.js';
import type { Random } from './random.js';

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

type Ids = readonly [string, string];

/** Ids that objects have, or that are as long as they may be. */
const HOSTILE_IDS: readonly [Ids, ...Ids[]] = [
  ['constructor', 'toString'],
  ['__proto__', 'valueOf'],
  ['aaaaaaaaaaaaaaaaaaa1', 'aaaaaaaaaaaaaaaaaaa2'],
  ['-', '0'],
];

/** Kinds of trouble. Each schedule has some of them: all at once would drown each other out. */
const TROUBLES = [
  'delivery',
  'lies',
  'lag',
  'forms',
  'elsewhere',
  'storage',
  'store',
  'processes',
  'ports',
  'clock',
  'storms',
  'device',
  'pushes',
  'refunds',
] as const;
type Trouble = (typeof TROUBLES)[number];

/** What a schedule is about: so that some get far, and some meet everything at once. */
export interface Profile {
  /** The share of steps that break something. */
  readonly faults: number;
  /** The share of commands that follow the step shown. */
  readonly relevant: number;
  readonly troubles: readonly Trouble[];
  readonly orders: Ids;
  /** How many settled orders are kept. */
  readonly keepOrders: number | undefined;
}

/** Draws what a schedule is about. */
export function profileOf(random: Random): Profile {
  const share = random.pick([0.15, 0.3, 0.3, 1]);
  return {
    faults: random.pick([0.02, 0.08, 0.2, 0.3]),
    relevant: random.pick([0.3, 0.6, 0.95]),
    troubles: TROUBLES.filter(() => random.chance(share)),
    orders: random.chance(0.1) ? random.pick(HOSTILE_IDS) : ['O1', 'O2'],
    keepOrders: random.chance(0.2) ? random.below(3) : undefined,
  };
}

/** Chooses the next step: likely ones often, unlikely ones now and then. */
export function chooseAction(random: Random, harness: FlowHarness, profile: Profile): Action {
  const flying = harness.wire.inFlight.length;
  if (profile.troubles.includes('lies') && isTriedAgain(harness) && random.chance(0.25)) {
    return { do: 'emit', status: 'SUCCESS', about: 'own', times: 1 };
  }
  if (profile.troubles.includes('forms') && isSubmitted(harness) && random.chance(0.1)) {
    return { do: 'statusForm', form: statusForm(random) };
  }
  if (profile.troubles.includes('refunds') && random.chance(0.3)) {
    const orderId = paidOrder(harness);
    if (orderId !== undefined) return moneyBack(random, orderId);
  }
  if (random.chance(profile.faults)) return chooseFault(random, harness, profile);
  const roll = random.next();
  if (harness.storage.waiting > 0 && roll < 0.4) return { do: 'store', nth: random.below(8) };
  if (flying > 0 && roll < 0.5) return { do: 'deliver', nth: likelyFirst(random, flying) };
  if (roll < 0.72) return { do: 'tick' };
  if (roll < 0.97) return chooseCommand(random, harness, profile);
  const operation = random.pick(['upiGetBankList', 'upiDeregister', 'management'] as const);
  return { do: 'call', operation };
}

/** Whether another attempt is being signed: then the SDK may still speak of the one before. */
function isTriedAgain({ flow }: FlowHarness): boolean {
  const orders = Object.values(flow.getSnapshot().orders);
  return orders.some(({ status, attempts }) => status === 'authorizing' && attempts > 1);
}

/** Whether an answer of the SDK is to come: then the server is asked what it means. */
function isSubmitted({ flow }: FlowHarness): boolean {
  return Object.values(flow.getSnapshot().orders).some(({ status }) => status === 'submitted');
}

/** An order that is shown as paid: its money may go back. */
function paidOrder({ flow }: FlowHarness): string | undefined {
  return Object.values(flow.getSnapshot().orders).find(({ status }) => status === 'success')
    ?.orderId;
}

function likelyFirst(random: Random, flying: number): number {
  return random.chance(0.8) ? 0 : random.below(flying);
}

function chooseFault(random: Random, harness: FlowHarness, profile: Profile): Action {
  const trouble = random.chance(0.3) ? undefined : random.pick(profile.troubles);
  return trouble === undefined
    ? commonFault(random, harness)
    : faultOf(trouble, random, harness, profile);
}

/** What every schedule may meet. */
function commonFault(random: Random, harness: FlowHarness): Action {
  switch (random.below(8)) {
    case 0:
    case 1:
      return { do: 'die' };
    case 2:
      return { do: 'sleep', ms: random.pick([1_000, 30_000, 1_200_000]) };
    case 3:
    case 4:
      return { do: 'advance', ms: random.pick([1_000, 10_000, 60_000, 130_000, 700_000]) };
    case 5:
      return { do: 'server', mode: serverMode(random) };
    case 6:
      return { do: 'expireSession' };
    default:
      return harness.wire.inFlight.length > 0
        ? { do: 'drop', nth: random.below(harness.wire.inFlight.length) }
        : { do: random.pick(['otherFlow', 'remount']) };
  }
}

function serverMode(random: Random) {
  return random.pick(['ok', 'ok', 'fails', 'slow', 'silent', 'sometimes'] as const);
}

function faultOf(trouble: Trouble, random: Random, harness: FlowHarness, profile: Profile): Action {
  const flying = harness.wire.inFlight.length;
  const nth = random.below(Math.max(1, flying));
  const orderId = random.pick(profile.orders);
  switch (trouble) {
    case 'delivery':
      return random.pick<Action>([
        { do: 'drop', nth },
        { do: 'duplicate', nth },
        { do: 'deliver', nth, as: random.pick(ALTERATIONS) },
        { do: 'bridge', mode: random.pick(['ok', 'ok', 'throws', 'rejects']) },
        { do: 'unsolicited', orderId },
      ]);
    case 'lies':
      return {
        do: 'emit',
        status: random.pick(['SUCCESS', 'FAILURE', 'PENDING']),
        about: random.pick([
          'own',
          'own',
          'noTxn',
          'otherTxn',
          'otherOrder',
          'otherAction',
          'initiate',
        ]),
        times: 1,
      };
    case 'lag':
      return { do: 'lag', ms: random.pick([0, 4_000, 30_000, 120_000, 600_000]) };
    case 'forms':
      return random.chance(0.6)
        ? { do: 'statusForm', form: statusForm(random) }
        : {
            do: 'signs',
            as: random.pick([
              'asAsked',
              'asAsked',
              'otherAmount',
              'otherOrder',
              'otherCustomer',
              'createMandate',
              'notJson',
            ]),
          };
    case 'elsewhere':
      return elsewhere(random, orderId);
    case 'storage':
      return random.chance(0.8)
        ? {
            do: 'storage',
            mode: random.pick(['ok', 'ok', 'slow', 'late', 'stale', 'fails', 'full', 'held']),
          }
        : { do: 'hang' };
    case 'store':
      return random.pick<Action>([
        { do: 'ageRecords' },
        { do: 'forget', nth: random.below(6) },
        { do: 'damage', nth: random.below(6), how: random.pick(['cut', 'changed', 'gone']) },
        { do: 'reinstall' },
      ]);
    case 'processes':
      return random.pick<Action>([
        { do: 'otherProcess' },
        { do: 'otherProcess' },
        race(random, orderId, profile),
        { do: 'storage', mode: random.pick(['held', 'ok']) },
        { do: 'otherFlow' },
        { do: 'remount' },
      ]);
    case 'ports':
      return {
        do: 'breaks',
        port: random.pick(['clock.now', 'newId', 'authorize', 'orderStatus', 'unsubscribe']),
        times: 1 + random.below(3),
      };
    case 'clock':
      return {
        do: 'clock',
        jump: random.pick([30_000, 3_600_000, DAY, YEAR]) * random.pick([1, -1]),
      };
    case 'storms':
      switch (random.below(3)) {
        case 0:
          return { do: 'storm', of: 'foreground', times: random.pick([10, 30]) };
        case 1:
          return { do: 'storm', of: 'session', times: 200 };
        default:
          return {
            do: 'emit',
            status: random.pick(['SUCCESS', 'FAILURE', 'PENDING']),
            about: 'own',
            times: 50,
          };
      }
    case 'device':
      return random.pick<Action>([
        {
          do: 'sms',
          outcome: random.pick(['late', 'expired', 'never', 'pending', 'mismatch', 'declined']),
        },
        { do: 'permission', answer: random.pick(['grant', 'deny', 'ignore']) },
        { do: 'person', does: random.pick(['completes', 'fails', 'goesBack', 'ignores']) },
      ]);
    case 'pushes':
      return { do: 'inform', orderId, as: pushedAs(random) };
    case 'refunds':
      return moneyBack(random, orderId);
  }
}

/** Money goes back, comes to another status, or the app is told of it. */
function moneyBack(random: Random, orderId: string): Action {
  if (random.chance(0.5)) {
    return { do: 'inform', orderId, as: random.pick(['juspay', 'orderWebhook', 'refund']) };
  }
  const status = random.pick([
    'PENDING',
    'PENDING',
    'MANUAL_REVIEW',
    'SUCCESS',
    'SUCCESS',
    'FAILURE',
  ] as const);
  const part = random.chance(0.4) ? { amount: '1.00' } : {};
  const byGateway = random.chance(0.2) ? { byGateway: true } : {};
  return { do: 'refund', orderId, request: { status, ...part, ...byGateway } };
}

function pushedAs(random: Random): PushedAs {
  return random.pick([
    'juspay',
    'juspayTexts',
    'severalTxns',
    'orderWebhook',
    'txnWebhook',
    'mandate',
    'mandate',
    'notification',
    'refund',
  ]);
}

const DAY = 86_400_000;
const YEAR = 365 * DAY;

type Forms = readonly [StatusForm, ...StatusForm[]];

/** The truth, in a shape that must be read. */
const TRUE_FORMS: Forms = [
  'plain',
  'plain',
  'snakeCase',
  'numbers',
  'juspay',
  'juspayTexts',
  'severalTxns',
  'orderWebhook',
  'txnWebhook',
];
const ODD_FORMS: Forms = ['noAmount', 'noTxnUuid', 'otherCurrency', 'otherOrder', 'unknownWord'];
/** No word about the money of the order. */
const SILENT_FORMS: Forms = ['mandate', 'mandate', 'notification', 'refund', 'nothing', 'text'];

function statusForm(random: Random): StatusForm {
  return random.pick(random.pick([TRUE_FORMS, TRUE_FORMS, ODD_FORMS, SILENT_FORMS]));
}

/** The order is tried by another way: failed, under way and ending either way, or paid. */
function elsewhere(random: Random, orderId: string): Action {
  if (random.chance(0.25)) return { do: 'paidElsewhere', orderId };
  return {
    do: 'elsewhere',
    orderId,
    plan: {
      money: random.pick(['declined', 'declined', 'debited', 'none']),
      debitAfter: random.pick([0, 0, 20_000, 300_000]),
      waitsAs: random.pick(['PENDING_VBV', 'AUTHORIZING']),
    },
  };
}

function chooseCommand(random: Random, harness: FlowHarness, profile: Profile): Action {
  const { step, orders } = harness.flow.getSnapshot();
  const relevant = relevantCommand(random, step);
  if (relevant !== undefined && random.chance(profile.relevant))
    return { do: 'send', command: relevant };
  const orderId = random.pick(profile.orders);
  if (profile.troubles.includes('elsewhere') && random.chance(0.1))
    return elsewhere(random, orderId);
  if (random.chance(0.4)) return pay(random, orderId, profile);
  if (random.chance(0.1)) return checkout(random, orderId, profile);
  const known = Object.hasOwn(orders, orderId) ? orderId : undefined;
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
        referenceIds: [harness.flow.getSnapshot().accounts[0]?.referenceId ?? 'A'],
      },
    ]),
  };
}

function relevantCommand(
  random: Random,
  step: ReturnType<FlowHarness['flow']['getSnapshot']>['step'],
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
    case 'outcome': {
      const { orderId, canRetry } = step.order;
      const type = canRetry && random.chance(0.6) ? 'order.retry' : 'order.dismiss';
      return { type, orderId };
    }
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
      return random.chance(0.5)
        ? { do: 'inform', orderId }
        : { do: 'inform', orderId, as: pushedAs(random) };
    default:
      return { do: 'send', command: { type: 'order.retry', orderId } };
  }
}

function checkout(random: Random, orderId: string, profile: Profile): Action {
  const plan = planOf(random, profile);
  const changes = profile.troubles.includes('forms')
    ? random.pick(['orderId', 'amount', undefined] as const)
    : undefined;
  return { do: 'checkout', orderId, plan, ...(changes === undefined ? {} : { changes }) };
}

function pay(random: Random, orderId: string, profile: Profile): Action {
  const order = { orderId, amount: '2.00' };
  const options = random.chance(0.2) ? { onboard: true } : {};
  const command: UpiCommand = random.chance(0.15)
    ? { type: 'mandate.create', order, mandate: MANDATE, ...options }
    : { type: 'pay', order, ...options };
  return { do: 'pay', orderId, command, plan: planOf(random, profile) };
}

function race(random: Random, orderId: string, profile: Profile): Action {
  const command: UpiCommand = { type: 'pay', order: { orderId, amount: '2.00' } };
  return {
    do: 'race',
    orderId,
    command,
    plan: planOf(random, profile),
    order: random.below(2 ** 31),
  };
}

/** The mandate of every schedule. */
export const MANDATE = {
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
function planOf(random: Random, profile: Profile): PaymentPlan {
  if (random.chance(0.04)) return { answer: 'SUCCESS', amount: '9.00' };
  if (random.chance(0.04)) return { answer: 'PENDING', debitAfter: 1_000, refundAfter: 2_000 };
  const lie = profile.troubles.includes('lies') && random.chance(0.4) ? lieOf(random) : {};
  const answer = answerOf(random);
  if (answer === 'SUCCESS' || random.chance(0.4)) return { answer, ...lie };
  const code = random.chance(0.3)
    ? { gatewayResponseCode: random.pick(['U67', 'RB', 'Z9', 'ZM']) }
    : {};
  const money = random.pick(['debited', 'debitedLater', 'declined', 'none'] as const);
  return { answer, money, ...code, ...lie };
}

function answerOf(random: Random): PaymentAnswer {
  return random.pick<PaymentAnswer>([
    'SUCCESS',
    'PENDING',
    'FAILURE',
    'Pay_Failure',
    'BACKPRESS',
    'USER_ABORTED',
    'silence',
  ]);
}

/** Two answers, an answer inside the call, an answer that names something else. */
function lieOf(random: Random): Partial<PaymentPlan> {
  switch (random.below(4)) {
    case 0:
      return { thenAnswer: answerOf(random), thenAfter: random.pick([1, 1_000, 30_000]) };
    case 1:
      return { atOnce: true };
    case 2:
      return { names: { txnUuid: random.pick(['none', 'other']) } };
    default:
      return {
        names: random.pick([{ orderId: 'another' }, { action: 'upiCheckPermission' }]),
      };
  }
}
