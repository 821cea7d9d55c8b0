import { expect, it } from 'vitest';
import { createRandom } from '../../../adapters/simulator/random.js';
import { createRawApp } from './raw-app.js';

/** A day in the life of a phone, with faults, a restart and an expired session. */
async function script(seed: number): Promise<string> {
  const app = createRawApp({ seed });
  const { simulator } = app;
  const { person, wire, server, clock } = simulator;
  person.sms('expired', 'arrives');
  person.plansOrder('o1', { answer: 'PENDING', refundAfter: 5_000 });
  await app.start();
  await app.ask('upiGetPermission');
  const bind = { simId: '0', isBindAndActivateRequest: 'true' };
  await app.askSigned('upiBindActivateDevice', bind);
  await app.askSigned('upiBindActivateDevice', bind);
  wire.fault('duplicate', { action: 'onboardingAndPay' });
  server.authorization = 'clientAuthToken';
  await app.askSigned('onboardingAndPay', {}, { order_id: 'o1', amount: '9.00' });
  simulator.restart();
  app.listen();
  server.authorization = 'jws';
  await app.start();
  simulator.sdk.process(server.session({ orderId: 'o2', amount: '3.00' }).sdk_payload);
  await clock.advance(20 * 60_000);
  app.send('upiGetBankList');
  await clock.advance(5 * 60_000);
  return JSON.stringify({
    traffic: wire.traffic,
    orders: simulator.ledger.orders,
    calls: server.calls,
    now: clock.now(),
  });
}

it('gives the same bytes for the same seed and script', async () => {
  const [first, second] = [await script(7), await script(7)];
  expect(second).toBe(first);
  expect(first.length).toBeGreaterThan(5_000);
});

it('gives other bytes for another seed', async () => {
  expect(await script(8)).not.toBe(await script(7));
});

it('draws well-formed identifiers, independent of each other', () => {
  const random = createRandom(3);
  expect(random.uuid()).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(random.digits(12)).toMatch(/^[1-9]\d{11}$/);
  const fork = random.fork('a').hex(16);
  random.hex(100);
  expect(random.fork('a').hex(16)).toBe(fork);
  expect(random.fork('b').hex(16)).not.toBe(fork);
  for (let round = 0; round < 1_000; round += 1) {
    const number = random.between(3, 5);
    expect(number).toBeGreaterThanOrEqual(3);
    expect(number).toBeLessThanOrEqual(5);
  }
});
