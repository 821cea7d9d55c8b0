import { describe, expect, it } from 'vitest';
import { deviceMachine } from '../../machines/index.js';
import { branchesOf } from './support/branches.js';
import { closedWays } from './support/closed-ways.js';
import { devicePlay } from './support/device-play.js';
import { deviceRig } from './support/device-rig.js';
import { drive, nameOfPath } from './support/drive.js';
import { guidedModel, printWays } from './support/guided-model.js';

const model = guidedModel(deviceMachine, devicePlay);
const paths = model.paths();

describe('the device machine', () => {
  it.each(paths.map((path) => [nameOfPath(path), path] as const))('%s', async (_, path) => {
    const rig = deviceRig();
    await drive(model, path, rig);
    expect(rig.status, 'the status a token last confirmed').toBe(
      path.steps.at(-1)?.next.facts.status,
    );
  });

  it('takes every branch it has', () => {
    const walked = new Set(paths.flatMap(({ steps }) => steps.flatMap((step) => step.branches)));
    const never = [...branchesOf(deviceMachine).keys()].filter((branch) => !walked.has(branch));
    expect(never).toEqual([]);
  });

  it('goes every way of its graph', () => {
    expect(closedWays(deviceMachine, paths)).toEqual([]);
  });

  it('leads where it is written down', async () => {
    await expect(printWays(paths)).toMatchFileSnapshot('./ways/device.txt');
  });
});
