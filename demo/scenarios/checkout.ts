import { finish, launchLinked } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** A session of the merchant's server, for third-party validation. */
export const checkout: Scenario = {
  name: 'checkout',
  about: 'A session with TPV from the server is passed on verbatim, and paid on the payment page.',
  world: { device: 'LINKED' },
  async play(player) {
    const { server, wire } = player.simulator;
    await launchLinked(player);

    player.act('The server makes a session for an order that only the own account may pay');
    const session = server.session({ orderId: 'fund', amount: '5000.00', tpv: true });
    player.note('server', 'answers the session with its sdk_payload');
    player.send({ type: 'checkout', sdkPayload: session.sdk_payload });
    await finish(player, 'fund');
    const verbatim = JSON.stringify(session.sdk_payload);
    const times = wire.traffic.filter((entry) => entry.raw === verbatim).length;
    player.check('the payload crossed the bridge once, byte for byte', times === 1);
  },
};
