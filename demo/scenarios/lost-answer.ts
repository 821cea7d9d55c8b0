import { begin, finish, launchLinked } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** The SDK's answer never comes. */
export const lostAnswer: Scenario = {
  name: 'lost-answer',
  about: 'The SDK never answers, or its answer is lost: after the deadline the server is asked.',
  world: { device: 'LINKED' },
  timings: { process: 120_000 },
  async play(player) {
    const { wire } = player.simulator;
    await launchLinked(player);

    player.act('The SDK says nothing at all');
    begin(player, { orderId: 'tea', amount: '20.00', plan: { answer: 'silence' } });
    await player.order('tea', 'pending');
    await finish(player, 'tea');

    player.act('The SDK says SUCCESS, and the bridge loses it');
    wire.fault('drop', { action: 'upiTxn' });
    begin(player, { orderId: 'cake', amount: '90.00' });
    await player.order('cake', 'pending');
    await finish(player, 'cake');
  },
};
