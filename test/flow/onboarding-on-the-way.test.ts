import { expect, it } from 'vitest';
import { createTestApp } from '../../testing/index.js';

it('reads the device anew after a payment that onboarded on the way', async () => {
  const app = createTestApp({ world: { device: 'FRESH' } });
  await app.start();
  await app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' }, onboard: true });
  await app.wait(120_000);
  await app.send({ type: 'order.dismiss', orderId: 'A1' });
  expect(app.simulator.phone.status).toBe('LINKED');
  expect(app.state.device).toBe('linked');
  expect(app.steps().at(-1)).toBe('ready');
  // The account it linked is the one the next payment takes.
  await app.send({ type: 'pay', order: { orderId: 'A2', amount: '3.00' } });
  await app.wait(60_000);
  expect(app.order('A2').status).toBe('success');
});

it('reads it anew as well when the person left half way', async () => {
  const app = createTestApp({ world: { device: 'FRESH' } });
  app.simulator.person.plansOrder('A1', { answer: 'BACKPRESS' });
  await app.start();
  await app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' }, onboard: true });
  await app.wait(120_000);
  expect(app.state.device).toBe(app.simulator.phone.status.toLowerCase());
});
