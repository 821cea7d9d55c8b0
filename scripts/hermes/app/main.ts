import './globals.js';
import { runScenario } from '../../../demo/run-scenario.js';
import { scenarios } from '../../../demo/scenarios/index.js';
import { emit } from './emit.js';
import { measure } from './measure.js';
import { payWithPlatformIds } from './platform-ids.js';

async function main(): Promise<void> {
  await payWithPlatformIds();
  // The scenarios bring their own source of ids, as an app without `crypto` has to.
  for (const { name } of scenarios.filter(Boolean)) {
    const { summary } = await runScenario(name);
    emit({ kind: 'scenario', name, summary });
  }
  Object.assign(globalThis, { crypto: { getRandomValues } });
  await payWithPlatformIds();
  emit({ kind: 'times', times: await measure() });
  emit({ kind: 'end' });
}

/** All that `react-native-get-random-values` adds; it has no `randomUUID`. */
function getRandomValues(bytes: Uint8Array): Uint8Array {
  return bytes.map(() => Math.floor(Math.random() * 256));
}

main().catch((error: unknown) => {
  throw error;
});
