import { createSimulator } from '../adapters/simulator/index.js';
import type { DemoEvent } from './event.js';
import { createPlayer } from './player.js';
import { createRecorder } from './recorder.js';
import { scenarios } from './scenarios/index.js';
import { holdsSecret, secretsOf } from './secrets.js';
import { compareOrders, countSamples, type Summary } from './summary.js';

/** Everything a run told, and how it ended. */
export interface Run {
  readonly events: readonly DemoEvent[];
  readonly summary: Summary;
}

/** Plays one scenario in virtual time: the same seed gives the same run. */
export async function runScenario(
  name: string,
  options: { readonly seed?: number; readonly onEvent?: (event: DemoEvent) => void } = {},
): Promise<Run> {
  const { seed = 1, onEvent } = options;
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new RangeError(`There is no scenario "${name}".`);
  const events: DemoEvent[] = [];
  const simulator = createSimulator({ ...scenario.world, seed });
  const recorder = createRecorder(simulator, (event) => {
    events.push(event);
    onEvent?.(event);
  });
  const player = createPlayer(simulator, recorder, { seed, timings: scenario.timings });
  let error: string | undefined;
  try {
    await scenario.play(player);
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : 'unknown';
  }
  const orders = compareOrders(player.isLaunched ? player.state : undefined, simulator);
  player.end();
  const secrets = new Set([...secretsOf(simulator), ...player.secrets]);
  const summary: Summary = {
    type: 'summary',
    scenario: name,
    seed,
    orders,
    allAgree: orders.every((row) => row.agrees),
    checks: player.checks,
    samples: countSamples(player.samplesDelivered),
    secretsLeaked: holdsSecret(JSON.stringify([events, orders, error]), secrets),
    ...(error !== undefined && { error }),
  };
  return { events, summary };
}
