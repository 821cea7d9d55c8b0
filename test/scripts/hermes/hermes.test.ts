import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { runScenario } from '../../../demo/run-scenario.js';
import { scenarios } from '../../../demo/scenarios/index.js';
import { printTrial } from '../../../scripts/hermes/print-trial.js';
import { root } from '../../../scripts/hermes/sample-app.js';
import type { Trial } from '../../../scripts/hermes/trial.js';

/** A build, two bundles and some runs; minutes where the machine has other work. */
const PATIENCE = 300_000;

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the built package, bundled by Metro, on a Hermes VM', () => {
  let trial: Trial;

  // In a process of its own: Metro and Babel are no part of what is covered.
  beforeAll(() => {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const script = join(root, 'scripts/hermes.ts');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', tsx, script, '--json'],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (status !== 0) throw new Error(`Nothing was tried on Hermes.\n${stderr}`);
    trial = JSON.parse(stdout);
    printTrial(trial, (line) => process.stdout.write(`${line}\n`));
  }, PATIENCE);

  it('runs to its end, on Hermes 0.12, with no complaint', () => {
    expect(trial.version).toBe('0.12.0');
    expect(trial.complaint).toBe('');
    expect(trial.said.slice(-1)).toEqual([{ kind: 'end' }]);
  });

  it('says what is missing when there is neither crypto nor newId', () => {
    expect(trial.said.filter((one) => one.kind === 'ids' && !one.crypto)).toEqual([
      {
        kind: 'ids',
        crypto: false,
        thrown:
          'createUpiFlow: this platform has no crypto.randomUUID or crypto.getRandomValues. ' +
          'Pass newId, a function that returns a uuid v4, or install a polyfill such as ' +
          'react-native-get-random-values before upi-flow is loaded.',
      },
    ]);
  });

  it('pays with ids from crypto.getRandomValues alone', () => {
    const [paid, ...more] = trial.said.filter((one) => one.kind === 'ids' && one.crypto);
    expect(more).toEqual([]);
    expect(paid).toMatchObject({ status: 'success' });
    const ids = paid?.kind === 'ids' && 'ids' in paid ? paid.ids : [];
    expect(ids.length).toBeGreaterThanOrEqual(3);
    expect(ids.filter((id) => !UUID_V4.test(id))).toEqual([]);
  });

  it.each(scenarios.filter(({ name }) => name !== 'tpv'))(
    'plays the scenario $name as Node does, with newId',
    async ({ name }) => {
      const { summary } = await runScenario(name);
      expect(summary.allAgree).toBe(true);
      expect(summary.orders.length).toBeGreaterThan(0);
      const played = trial.said.filter((one) => one.kind === 'scenario' && one.name === name);
      expect(played).toEqual([
        { kind: 'scenario', name, summary: JSON.parse(JSON.stringify(summary)) },
      ]);
    },
  );

  it('was measured', () => {
    const times = trial.said.flatMap((one) => (one.kind === 'times' ? [one.times] : []));
    expect(times).toHaveLength(1);
    const numbers = [trial.sizes, trial.start, ...times].flatMap((group) => Object.values(group));
    expect(numbers.filter((one) => typeof one !== 'number' || !Number.isFinite(one))).toEqual([]);
    expect(trial.start.ready).toBeGreaterThan(0);
    expect(times[0]?.event).toBeGreaterThan(0);
  });
});
