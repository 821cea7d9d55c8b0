import { begin, finish, launchLinked } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** The merchant's server is out of reach while money moves. */
export const offlineServer: Scenario = {
  name: 'offline-server',
  about: 'The order status fails for a while: nothing is called failed until the server is back.',
  world: { device: 'LINKED' },
  async play(player) {
    const { server } = player.simulator;
    await launchLinked(player);

    player.act('The SDK says SUCCESS, the server says nothing');
    server.failsNext('orderStatus', 4);
    begin(player, { orderId: 'tea', amount: '20.00' });
    const tea = await player.order('tea', 'success');
    player.check('success is shown at once, not yet verified', !tea.verified);
    player.check('and verified once the server is back', (await finish(player, 'tea')).verified);

    player.act('The SDK says FAILURE, the server says nothing');
    server.failsNext('orderStatus', 4);
    begin(player, { orderId: 'rent', amount: '18000.00', plan: { answer: 'FAILURE' } });
    const rent = await player.order('rent', 'pending', 'failure');
    player.check('it is pending until the server confirms it', rent.status === 'pending');
    await finish(player, 'rent');
  },
};
