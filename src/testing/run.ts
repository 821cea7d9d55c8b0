import type { UpiFlow } from '../index.js';
import type { Action, Script } from './action.js';
import { type Bed, createBed } from './bed.js';
import { chooseAction, moodOf } from './choose.js';
import {
  type Secrets,
  type Violation,
  violationsAfterStop,
  violationsAtRest,
  violationsOf,
} from './invariants.js';
import { createRandom } from './random.js';

/**
 * What one schedule came to.
 *
 * @example
 * ```ts
 * const run: Run = await runScript(script);
 * run.violations.map(({ rule }) => rule); // ['S2']
 * ```
 */
export interface Run {
  readonly script: Script;
  /** Empty when every rule held. */
  readonly violations: readonly Violation[];
  readonly bed: Bed;
}

/** What the simulated world holds and nobody may see. */
const SECRETS: Secrets = ['482913', '919876543210', '9876543210', '919123456780'];

const DEVICES = ['LINKED', 'LINKED', 'LINKED', 'BOUND', 'FRESH', 'NOPERMISSION'] as const;

/** Runs one random schedule of `length` steps. */
export async function runRandom(
  seed: number,
  length: number,
  watch: (flow: UpiFlow) => void,
  afterStep: (bed: Bed) => void = () => {},
): Promise<Run> {
  const random = createRandom(seed);
  const device = random.pick(DEVICES);
  const orderStatus = random.chance(0.9);
  const mood = moodOf(random);
  const setting = { seed, device, orderStatus };
  const bed = await createBed({ ...setting, actions: [] }, watch);
  const actions: Action[] = [];
  for (let step = 0; step < length; step += 1) {
    const action = chooseAction(random, bed, mood);
    actions.push(action);
    await bed.act(action);
    afterStep(bed);
    const violations = violationsOf(bed, SECRETS);
    if (violations.length > 0) return { script: { ...setting, actions }, violations, bed };
  }
  return { script: { ...setting, actions }, violations: await ending(bed, orderStatus), bed };
}

/**
 * Runs a script as it is written, and stops at the first step that breaks a rule. Then everything
 * works again, time passes, and what must hold at rest is checked. `watch` gets every flow before
 * it starts. `goOn` is asked before the ending: without it, the ending always runs.
 *
 * @example
 * ```ts
 * const { violations } = await runScript({
 *   seed: 1,
 *   device: 'LINKED',
 *   orderStatus: true,
 *   actions: [{ do: 'die' }],
 * });
 * expect(violations).toEqual([]);
 * ```
 */
export async function runScript(
  script: Script,
  watch: (flow: UpiFlow) => void = () => {},
  goOn: (bed: Bed) => boolean = () => true,
): Promise<Run> {
  const bed = await createBed(script, watch);
  for (const action of script.actions) {
    await bed.act(action);
    const violations = violationsOf(bed, SECRETS);
    if (violations.length > 0) return { script, violations, bed };
  }
  const violations = goOn(bed) ? await ending(bed, script.orderStatus) : [];
  return { script, violations, bed };
}

async function ending(bed: Bed, offersStatus: boolean): Promise<Violation[]> {
  await bed.calm();
  const violations = [...violationsOf(bed, SECRETS), ...violationsAtRest(bed, offersStatus)];
  bed.flow.stop();
  return [...violations, ...violationsAfterStop(bed)];
}
