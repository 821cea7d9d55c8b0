import type { Player } from '../player.js';
import { begin, finish, pay, setMissingPin } from '../routes.js';
import { readSamples, sampleResponses } from '../samples.js';
import type { Scenario } from '../scenario.js';

const DAY = 24 * 3_600_000;

/** The whole way, and every way a payment can end. */
export const story: Scenario = {
  name: 'story',
  about:
    'From a phone that has never seen UPI to LINKED, then a payment of every outcome, a mandate.',
  async play(player) {
    await permit(player);
    await bind(player);
    await link(player);
    await payEveryWay(player);
    await createMandate(player);
    deliverSamples(player);
  },
};

async function permit(player: Player): Promise<void> {
  player.act('Act 1  A phone that has never seen UPI');
  player.launch();
  await player.step('permission');
  player.note('person', 'will allow SMS and phone state when the phone asks');
  player.send({ type: 'permission.request' });
  await player.step('simList');
}

async function bind(player: Player): Promise<void> {
  player.act('Act 2  The SIM, and an SMS token that expires once');
  player.note('phone', 'the first SMS will be held up on its way, the second one will not');
  player.simulator.person.sms('expired', 'arrives');
  player.send({ type: 'sim.select', simId: '1' });
  await player.step('bindExpired');
  player.send({ type: 'device.retry' });
  await player.step('bankList');
}

async function link(player: Player): Promise<void> {
  player.act('Act 3  Bank, account, address and PIN, to LINKED');
  const { banks } = await player.step('bankList');
  player.send({ type: 'bank.select', bankCode: banks[0]?.bankCode ?? '' });
  const { accounts } = await player.step('accountList');
  // The second account has no UPI PIN yet.
  player.send({ type: 'account.select', referenceIds: [accounts[1]?.referenceId ?? ''] });
  await player.step('vpa');
  player.send({ type: 'vpa.select', vpa: 'taken.asha@upf' });
  const { suggestions } = await player.step('vpa');
  player.note('person', `takes none of the ${suggestions.length} suggestions`);
  player.send({ type: 'vpa.select', vpa: 'asha.rao@upf' });
  await setMissingPin(player);
}

async function payEveryWay(player: Player): Promise<void> {
  player.act('Act 4  SUCCESS');
  await pay(player, { orderId: 'tea', amount: '20.00' });

  player.act('Act 5  PENDING, that later becomes CHARGED');
  begin(player, { orderId: 'train', amount: '745.50', plan: { answer: 'PENDING' } });
  await player.order('train', 'pending');
  await finish(player, 'train');

  player.act('Act 6  FAILURE');
  await pay(player, { orderId: 'rent', amount: '18000.00', plan: { answer: 'FAILURE' } });

  player.act('Act 7  Pay_Failure, on the screens of the SDK');
  const answer = 'Pay_Failure';
  await pay(player, { orderId: 'shoes', amount: '2499.00', onboard: true, plan: { answer } });

  player.act('Act 8  BACKPRESS, on the screens of the SDK');
  const back = { answer: 'BACKPRESS' } as const;
  await pay(player, { orderId: 'cinema', amount: '350.00', onboard: true, plan: back });

  player.act('Act 9  USER_ABORTED: hardware back on the PIN page');
  const stays = { answer: 'SUCCESS', actsAfter: Number.POSITIVE_INFINITY } as const;
  begin(player, { orderId: 'taxi', amount: '180.00', plan: stays });
  await player.pass(3_000);
  player.note('person', 'presses back');
  player.send({ type: 'back' });
  await finish(player, 'taxi');
}

async function createMandate(player: Player): Promise<void> {
  player.act('Act 10  A mandate and its first debit');
  const startDate = player.simulator.clock.now();
  player.send({
    type: 'mandate.create',
    order: { orderId: 'gym', amount: '499.00' },
    mandate: {
      name: 'Gym',
      maxAmount: '1500.00',
      amountRule: 'VARIABLE',
      frequency: 'MONTHLY',
      startDate,
      endDate: startDate + 365 * DAY,
    },
  });
  const { mandate } = await finish(player, 'gym');
  player.check('the mandate is active', mandate?.status === 'active');
}

/** They answer requests this flow never made: it must read them, and believe none. */
function deliverSamples(player: Player): void {
  player.act('Act 11  The sample answers of the documents arrive, as if they were ours');
  const before = player.state;
  for (const { sample, operation, says } of readSamples()) {
    player.emitSample(sample, `${operation} ${says}`);
  }
  for (const { text } of sampleResponses) player.deliver(text);
  player.check('nothing changed', player.state === before);
}
