import { describe, expect, it } from 'vitest';
import { paymentMachine } from '../../machines/index.js';
import { branchesOf } from './support/branches.js';
import { drive, nameOfPath } from './support/drive.js';
import { guidedModel } from './support/guided-model.js';
import { paymentPlay } from './support/payment-play.js';
import { type PaymentStart, paymentRig } from './support/payment-rig.js';

const starts: readonly PaymentStart[] = ['new', 'signed', 'known'];
const worlds = starts.flatMap((start) =>
  [true, false].map((offersStatus) => {
    const model = guidedModel(paymentMachine, paymentPlay(start, offersStatus));
    return { start, offersStatus, model, paths: model.paths() };
  }),
);

/** Every branch that no path takes, and why. */
const NEVER: Readonly<Record<string, string>> = {};

describe.each(worlds)(
  'a $start order, status offered: $offersStatus',
  ({ start, offersStatus, model, paths }) => {
    it.each(paths.map((path) => [nameOfPath(path), path] as const))('%s', async (_, path) => {
      const rig = paymentRig(start, offersStatus);
      await drive(model, path, rig);
      const claimed = path.steps.some(({ type }) => type === 'done.claimAttempt#wasClaimed');
      expect(rig.sent, 'an attempt is sent once, and only when claimed').toBe(claimed ? 1 : 0);
      const end = path.steps.at(-1)?.next.value;
      if (typeof end === 'string' && end !== 'recording') {
        const { status, settled } = rig.order;
        const word = end === 'notSent' ? 'failure' : end;
        expect({ status, settled }).toEqual({ status: word, settled: true });
      } else {
        expect(rig.order.settled).toBe(false);
      }
    });
  },
);

describe('the payment machine', () => {
  it('takes every branch but these', () => {
    const walked = new Set(
      worlds.flatMap(({ model, paths }) => [
        ...model.startBranches,
        ...paths.flatMap(({ steps }) => steps.flatMap((step) => step.branches)),
      ]),
    );
    const never = [...branchesOf(paymentMachine).keys()].filter((branch) => !walked.has(branch));
    expect(never).toEqual(Object.keys(NEVER));
  });
});
