import { expect } from 'vitest';
import { createSimulator, type Simulator } from '../../../adapters/simulator/index.js';
import { withoutNames } from '../../../src/testing/canonical.js';
import { createFaultyStorage, type FaultyStorage } from '../../../src/testing/faulty-storage.js';
import type { App } from '../../flow/support/app.js';
import { moneyRequests, processed } from '../../flow/support/wire.js';
import { begin, type Killer, killer, liveOn } from './lives.js';
import type { Payment } from './payments.js';

const MINUTE = 60_000;

/** A payment of `A1` that was begun and, maybe, killed. */
export interface Scene {
  readonly simulator: Simulator;
  readonly storage: FaultyStorage;
}

/** Called before every step with its number. */
type Watch = (scene: Scene, step: number) => void;

/** Pays in a process that is killed at its `at`-th step, the command being the first. */
export async function payAndDie(
  { way, plan, orderStatus }: Payment,
  at: number,
  watch: Watch = () => {},
): Promise<Scene & { readonly death: Killer }> {
  const simulator = createSimulator({ device: way.device, orderStatus });
  const storage = createFaultyStorage(simulator.clock);
  const scene = { simulator, storage };
  const death = killer(at, (step) => watch(scene, step));
  const life = begin(simulator, storage, { step: death.step });
  await life.app.start();
  simulator.person.plansOrder('A1', plan);
  const command = way.command(simulator);
  death.arm(life);
  if (death.step('command')) life.app.flow.send(command);
  const settled = () => life.app.state.orders['A1']?.settled === true;
  await liveOn(simulator, death, settled, 30 * MINUTE);
  life.end();
  simulator.restart();
  return { ...scene, death };
}

/** Starts the app again, and kills it at its `at`-th step, the start being the first. */
export async function recoverAndDie(
  scene: Scene,
  at: number,
  watch: Watch = () => {},
): Promise<Killer> {
  const { simulator, storage } = scene;
  const death = killer(at, (step) => watch(scene, step));
  const life = begin(simulator, storage, { step: death.step });
  death.arm(life);
  if (death.step('start')) life.app.flow.start();
  const rests = () => life.app.state.sdk === 'ready' && isSettled(life.app);
  await liveOn(simulator, death, rests, 30 * MINUTE);
  life.end();
  simulator.restart();
  return death;
}

/** Notes the first step of every state that the world is in: dying elsewhere makes no difference. */
function tellingSteps(): { readonly steps: () => number[]; readonly watch: Watch } {
  const found = new Map<string, number>();
  return {
    steps: () => [...found.values()],
    watch: (scene, step) => {
      const print = printOf(scene);
      if (!found.has(print)) found.set(print, step);
    },
  };
}

/** The steps of a payment that change what outlives its process. */
export async function stepsThatTell(payment: Payment): Promise<number[]> {
  const { steps, watch } = tellingSteps();
  await payAndDie(payment, Number.POSITIVE_INFINITY, watch);
  return steps();
}

/** The steps of the process after it that do so, after this death. */
export async function stepsOfRecovery(payment: Payment, step: number): Promise<number[]> {
  const { steps, watch } = tellingSteps();
  await recoverAndDie(await payAndDie(payment, step), Number.POSITIVE_INFINITY, watch);
  return steps();
}

function isSettled(app: App): boolean {
  return Object.values(app.state.orders).every((order) => order.settled);
}

/** What outlives a process, without names and times: scenes that print the same end the same. */
function printOf({ simulator, storage }: Scene): string {
  const stored = [...storage.items.values()].map(withoutNames);
  const ledger = simulator.ledger.orders.map(({ status, debits }) => [status, debits.length]);
  return JSON.stringify([stored, ledger, moneyRequests(simulator).length]);
}

/** What the storage says about `A1`, as the record of the money rules: one that is listed, too. */
function recordOf({ storage }: Scene): { readonly settled: boolean } | undefined {
  const texts = [...storage.items];
  const lists = texts.filter(([key]) => /\/(?:open|settled)\//.test(key));
  const isListed = lists.some(([, text]) => /[":]A1"/.test(text));
  const record = texts.find(
    ([key, text]) => /\/order\//.test(key) && text.includes('"orderId":"A1"'),
  );
  // A record that is not listed yet was never sent.
  return isListed && record !== undefined ? JSON.parse(record[1]) : undefined;
}

/** What must hold in every process after a death: nothing is sent, and what is open is shown. */
export async function showsWhatIsOpen(scene: Scene, app: App): Promise<void> {
  const record = recordOf(scene);
  if (moneyRequests(scene.simulator).length > 0) expect(record).toBeDefined();
  app.flow.start();
  await scene.simulator.clock.settle();
  expect(app.state.sdk).toBe('starting');
  const order = app.state.orders['A1'];
  expect(order === undefined).toBe(record === undefined);
  if (record?.settled !== false) return;
  expect(order).toMatchObject({ settled: false, canRetry: false, verified: false });
  // A success that the SDK told of is shown at once, and still open.
  expect(order?.status).toBe(order?.reported === 'success' ? 'success' : 'pending');
}

/** The order as the ledger has it. */
export async function settlesToTheTruth(scene: Scene, app: App): Promise<void> {
  const { simulator } = scene;
  const known = recordOf(scene) !== undefined;
  for (let minute = 0; minute < 3 && !isSettled(app); minute += 1) await app.wait(MINUTE);
  const order = app.state.orders['A1'];
  expect(order === undefined).toBe(!known);
  if (order === undefined) return;
  const truth = simulator.ledger.order('A1');
  const paid = simulator.ledger.debits('A1').length > 0;
  const ended = /FAILED/.test(truth?.status ?? '');
  if (paid) expect(order).toMatchObject({ status: 'success', verified: true, settled: true });
  else if (ended) expect(order).toMatchObject({ verified: true, settled: true });
  if (!paid) expect(order.status).not.toBe('success');
  if (!paid && !ended && !order.settled) expect(order.status).toBe('pending');
}

/** Once for ever: no request twice, at most one that moves money, at most one debit. */
export function sentOnce({ simulator }: Scene, sentBefore: number): void {
  const ids = processed(simulator).map((request) => request.requestId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(moneyRequests(simulator)).toHaveLength(sentBefore);
  expect(sentBefore).toBeLessThanOrEqual(1);
  expect(simulator.ledger.debits('A1').length).toBeLessThanOrEqual(1);
}

/** 0, 1, 2, ... for as long as a case has such a step; a case without an end is a fault. */
export function* everyStep(): Generator<number> {
  for (let step = 0; step < 500; step += 1) yield step;
  throw new Error('it has no end');
}

/** Says at which step a case broke. */
export async function at(what: string, check: () => void | Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (error instanceof Error) error.message = `${what}: ${error.message}`;
    throw error;
  }
}
