import { describe, expect, it } from 'vitest';
import { lookUpMachine } from '../../machines/index.js';
import { branchesOf } from './support/branches.js';
import { closedWays } from './support/closed-ways.js';
import { drive, nameOfPath } from './support/drive.js';
import { guidedModel, printWays } from './support/guided-model.js';
import { lookUpPlay, lookUpRig } from './support/look-up-play.js';

const model = guidedModel(lookUpMachine, lookUpPlay);
const paths = model.paths();

describe('the look-up machine', () => {
  it.each(paths.map((path) => [nameOfPath(path), path] as const))('%s', async (_, path) => {
    await drive(model, path, lookUpRig());
  });

  it('takes every branch it has', () => {
    const walked = new Set([
      ...model.startBranches,
      ...paths.flatMap(({ steps }) => steps.flatMap((step) => step.branches)),
    ]);
    expect([...branchesOf(lookUpMachine).keys()].filter((one) => !walked.has(one))).toEqual([]);
  });

  it('goes every way of its graph', () => {
    expect(closedWays(lookUpMachine, paths)).toEqual([]);
  });

  it('leads where it is written down', async () => {
    await expect(printWays(paths)).toMatchFileSnapshot('./ways/look-up.txt');
  });
});
