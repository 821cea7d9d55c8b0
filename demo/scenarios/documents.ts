import type { UpiCommand } from '../../src/index.js';
import type { Player } from '../player.js';
import { finish } from '../routes.js';
import { sampleResponse } from '../samples.js';
import type { Scenario } from '../scenario.js';

const DAY = 24 * 3_600_000;

/** The samples as answers: each in place of what the simulated SDK would say. */
export const documents: Scenario = {
  name: 'documents',
  about: 'The SDK answers in the words of the documents: every sample drives the flow.',
  world: { device: 'FRESH' },
  async play(player) {
    player.act('Binding: the sample says LINKED; the session token decides, and says BOUND');
    player.launch();
    await player.step('simList');
    answer(player, 'upiBindActivateDevice', 'bind and activate device');
    player.send({ type: 'sim.select', simId: '0' });
    await player.step('bankList');

    player.act('Onboarding on the screens of the SDK, and the session token after it');
    answer(player, 'onboarding', 'onboarding');
    answer(player, 'upiGetSessionToken', 'get session token');
    player.send({ type: 'onboard' });
    await player.step('ready');

    player.act('Payments and mandates');
    await order(player, 'onboardingAndPay', 'onboarding and pay', {
      type: 'pay',
      order: { orderId: 'ABCDE12345', amount: '200.00' },
      onboard: true,
    });
    await order(player, 'upiTxn', 'pay', {
      type: 'pay',
      order: { orderId: 'ABC1234567890', amount: '200.00' },
    });
    await order(player, 'onboardingAndPay', 'onboarding and create mandate', {
      ...mandate(player, 'mandate-1'),
      onboard: true,
    });
    await order(player, 'upiTxn', 'create mandate', mandate(player, 'mandate-2'));
    player.check('all seven sample answers went through the flow', player.samplesDelivered === 7);
  },
};

type MoneyCommand = Extract<UpiCommand, { type: 'pay' | 'mandate.create' }>;
type MandateCommand = Extract<UpiCommand, { type: 'mandate.create' }>;

function answer(player: Player, action: string, name: string): void {
  const sample = sampleResponse(name);
  player.emitSample(sample, `answers the next ${action}`);
  player.answersWith(action, sample.text);
}

async function order(
  player: Player,
  action: string,
  name: string,
  command: MoneyCommand,
): Promise<void> {
  answer(player, action, name);
  player.send(command);
  await finish(player, command.order.orderId);
}

/** The terms of the samples, where they keep the documents' own rules. */
function mandate(player: Player, orderId: string): MandateCommand {
  const startDate = player.simulator.clock.now();
  return {
    type: 'mandate.create',
    order: { orderId, amount: '10.00' },
    mandate: {
      name: 'Test Mandate',
      maxAmount: '10.00',
      amountRule: 'FIXED',
      frequency: 'WEEKLY',
      ruleType: 'BEFORE',
      ruleValue: 2,
      startDate,
      endDate: startDate + 243 * DAY,
    },
  };
}
