import { isSigned } from '../merchant/keys.js';
import { type Merchant, openMerchant } from '../merchant/open-merchant.js';
import type { Player } from '../player.js';
import { finish } from '../routes.js';
import type { Scenario } from '../scenario.js';

const DAY = 24 * 3_600_000;

/** Third-party validation, with the merchant's own server on the way. */
export const tpv: Scenario = {
  name: 'tpv',
  about: 'TPV sessions, plain and with a mandate, from a real server’s POST /sessions to delivery.',
  world: { device: 'LINKED', merchant: { customerId: 'asha' }, verify: isSigned },
  async play(player) {
    const merchant = await openMerchant(player);
    try {
      await open(player);
      await buyOnce(player, merchant);
      await buyEveryMonth(player, merchant);
      await lookBehind(player, merchant);
    } finally {
      await merchant.close();
    }
  },
};

async function open(player: Player): Promise<void> {
  player.act('A phone that is LINKED, and a merchant’s server behind real sockets');
  player.note('server', 'listens on a port of this machine, and so does a simulated Juspay');
  player.launch();
  await player.step('ready');
}

async function buyOnce(player: Player, merchant: Merchant): Promise<void> {
  player.act('Shares of a fund, which only the customer’s own account may pay');
  await merchant.placeOrder({ orderId: 'fund', amount: '5000.00', payBy: 'session' });
  await checkOut(player, merchant, 'fund');
  await merchant.delivered('fund');
  player.check('it was delivered once', (await merchant.deliveries('fund')) === 1);
}

async function buyEveryMonth(player: Player, merchant: Merchant): Promise<void> {
  player.act('The same every month by a mandate; one webhook is lost, one comes twice');
  const { clock } = player.simulator;
  merchant.juspay.webhooks.arm('duplicate', { event: 'ORDER_SUCCEEDED' });
  merchant.juspay.webhooks.arm('lose', { event: 'TXN_CHARGED' });
  await merchant.placeOrder({
    orderId: 'sip',
    amount: '500.00',
    payBy: 'session',
    mandate: {
      name: 'Monthly plan',
      maxAmount: '1000.00',
      amountRule: 'VARIABLE',
      frequency: 'MONTHLY',
      startDate: clock.now(),
      endDate: clock.now() + 365 * DAY,
    },
  });
  await checkOut(player, merchant, 'sip');
  await merchant.delivered('sip');
  await player.pass(5_000);
  player.check('it was delivered once', (await merchant.deliveries('sip')) === 1);
  const { mandate } = player.simulator.ledger.order('sip') ?? {};
  player.check('its mandate is active', mandate?.status === 'ACTIVE');
}

async function lookBehind(player: Player, merchant: Merchant): Promise<void> {
  player.act('Behind the counter');
  const kept = await merchant.everythingKept();
  const isClean = merchant.secrets.every((secret) => !kept.includes(secret));
  player.check('no key, token, phone or account number is in its tables or its log', isClean);
  player.check('its log tells of no error', merchant.errors.length === 0);
}

/** From the session to the end of the payment. */
async function checkOut(player: Player, merchant: Merchant, orderId: string): Promise<void> {
  const sdkPayload = await merchant.session(orderId);
  player.send({ type: 'checkout', sdkPayload });
  await finish(player, orderId);
  const verbatim = JSON.stringify(sdkPayload);
  const times = player.simulator.wire.traffic.filter((entry) => entry.raw === verbatim).length;
  player.check('the payload crossed the bridge once, byte for byte', times === 1);
}
