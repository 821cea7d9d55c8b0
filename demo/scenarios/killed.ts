import { begin, launchLinked, timesSent } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** The process dies while the bank works. */
export const killed: Scenario = {
  name: 'killed',
  about: 'The app is killed while it pays: the next start knows, asks, and sends nothing again.',
  world: { device: 'LINKED' },
  async play(player) {
    await launchLinked(player);

    player.act('The person pays, and the phone kills the app before the SDK answers');
    begin(player, {
      orderId: 'train',
      amount: '745.50',
      plan: { answer: 'SUCCESS', money: 'debitedLater', debitAfter: 30_000, answerAfter: 20_000 },
    });
    await player.step('paying');
    await player.pass(5_000);
    player.kill();
    await player.pass(4_000);

    player.act('The app starts again on the same storage');
    player.launch();
    const found = await player.order('train', 'pending');
    player.check('the order is known and pending', !found.settled);
    await player.settled('train');
    player.check('it was sent once', timesSent(player, 'train') === 1);
    await player.step('ready');
  },
};
