import { describe, expect, it } from 'vitest';
import { paymentMachine } from '../../machines/index.js';
import { branchesOf } from './support/branches.js';
import { closedWays } from './support/closed-ways.js';
import { drive, nameOfPath } from './support/drive.js';
import { guidedModel, printWays } from './support/guided-model.js';
import { paymentPlay } from './support/payment-play.js';
import { type PaymentStart, paymentRig } from './support/payment-rig.js';

const starts: readonly PaymentStart[] = ['new', 'signed', 'known'];
const worlds = starts.flatMap((start) =>
  [true, false].map((canQueryStatus) => {
    const model = guidedModel(paymentMachine, paymentPlay(start, canQueryStatus));
    return { start, canQueryStatus, model, paths: model.paths() };
  }),
);

/** What the bare graph offers and no order can come to, and why. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  'what is signed and looked at is recorded at once': [
    ...whileLookedAt('signed'),
    '{"unsent":{"attempt":"signed","look":"looked"}} sdk.terminated',
  ],
  'what is refused and looked at ends at once': whileLookedAt('refused'),
};

function whileLookedAt(attempt: string): readonly string[] {
  return ['attempt.late#raisesDoubt', 'deadline.passed', 'order.inform#forbidsSending'].map(
    (event) => `{"unsent":{"attempt":"${attempt}","look":"looked"}} ${event}`,
  );
}

describe.each(worlds)(
  'a $start order, status offered: $canQueryStatus',
  ({ start, canQueryStatus, model, paths }) => {
    it.each(paths.map((path) => [nameOfPath(path), path] as const))('%s', async (_, path) => {
      const rig = paymentRig(start, canQueryStatus);
      await drive(model, path, rig);
      const claimed = path.steps.some(({ type }) => type === 'done.claimAttempt#wasClaimed');
      expect(rig.sent, 'an attempt is sent once, and only when claimed').toBe(claimed ? 1 : 0);
      const end = path.steps.at(-1)?.next.value;
      if (typeof end === 'string') {
        const { status, settled } = rig.order;
        const word = end === 'notSent' || end === 'known' ? 'failure' : end;
        expect({ status, settled }).toEqual({ status: word, settled: true });
      } else {
        expect(rig.order.settled).toBe(false);
      }
    });
  },
);

describe('the payment machine', () => {
  it('takes every branch it has', () => {
    const walked = new Set(
      worlds.flatMap(({ model, paths }) => [
        ...model.startBranches,
        ...paths.flatMap(({ steps }) => steps.flatMap((step) => step.branches)),
      ]),
    );
    expect([...branchesOf(paymentMachine).keys()].filter((one) => !walked.has(one))).toEqual([]);
  });

  it('goes every way of its graph but these', () => {
    const closed = closedWays(
      paymentMachine,
      worlds.flatMap(({ paths }) => paths),
    );
    expect(closed.toSorted()).toEqual(Object.values(CLOSED).flat().toSorted());
  });

  it('leads where it is written down', async () => {
    await expect(printWays(worlds.flatMap(({ paths }) => paths))).toMatchFileSnapshot(
      './ways/payment.txt',
    );
  });
});
