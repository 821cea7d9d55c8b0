import type { Player } from '../player.js';
import { launchLinked, pay } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** Money that was paid goes back: a part of it, and all of it. */
export const refunds: Scenario = {
  name: 'refunds',
  about: 'A part goes back; all of it, which takes its time; the server speaks Juspay’s own words.',
  world: { device: 'LINKED' },
  async play(player) {
    const { server } = player.simulator;
    server.statusForm = 'juspay';
    await launchLinked(player);

    player.act('A part of it goes back, and the server tells the app at once');
    await pay(player, { orderId: 'shoes', amount: '2499.00' });
    server.refunds('shoes', { amount: '500.00', status: 'SUCCESS' });
    notifyApp(player, 'shoes');
    const shoes = player.state.orders['shoes'];
    player.check('it stays paid', shoes?.status === 'success' && !shoes.canRetry);

    player.act('All of it is to go back: a person at Juspay looks at it first');
    await pay(player, { orderId: 'train', amount: '745.50' });
    const id = server.refunds('train', { status: 'MANUAL_REVIEW' });
    notifyApp(player, 'train');
    const train = player.state.orders['train'];
    player.check('what is on its way is not back', train?.status === 'success');
    server.refunds('train', { id, status: 'SUCCESS' });
    player.note('person', 'goes on shopping; the order is looked up after 1, 5 and 15 minutes');
    const back = await player.order('train', 'refunded');
    player.check('all of it is back', back.settled && back.refund?.amount === '745.50');
  },
};

/** A webhook came, and the server passes on what it holds. */
function notifyApp(player: Player, orderId: string): void {
  player.note('server', `got a webhook about ${orderId}, and pushes it to the app`);
  player.send({
    type: 'order.inform',
    orderId,
    status: player.simulator.server.pushes.order(orderId),
  });
}
