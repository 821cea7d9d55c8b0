import { begin, finish, launchLinked } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** What the SDK says is not what the bank does. */
export const lateSuccess: Scenario = {
  name: 'late-success',
  about: 'The SDK says FAILURE, the money goes out a minute later; another order is refunded.',
  world: { device: 'LINKED' },
  async play(player) {
    await launchLinked(player);

    player.act('The SDK says FAILURE, the bank is still at work');
    begin(player, {
      orderId: 'rent',
      amount: '18000.00',
      plan: { answer: 'FAILURE', money: 'debitedLater', debitAfter: 60_000 },
    });
    const rent = await player.order('rent', 'pending', 'failure');
    player.check('it is never shown as failed', rent.status === 'pending');
    await finish(player, 'rent');

    player.act('The SDK says PENDING, the bank takes the money and gives it back');
    begin(player, {
      orderId: 'train',
      amount: '745.50',
      plan: { answer: 'PENDING', debitAfter: 6_000, refundAfter: 1_000 },
    });
    await finish(player, 'train');
  },
};
