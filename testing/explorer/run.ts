import type { UpiFlow } from '../../src/index.js';
import type { Action, Script } from './action.js';
import { chooseAction, type Profile, profileOf } from './choose.js';
import { describeStates } from './describe-states.js';
import { createFlowHarness, type FlowHarness } from './flow-harness.js';
import {
  type Secrets,
  type Violation,
  violationsAtRest,
  violationsOf,
  violationsOfPayingAgain,
  violationsOnceQuiesced,
} from './invariants.js';
import { createRandom, type Random } from './random.js';
import type { ServedBy } from './served-by.js';
import { watchStates } from './state-watch.js';

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
  readonly harness: FlowHarness;
}

/**
 * What somebody may want to know of a run while it runs.
 *
 * @example
 * ```ts
 * const steps: string[] = [];
 * await runScript(script, { step: (harness) => steps.push(harness.flow.getSnapshot().step.name) });
 * ```
 */
export interface RunWatch {
  /** Gets every flow before it starts. */
  readonly flow?: ((flow: UpiFlow) => void) | undefined;
  /** Makes what stands in place of the simulator's own server. */
  readonly server?: ServedBy | undefined;
  /** After every step, before the rules are checked. */
  readonly step?: ((harness: FlowHarness) => void) | undefined;
  /** Asked before the ending: without it, the ending always runs. */
  readonly goOn?: ((harness: FlowHarness) => boolean) | undefined;
}

/** What the simulated world holds and nobody may see. */
const SECRETS: Secrets = ['482913', '919876543210', '9876543210', '919123456780'];

const DEVICES = ['LINKED', 'LINKED', 'LINKED', 'BOUND', 'FRESH', 'NOPERMISSION'] as const;

/** Some go all the way; the others may be left in peace sooner, and must come to rest from there. */
function lengthOf(profile: Profile, random: Random, longest: number): number {
  return profile.relevant > 0.9 ? longest : longest - random.below(Math.ceil((longest * 2) / 3));
}

/** Runs one random schedule of up to `longest` steps. */
export async function runRandom(seed: number, longest: number, watch: RunWatch): Promise<Run> {
  const random = createRandom(seed);
  const device = random.pick(DEVICES);
  const orderStatus = random.chance(0.9);
  const profile = profileOf(random);
  // Of another seed: the steps do not depend on how many there are.
  const length = lengthOf(profile, createRandom(~seed), longest);
  const actions: Action[] = [];
  const { keepOrders } = profile;
  const start = { seed, device, orderStatus, ...(keepOrders === undefined ? {} : { keepOrders }) };
  return perform({ ...start, actions }, watch, (harness) => {
    if (actions.length === length) return undefined;
    const action = chooseAction(random, harness, profile);
    actions.push(action);
    return action;
  });
}

/**
 * Runs a script as it is written, and stops at the first step that breaks a rule. Then everything
 * works again, time passes, and what must hold at rest is checked.
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
export function runScript(script: Script, watch: RunWatch = {}): Promise<Run> {
  let step = 0;
  return perform(script, watch, () => {
    step += 1;
    return script.actions[step - 1];
  });
}

/** The states that a script goes through, one line for each step. */
export async function traceScript(script: Script): Promise<readonly string[]> {
  const lines: string[] = [];
  await runScript(script, { step: (harness) => lines.push(describeStates(harness)) });
  return lines;
}

async function perform(
  script: Script,
  { flow = () => {}, step = () => {}, goOn = () => true, server }: RunWatch,
  next: (harness: FlowHarness) => Action | undefined,
): Promise<Run> {
  const watch = (made: UpiFlow) => {
    watchStates(made);
    flow(made);
  };
  const harness = await createFlowHarness(script, watch, server);
  let violations = violationsOf(harness, SECRETS);
  while (violations.length === 0) {
    const action = next(harness);
    if (action === undefined) {
      if (goOn(harness)) violations = await ending(harness);
      break;
    }
    await harness.act(action);
    step(harness);
    violations = violationsOf(harness, SECRETS);
  }
  harness.end();
  await harness.merchantServer?.end();
  return { script, violations, harness };
}

async function ending(harness: FlowHarness): Promise<Violation[]> {
  await harness.quiesce();
  const violations = [
    ...violationsOf(harness, SECRETS),
    ...violationsOnceQuiesced(harness, SECRETS),
  ];
  await harness.comeBack();
  violations.push(...violationsOf(harness, SECRETS), ...violationsAtRest(harness));
  await harness.recheck();
  violations.push(...violationsOf(harness, SECRETS), ...violationsAtRest(harness));
  await harness.restart();
  violations.push(...violationsOf(harness, SECRETS), ...violationsAtRest(harness));
  const sent = await harness.payAgain();
  if (harness.script.orderStatus) violations.push(...violationsOfPayingAgain(sent));
  violations.push(...((await harness.merchantServer?.violations()) ?? []));
  harness.stop();
  return [...violations, ...violationsOf(harness, SECRETS)];
}
