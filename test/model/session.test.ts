import { describe, expect, it } from 'vitest';
import { sessionMachine } from '../../machines/index.js';
import { branchesOf } from './support/branches.js';
import { closedWays } from './support/closed-ways.js';
import { drive, nameOfPath } from './support/drive.js';
import { guidedModel, printWays } from './support/guided-model.js';
import { sessionPlay, sessionRig } from './support/session-play.js';

const model = guidedModel(sessionMachine, sessionPlay);
const paths = model.paths();

describe('the session machine', () => {
  it.each(paths.map((path) => [nameOfPath(path), path] as const))('%s', async (_, path) => {
    await drive(model, path, sessionRig());
  });

  it('takes every branch it has', () => {
    const walked = new Set(paths.flatMap(({ steps }) => steps.flatMap((step) => step.branches)));
    const never = [...branchesOf(sessionMachine).keys()].filter((branch) => !walked.has(branch));
    expect(never).toEqual([]);
  });

  it('goes every way of its graph', () => {
    expect(closedWays(sessionMachine, paths)).toEqual([]);
  });

  it('leads where it is written down', async () => {
    await expect(printWays(paths)).toMatchFileSnapshot('./ways/session.txt');
  });
});
