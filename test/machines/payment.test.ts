import { describe, expect, it } from 'vitest';
import { createActor, fromCallback, fromPromise } from 'xstate';
import { paymentMachine } from '../../machines/index.js';
import type { OrderRecord } from '../../machines/order.js';
import type {
  AttemptAnswer,
  ClaimResult,
  NewAttempt,
  PaymentInput,
} from '../../machines/payment.types.js';
import { ProblemError } from '../../machines/problem.js';
import { defaultTimings } from '../../machines/timings.js';
import { type Report, Secret, type StatusReading } from '../../src/protocol/index.js';
import { pathOf, settle } from './support/path.js';

const order: OrderRecord = {
  orderId: 'A1',
  kind: 'pay',
  amount: '2.00',
  status: 'authorizing',
  verified: false,
  settled: false,
  attempts: 1,
  attemptId: 'a1',
  requestId: 'r1',
  earlierRequestIds: [],
  at: 0,
  updatedAt: 0,
  foreignTxns: [],
  foreignUnknown: false,
};

const attempt: NewAttempt = {
  orderId: 'A1',
  kind: 'pay',
  amount: '2.00',
  attemptId: 'a1',
  requestId: 'r1',
  request: new Secret({
    operation: 'upiTxn',
    params: { order: { orderId: 'A1', amount: '2.00' }, accountRefId: 'R' },
  } as const),
};

const input: PaymentInput = { order, attempt, offersStatus: true, timings: defaultTimings };

function said(means: Report['means'], outcome: Report['outcome']): AttemptAnswer {
  return { isForeign: false, report: { means, outcome, certain: true } };
}

function read(means: StatusReading['means'], amount = '2.00'): StatusReading {
  return { means, word: '', orderId: 'A1', amount };
}

interface Script {
  readonly answers?: readonly AttemptAnswer[];
  readonly readings?: readonly StatusReading[];
  readonly claim?: ClaimResult;
  readonly signs?: readonly boolean[];
  readonly input?: Partial<PaymentInput>;
}

/** Runs the machine with scripted actors; deadlines pass when they are told to. */
function run(script: Script) {
  const readings = [...(script.readings ?? [])];
  const signs = [...(script.signs ?? [])];
  const sent: boolean[] = [];
  let pass = () => {};
  const machine = paymentMachine.provide({
    actors: {
      authorize: fromPromise(async () => {
        if (signs.shift() === false)
          throw new ProblemError({ reason: 'authorizeFailed', retry: true });
        return new Secret({});
      }),
      claimAttempt: fromPromise(async () => script.claim ?? { claimed: true }),
      readStatus: fromPromise(async () => {
        const reading = readings.shift();
        if (reading === undefined) throw new Error('down');
        return reading;
      }),
      attempt: fromCallback(({ input: { signed }, sendBack }) => {
        sent.push(signed !== undefined);
        for (const answer of script.answers ?? []) sendBack({ type: 'attempt.answered', answer });
      }),
      deadline: fromCallback(({ sendBack }) => {
        pass = () => sendBack({ type: 'deadline.passed' });
      }),
    },
  });
  const actor = createActor(machine, { input: { ...input, ...script.input } });
  const path = pathOf(actor);
  actor.start();
  return {
    actor,
    path,
    sent,
    passDeadline: async () => {
      pass();
      await settle();
    },
  };
}

describe('the payment statechart', () => {
  it('goes from the signature over the record to the confirmed success', async () => {
    const { actor, path, sent } = run({
      answers: [said('paid', 'success')],
      readings: [read('paid')],
    });
    await settle();
    expect(path).toEqual([
      'authorizing.signing',
      'recording',
      'open.submitted',
      'open.confirming.asking',
      'success',
    ]);
    expect(sent).toEqual([true]);
    expect(actor.getSnapshot().status).toBe('done');
    expect(actor.getSnapshot().output).toMatchObject({ status: 'success', verified: true });
  });

  it.each([
    ['failure', 'failure'],
    ['payFailure', 'payFailure'],
    ['backPress', 'backPress'],
    ['userAborted', 'userAborted'],
  ] as const)('ends in %s when both say so', async (outcome, end) => {
    const { path } = run({ answers: [said('notPaid', outcome)], readings: [read('failed')] });
    await settle();
    expect(path.slice(-2)).toEqual(['open.confirming.asking', end]);
  });

  it('ends unresolved when the server confirms another amount', async () => {
    const { path } = run({ answers: [said('paid', 'success')], readings: [read('paid', '9.00')] });
    await settle();
    expect(path.at(-1)).toBe('unresolved');
  });

  it('looks twice before it believes that no transaction was started', async () => {
    const { path, passDeadline } = run({
      answers: [said('notPaid', 'backPress')],
      readings: [read('untouched'), read('untouched')],
    });
    await settle();
    expect(path.at(-1)).toBe('open.confirming.lookingTwice');
    await passDeadline();
    expect(path.slice(-3)).toEqual([
      'open.confirming.lookingTwice',
      'open.confirming.asking',
      'backPress',
    ]);
  });

  it('is pending in doubt, and polls until the server knows', async () => {
    const { path, passDeadline } = run({
      answers: [said('open', 'pending')],
      readings: [read('open'), read('paid')],
    });
    await settle();
    expect(path.at(-1)).toBe('open.pending.waiting');
    await passDeadline();
    expect(path.slice(-2)).toEqual(['open.pending.checking', 'open.pending.waiting']);
    await passDeadline();
    expect(path.slice(-2)).toEqual(['open.pending.checking', 'success']);
  });

  it.each([
    ['paid', 'success', 'active'],
    ['notPaid', 'failure', 'failed'],
    ['open', 'pending', 'pending'],
  ] as const)('makes a mandate of an answer without a code: %s', async (means, outcome, status) => {
    for (const mandate of [undefined, new Secret({ umn: 'a@upf' })]) {
      const { actor } = run({
        answers: [{ ...said(means, outcome), mandate }],
        input: { order: { ...order, kind: 'mandate' }, offersStatus: false },
      });
      await settle();
      expect(actor.getSnapshot().context.order.mandate).toEqual({ status, result: mandate });
      expect(JSON.stringify(actor.getPersistedSnapshot())).not.toContain('a@upf');
    }
  });

  it('parks where nobody can be asked, and settles on what it is told', async () => {
    const { actor, path } = run({
      answers: [said('open', 'pending')],
      input: { offersStatus: false },
    });
    await settle();
    expect(path.slice(-2)).toEqual(['open.submitted', 'open.pending.parked']);
    actor.send({ type: 'app.foreground' });
    actor.send({ type: 'order.recheck', orderId: 'A1' });
    expect(path.at(-1)).toBe('open.pending.parked');
    actor.send({ type: 'order.inform', orderId: 'A1', reading: read('paid') });
    expect(path.at(-1)).toBe('success');
  });

  it('is pending at its deadline, when the bridge refused, and when the SDK ended', async () => {
    for (const event of ['deadline.passed', 'attempt.unsure', 'sdk.terminated'] as const) {
      const { actor, path } = run({});
      await settle();
      expect(path.at(-1)).toBe('open.submitted');
      actor.send({ type: event });
      expect(path.at(-1)).toBe('open.pending.waiting');
      actor.stop();
    }
  });

  it('never sends what was claimed before', async () => {
    const existing = { ...order, attemptId: 'theirs', status: 'submitted' } as const;
    const { actor, path, sent } = run({ claim: { claimed: false, existing } });
    await settle();
    expect(path).toEqual(['authorizing.signing', 'recording', 'open.pending.waiting']);
    expect(sent).toEqual([false]);
    expect(actor.getSnapshot().context.order).toMatchObject({
      attemptId: 'theirs',
      status: 'pending',
    });
  });

  it('never sends an order that is known from before', async () => {
    const { path, sent } = run({ input: { attempt: undefined } });
    await settle();
    expect(path).toEqual(['open.pending.waiting']);
    expect(sent).toEqual([false]);
  });

  it('sends nothing when it runs on from a snapshot that went through JSON', async () => {
    const { actor } = run({});
    await settle();
    const snapshot = JSON.parse(JSON.stringify(actor.getPersistedSnapshot()));
    const revealed: unknown[] = [];
    const machine = paymentMachine.provide({
      actors: {
        attempt: fromCallback(({ input: { signed } }) => {
          revealed.push(signed);
        }),
      },
    });
    createActor(machine, { snapshot, input }).start();
    await settle();
    expect(revealed).toEqual(['[secret]']);
  });

  it('asks for the signature again, a bounded number of times', async () => {
    const { path, passDeadline } = run({ signs: [false, false, false] });
    await settle();
    await passDeadline();
    await passDeadline();
    expect(path).toEqual([
      'authorizing.signing',
      'authorizing.backingOff',
      'authorizing.signing',
      'authorizing.backingOff',
      'authorizing.signing',
      'notSent',
    ]);
  });

  it('fails softly when nothing is provided', async () => {
    const actor = createActor(paymentMachine, { input });
    const path = pathOf(actor);
    actor.start();
    await settle();
    expect(path).toEqual(['authorizing.signing', 'notSent']);
    expect(actor.getSnapshot().output).toMatchObject({
      status: 'failure',
      settled: true,
      problem: { reason: 'notReady', retry: false },
    });
  });
});
