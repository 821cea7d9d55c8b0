import type { PaymentPlan } from '../../adapters/simulator/index.js';
import type { UpiOrder } from '../../src/index.js';
import type { Player } from '../player.js';
import { finish, launchLinked } from '../routes.js';
import type { Scenario } from '../scenario.js';

const DAY = 24 * 3_600_000;

/** The status of a mandate stands inside the order: its first debit is one thing, the mandate another. */
export const nestedMandates: Scenario = {
  name: 'nested-mandates',
  about:
    'The server prints the mandate inside its order: one is active; one failed, and was debited.',
  world: { device: 'LINKED' },
  async play(player) {
    player.simulator.server.statusForm = 'juspay';
    await launchLinked(player);

    player.act('A mandate that is agreed on, with its first debit');
    const gym = await subscribe(player, 'gym', { answer: 'SUCCESS' });
    player.check('the mandate is active', gym.mandate?.status === 'active');

    player.act('The first debit is made, and the bank refuses the mandate');
    const papers = await subscribe(player, 'papers', { answer: 'SUCCESS', mandate: 'failed' });
    player.check('the debit is shown as paid', papers.status === 'success' && !papers.canRetry);
    player.check('and the mandate as failed', papers.mandate?.status === 'failed');

    player.act('An object about the mandate says nothing about the money');
    const { server } = player.simulator;
    server.statusForm = 'mandate';
    player.note('server', 'answers order status with the mandate: status CREATED');
    const cinema = await subscribe(
      player,
      'cinema',
      { answer: 'PENDING', debitAfter: 5_000 },
      false,
    );
    player.check('the order stays pending', cinema.status === 'pending' && !cinema.settled);
    server.statusForm = 'juspay';
    await player.settled('cinema');
  },
};

async function subscribe(
  player: Player,
  orderId: string,
  plan: PaymentPlan,
  settles = true,
): Promise<UpiOrder> {
  const { clock, person } = player.simulator;
  person.plansOrder(orderId, plan);
  const startDate = clock.now();
  player.send({
    type: 'mandate.create',
    order: { orderId, amount: '499.00' },
    mandate: {
      name: 'Subscription',
      maxAmount: '1500.00',
      amountRule: 'VARIABLE',
      frequency: 'MONTHLY',
      startDate,
      endDate: startDate + 365 * DAY,
    },
  });
  if (settles) return finish(player, orderId);
  const order = await player.order(orderId, 'pending');
  await player.pass(60_000);
  return player.order(orderId, order.status);
}
