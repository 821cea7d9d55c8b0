import { linkFirstAccount, pay } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** A person who says no first. */
export const refusedPermission: Scenario = {
  name: 'refused-permission',
  about: 'The person denies the permission, then grants it, and gets on.',
  async play(player) {
    const { person } = player.simulator;
    player.act('No');
    person.answersPermission('deny');
    player.launch();
    await player.step('permission');
    player.note('person', 'will refuse');
    player.send({ type: 'permission.request' });
    await player.step('permissionRefused');

    player.act('Yes');
    person.answersPermission('grant');
    player.note('person', 'has read why it is needed, and will allow it');
    player.send({ type: 'permission.request' });
    await player.step('simList');
    player.send({ type: 'sim.select', simId: '0' });
    await linkFirstAccount(player, 'asha.rao@upf');
    await pay(player, { orderId: 'tea', amount: '20.00' });
  },
};
