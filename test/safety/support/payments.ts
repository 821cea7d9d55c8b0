import type { PaymentPlan, Simulator } from '../../../adapters/simulator/index.js';
import type { UpiCommand } from '../../../src/index.js';
import { pay } from '../../flow/support/paying.js';

/** One way to move money: the phone it starts on, and the command. */
export interface WayToPay {
  readonly name: string;
  readonly device: 'FRESH' | 'LINKED';
  command(simulator: Simulator): UpiCommand;
}

const mandate = {
  name: 'Gym',
  maxAmount: '2.00',
  amountRule: 'FIXED',
  frequency: 'MONTHLY',
  ruleType: 'ON',
  ruleValue: 5,
  startDate: Date.UTC(2026, 0, 6),
  endDate: Date.UTC(2027, 0, 6),
} as const;

/** Two rupees for order `A1`, in every way there is. */
const waysToPay: readonly WayToPay[] = [
  { name: 'pay', device: 'LINKED', command: () => pay('A1') },
  {
    name: 'mandate.create',
    device: 'LINKED',
    command: () => ({
      type: 'mandate.create',
      order: { orderId: 'A1', amount: '2.00' },
      mandate,
    }),
  },
  {
    name: 'checkout',
    device: 'LINKED',
    command: ({ server }) => ({
      type: 'checkout',
      sdkPayload: server.session({ orderId: 'A1', amount: '2.00' }).sdk_payload,
    }),
  },
  { name: 'pay with onboard', device: 'FRESH', command: () => pay('A1', { onboard: true }) },
];

/** What the person, the SDK and the bank do, agreeing or not. */
const plans: readonly (readonly [name: string, plan: PaymentPlan])[] = [
  ['SUCCESS', { answer: 'SUCCESS' }],
  ['PENDING, charged later', { answer: 'PENDING', debitAfter: 30_000 }],
  ['FAILURE, but debited', { answer: 'FAILURE', money: 'debited' }],
  ['FAILURE, declined', { answer: 'FAILURE' }],
  ['USER_ABORTED, no money', { answer: 'USER_ABORTED', money: 'none' }],
  ['silence, debited', { answer: 'silence' }],
];

/** One payment of `A1`. */
export interface Payment {
  readonly title: string;
  readonly way: WayToPay;
  readonly plan: PaymentPlan;
  /** Whether the merchant's server can be asked. Default: it can. */
  readonly orderStatus?: boolean;
}

/** Payments and mandates with every plan; the others with those that move money. */
const payments: readonly Payment[] = waysToPay.flatMap((way) =>
  plans
    .filter(([, plan]) => isDirect(way) || endsWithMoney(plan))
    .map(([answer, plan]) => ({ title: `${way.name}: ${answer}`, way, plan })),
);

/** The plain payment with every plan. */
export const plainPayments = payments.filter(({ way }) => way.name === 'pay');

/** The plain payment and the mandate, with every plan. */
export const directPayments = payments.filter(({ way }) => isDirect(way));

/** Every other way, with every plan that moves money. */
export const otherPayments = payments.filter(({ way }) => !isDirect(way));

function isDirect({ name }: WayToPay): boolean {
  return name === 'pay' || name === 'mandate.create';
}

/** With their titles in front, as `it.each` prints them in full. */
export function named<T extends { readonly title: string }>(
  cases: readonly T[],
): (readonly [string, T])[] {
  return cases.map((one) => [one.title, one] as const);
}

function endsWithMoney({ answer, money }: PaymentPlan): boolean {
  return money !== 'none' && (answer !== 'FAILURE' || money === 'debited');
}
