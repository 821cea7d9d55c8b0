import { begin, finish, launchLinked, timesSent } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** The merchant's session ends in the middle of a payment. */
export const sessionExpiry: Scenario = {
  name: 'session-expiry',
  about: 'The session expires while the person pays: updateAuth goes along, the payment goes on.',
  world: { device: 'LINKED' },
  async play(player) {
    await launchLinked(player);
    player.act('The person takes their time on the PIN page; the session does not wait');
    begin(player, {
      orderId: 'tea',
      amount: '20.00',
      plan: { answer: 'SUCCESS', actsAfter: 20_000 },
    });
    await player.step('paying');
    await player.pass(5_000);
    player.simulator.wire.expireSession();
    await finish(player, 'tea');
    player.check('the payment was sent once', timesSent(player, 'tea') === 1);
  },
};
