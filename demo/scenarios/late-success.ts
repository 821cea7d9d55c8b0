import { begin, finish, launchLinked } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** What the SDK says is not what the bank does. */
export const lateSuccess: Scenario = {
  name: 'late-success',
  about: 'FAILURE, and the money goes out later; one refunded; one that the server knows late.',
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

    player.act('The SDK says BACKPRESS, and the server is four minutes behind the bank');
    player.simulator.server.lag(4 * 60_000);
    begin(player, {
      orderId: 'gas',
      amount: '910.00',
      onboard: true,
      plan: { answer: 'BACKPRESS', money: 'debited' },
    });
    const gas = await finish(player, 'gas');
    player.check('it is believed for now', gas.status === 'backPress' && gas.canRetry);
    player.note('person', 'goes on shopping; the order is looked up after 1, 5 and 15 minutes');
    const found = await player.order('gas', 'success');
    player.check('the money is found', found.settled && found.verified && !found.canRetry);
  },
};
