import { createSimulator } from '../../../adapters/simulator/index.js';
import { createUpiFlow } from '../../../src/index.js';
import type { Times } from './emit.js';

const FLOWS = 40;
const EVENTS = 4_000;
const REFRESHES = 100;

/** Hermes has no clock finer than a millisecond: everything is done many times. */
export async function measure(): Promise<Times> {
  return { ...(await starts()), ...(await events()) };
}

async function starts(): Promise<Pick<Times, 'create' | 'ready'>> {
  let create = 0;
  let ready = 0;
  for (let count = 0; count < FLOWS; count += 1) {
    const { config, clock } = world();
    const began = Date.now();
    const flow = createUpiFlow(config);
    create += Date.now() - began;
    flow.start();
    await clock.settle();
    while (!flow.can({ type: 'device.refresh' }) && (await clock.next()));
    ready += Date.now() - began;
    flow.stop();
  }
  return { create: create / FLOWS, ready: ready / FLOWS };
}

async function events(): Promise<Pick<Times, 'event' | 'refresh'>> {
  const { config, clock } = world();
  let hear: (raw: unknown) => void = () => undefined;
  const { sdk } = config;
  const flow = createUpiFlow({
    ...config,
    sdk: {
      ...sdk,
      subscribe(listener) {
        hear = listener;
        return sdk.subscribe(listener);
      },
    },
  });
  flow.start();
  await clock.settle();
  while (flow.getSnapshot().step.name !== 'ready' && (await clock.next()));
  let states = 0;
  flow.subscribe(() => {
    states += 1;
  });

  const event = timed(EVENTS, (at) => {
    hear(`{"event":"${at % 2 === 0 ? 'show_loader' : 'hide_loader'}","payload":{}}`);
  });
  if (states !== EVENTS) throw new Error(`${states} states for ${EVENTS} events`);

  const began = Date.now();
  for (let count = 0; count < REFRESHES; count += 1) {
    flow.send({ type: 'device.refresh' });
    while (!flow.can({ type: 'device.refresh' }) && (await clock.next()));
  }
  const refresh = (Date.now() - began) / REFRESHES;
  flow.stop();
  return { event, refresh };
}

function world() {
  const simulator = createSimulator({ device: 'LINKED' });
  const { sdk, backend, clock } = simulator;
  const merchant = { ...simulator.merchant, environment: 'sandbox' } as const;
  return { clock, config: { sdk, backend, clock, merchant, newId: countedIds() } };
}

function countedIds(): () => string {
  let next = 0;
  return () => {
    next += 1;
    return `00000000-0000-4000-8000-${String(next).padStart(12, '0')}`;
  };
}

function timed(times: number, work: (at: number) => void): number {
  const began = Date.now();
  for (let at = 0; at < times; at += 1) work(at);
  return (Date.now() - began) / times;
}
