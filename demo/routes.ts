import type { PaymentPlan } from '../adapters/simulator/index.js';
import type { UpiCommand, UpiOrder } from '../src/index.js';
import type { Player } from './player.js';

/** The debit card of the person in these stories; its digits are never printed. */
const CARD = { cardLastSix: '730194', cardExpiry: '0929' };

/** Starts the app on a phone that is LINKED already. */
export async function launchLinked(player: Player): Promise<void> {
  player.act('A phone that is LINKED');
  player.launch();
  await player.step('ready');
}

/** From the list of banks to LINKED, with an account that has its UPI PIN. */
export async function linkFirstAccount(player: Player, vpa: string): Promise<void> {
  const { banks } = await player.step('bankList');
  player.send({ type: 'bank.select', bankCode: banks[0]?.bankCode ?? '' });
  const { accounts } = await player.step('accountList');
  player.send({ type: 'account.select', referenceIds: [accounts[0]?.referenceId ?? ''] });
  await player.step('vpa');
  player.send({ type: 'vpa.select', vpa });
  await player.step('ready');
}

/** Sets the UPI PIN of the first account that lacks one. */
export async function setMissingPin(player: Player): Promise<void> {
  const { accounts } = await player.step('mpin');
  player.note('person', 'types the card digits into the app, the PIN on the page of NPCI');
  player.send({ type: 'mpin.set', referenceId: accounts[0]?.referenceId ?? '', ...CARD });
  await player.step('ready');
}

/** What a payment is made of. */
export interface Payment {
  readonly orderId: string;
  readonly amount: string;
  readonly plan?: PaymentPlan | undefined;
  /** On the SDK's own screens (`onboardingAndPay`). */
  readonly onboard?: boolean | undefined;
}

function payCommand({ orderId, amount, onboard }: Payment): UpiCommand {
  return { type: 'pay', order: { orderId, amount }, onboard };
}

/** Pays, lets it end, and leaves the outcome screen. */
export async function pay(player: Player, payment: Payment): Promise<UpiOrder> {
  begin(player, payment);
  return finish(player, payment.orderId);
}

/** Sends the payment and returns at once. */
export function begin(player: Player, payment: Payment): void {
  const { orderId, plan } = payment;
  if (plan !== undefined) player.simulator.person.plansOrder(orderId, plan);
  player.send(payCommand(payment));
}

/** Waits for the truth about an order and leaves its outcome screen. */
export async function finish(player: Player, orderId: string): Promise<UpiOrder> {
  const order = await player.settled(orderId);
  player.send({ type: 'order.dismiss', orderId });
  return order;
}

/** How often the SDK was asked to process this order, by what crossed the bridge. */
export function timesSent(player: Player, orderId: string): number {
  const sent = player.simulator.wire.traffic.filter((entry) => entry.call === 'process');
  return sent.filter(({ raw }) => raw.includes(`\\"order_id\\":\\"${orderId}\\"`)).length;
}
