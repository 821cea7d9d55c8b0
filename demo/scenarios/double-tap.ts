import { begin, finish, launchLinked, timesSent } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** A person taps Pay more often than they mean to. */
export const doubleTap: Scenario = {
  name: 'double-tap',
  about: 'Pay is tapped twice, and again after the success: one request, one debit.',
  world: { device: 'LINKED' },
  async play(player) {
    const tea = { orderId: 'tea', amount: '20.00' };
    await launchLinked(player);

    player.act('Two taps on the same button, and a tap on another one');
    begin(player, tea);
    begin(player, tea);
    await player.step('paying');
    begin(player, { orderId: 'cake', amount: '90.00' });
    await finish(player, 'tea');

    player.act('And one more, after it was paid');
    begin(player, tea);
    await player.pass(30_000);
    player.check('it was sent once', timesSent(player, 'tea') === 1);
    player.check('the other order was never sent', timesSent(player, 'cake') === 0);
  },
};
