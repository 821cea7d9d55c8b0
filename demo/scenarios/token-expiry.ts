import { linkFirstAccount, pay } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** SMS tokens that run out, and an answer that comes too late to count. */
export const tokenExpiry: Scenario = {
  name: 'token-expiry',
  about: 'One SMS token expires, the next is answered too late, the third one binds.',
  world: { device: 'FRESH' },
  timings: { smsToken: 75_000 },
  async play(player) {
    const { person, phone } = player.simulator;
    player.act('The first token: the rails say that it expired');
    person.sms('expired', 'late', 'arrives');
    player.launch();
    await player.step('simList');
    player.send({ type: 'sim.select', simId: '0' });
    await player.step('bindExpired');

    player.act('The second token: silence until its time is up');
    player.send({ type: 'device.retry' });
    await player.step('binding');
    await player.step('bindExpired');

    player.act('The third token: verified in time');
    player.send({ type: 'device.retry' });
    await player.step('bankList');
    player.check('three SMS were sent', phone.smsSent === 3);

    player.act('The late answer to the second token moves nothing; the status is read anew');
    await player.pass(20_000);
    player.check('the device is bound', player.state.device === 'bound');
    await linkFirstAccount(player, 'asha.rao@upf');
    await pay(player, { orderId: 'tea', amount: '20.00' });
  },
};
