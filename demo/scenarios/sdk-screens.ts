import { begin, finish } from '../routes.js';
import type { Scenario } from '../scenario.js';

/** The SDK's own screens do everything. */
export const sdkScreens: Scenario = {
  name: 'sdk-screens',
  about: 'onboard: true from a FRESH phone: the SDK binds, links and pays on its own screens.',
  world: { device: 'FRESH' },
  async play(player) {
    player.act('A phone that is not registered, and a person who just wants to pay');
    player.launch();
    await player.step('simList');
    begin(player, { orderId: 'tea', amount: '20.00', onboard: true });
    await player.step('paying');
    player.note('person', 'goes through the screens of the SDK: SIM, bank, account, PIN');
    await finish(player, 'tea');
    await player.step('ready');
    player.check('the phone is linked now', player.state.device === 'linked');
  },
};
