import { expect, it, onTestFinished } from 'vitest';
import type { InspectedStep } from '../../src/index.js';
import { createTestApp } from '../../testing/index.js';
import { pay } from './support/paying.js';

it('shows what every statechart does, by names and states alone', async () => {
  const one: InspectedStep[] = [];
  const two: InspectedStep[] = [];
  const app = createTestApp({
    world: { device: 'FRESH' },
    config: { inspect: [(step) => void one.push(step), (step) => void two.push(step)] },
  });
  await app.start();
  await app.send({ type: 'sim.select', simId: '0', mobileNumber: '919876543210' });
  await app.wait(30_000);
  await app.send(pay('A1', { onboard: true, mobileNumber: '919876543210' }));
  await app.wait(120_000);

  expect(two).toEqual(one);
  expect([...new Set(one.map(({ actor }) => actor))]).toEqual(
    expect.arrayContaining(['device', 'session', 'order:1']),
  );
  const order = one.filter(({ actor }) => actor === 'order:1').map(({ state }) => state);
  expect(order).toContainEqual({ open: 'submitted' });
  expect(order.at(-1)).toBe('success');
  expect(Object.keys(one[0] ?? {}).sort()).toEqual(['actor', 'at', 'event', 'state']);
  const seen = JSON.stringify(one);
  for (const secret of ['919876543210', '@upf', 'signature']) expect(seen).not.toContain(secret);
});

it('takes one sink as well, and goes on when it throws', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  const fault = new Error('a sink that breaks');
  const app = createTestApp({
    world: { device: 'LINKED' },
    config: {
      inspect: () => {
        throw fault;
      },
    },
  });
  await app.start();
  expect(app.step.name).toBe('ready');
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).toContain(fault);
});
