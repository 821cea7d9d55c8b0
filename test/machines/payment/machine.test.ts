import { describe, expect, it } from 'vitest';
import { createActor, fromCallback, fromPromise } from 'xstate';
import type { OrderRecord } from '../../../core/model/order.js';
import { ProblemError } from '../../../core/model/problem.js';
import { defaultTimings } from '../../../core/model/timings.js';
import { type SdkOutcome, Secret, type ServerStatus } from '../../../core/protocol/index.js';
import { paymentMachine } from '../../../machines/index.js';
import type {
  AttemptAnswer,
  ClaimResult,
  NewAttempt,
  PaymentEvent,
  PaymentInput,
} from '../../../machines/payment/types.js';
import { pathOf } from '../../../testing/chart.js';
import { settle } from '../support/chart.js';

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

const input: PaymentInput = {
  order,
  attempt,
  canQueryStatus: true,
  timings: defaultTimings,
  clock: { now: () => 0 },
};

function said(
  moneyStatus: SdkOutcome['moneyStatus'],
  outcome: SdkOutcome['outcome'],
  more: Partial<AttemptAnswer> = {},
): AttemptAnswer {
  return { sdkOutcome: { moneyStatus, outcome, certain: true }, isForeign: false, ...more };
}

function read(
  moneyStatus: ServerStatus['moneyStatus'],
  more: Partial<ServerStatus> = {},
): ServerStatus {
  return { moneyStatus, word: '', orderId: 'A1', amount: '2.00', ...more };
}

/** What the server says before anything was sent. */
const NEW = read('untouched');

/** A question that is never answered. */
const SILENCE = 'silence';

/** No order waits so often. */
const TOO_OFTEN = 200;

interface Script {
  readonly answers?: readonly AttemptAnswer[];
  /** The first is the look before the attempt is sent; when they are used up, the server is down. */
  readonly serverStatuses?: readonly (ServerStatus | typeof SILENCE | undefined)[];
  readonly claim?: ClaimResult | 'refused' | typeof SILENCE;
  readonly signs?: readonly (boolean | typeof SILENCE)[];
  readonly input?: Partial<PaymentInput>;
}

/** Runs the machine with scripted actors; deadlines pass when they are told to. */
function run(script: Script) {
  const serverStatuses = [...(script.serverStatuses ?? [])];
  const signs = [...(script.signs ?? [])];
  const sent: boolean[] = [];
  const asked: { at: number; urgent: boolean }[] = [];
  const running = new Map<string, { at: number; pass: () => void }>();
  let now = 0;
  let passed = 0;
  let usually: ServerStatus | undefined;
  let answerSilence: (serverStatus: ServerStatus) => void = () => {};
  const machine = paymentMachine.provide({
    actors: {
      authorize: fromPromise(async () => {
        const signature = signs.shift() ?? true;
        if (signature === SILENCE) return new Promise(() => {});
        if (!signature) throw new ProblemError({ reason: 'authorizeFailed', retry: true });
        return new Secret({});
      }),
      claimAttempt: fromPromise(async () => {
        const { claim = { claimed: true } } = script;
        if (claim === SILENCE) return new Promise<ClaimResult>(() => {});
        if (claim === 'refused') throw new ProblemError({ reason: 'storageFailed', retry: true });
        return claim;
      }),
      readStatus: fromPromise(async ({ input: { urgent } }) => {
        asked.push({ at: now, urgent });
        const serverStatus = serverStatuses.length > 0 ? serverStatuses.shift() : usually;
        if (serverStatus === SILENCE) {
          return new Promise<ServerStatus>((resolve) => {
            answerSilence = resolve;
          });
        }
        if (serverStatus === undefined) throw new Error('down');
        return serverStatus;
      }),
      attempt: fromCallback(({ input: { signed }, sendBack }) => {
        sent.push(signed !== undefined);
        for (const answer of script.answers ?? []) sendBack({ type: 'attempt.answered', answer });
      }),
      deadline: fromCallback(({ input: { at }, self, sendBack }) => {
        running.set(self.id, { at, pass: () => sendBack({ type: 'deadline.passed' }) });
        return () => running.delete(self.id);
      }),
    },
  });
  const actor = createActor(machine, {
    input: { ...input, clock: { now: () => now }, ...script.input },
  });
  const path = pathOf(actor);
  actor.start();
  return {
    actor,
    path,
    sent,
    asked,
    order: () => actor.getSnapshot().context.order,
    at: () => path.at(-1),
    now: () => now,
    /** What the server says once the scripted readings are used up. */
    serverSays: (serverStatus: ServerStatus) => {
      usually = serverStatus;
    },
    /** The question that was met with silence is answered after all. */
    answerLook: async (serverStatus: ServerStatus) => {
      answerSilence(serverStatus);
      await settle();
    },
    /** The clock goes on to the next deadline, or by more or less. */
    passDeadline: async (elapsed?: number) => {
      const [next] = [...running.values()].sort((a, b) => a.at - b.at);
      if (next === undefined) throw new Error('no clock is running');
      passed += 1;
      if (passed > TOO_OFTEN) throw new Error('the order waits for ever');
      now = elapsed === undefined ? Math.max(now, next.at) : now + elapsed;
      next.pass();
      await settle();
    },
    send: async (event: PaymentEvent) => {
      actor.send(event);
      await settle();
    },
    answer: async (answer: AttemptAnswer) => {
      actor.send({ type: 'attempt.answered', answer });
      await settle();
    },
  };
}

const MINUTE = 60_000;

describe('the payment statechart, before anything is sent', () => {
  it('goes from the signature and the look over the record to the confirmed success', async () => {
    const { actor, path, sent, asked } = run({
      answers: [said('paid', 'success')],
      serverStatuses: [NEW, read('paid')],
    });
    await settle();
    expect(path).toEqual([
      'unsent.attempt.signing look.checkingStatus',
      'unsent.attempt.signed look.checkingStatus',
      'unsent.attempt.recording look.looked',
      'open.submitted',
      'open.confirming',
      'success',
    ]);
    expect(sent).toEqual([true]);
    expect(asked.map(({ urgent }) => urgent)).toEqual([true, false]);
    expect(actor.getSnapshot().context.order).toMatchObject({
      status: 'success',
      verified: true,
      settled: true,
      paid: 'confirmed',
    });
  });

  it('ends without being final, so that its name can be used again', async () => {
    const { actor } = run({
      answers: [said('paid', 'success')],
      serverStatuses: [NEW, read('paid')],
    });
    await settle();
    expect(actor.getSnapshot().status).toBe('active');
    expect(actor.getSnapshot().output).toBeUndefined();
  });

  it('looks at a session of the merchant, too', async () => {
    const signed = new Secret({});
    const checkout = { ...attempt, kind: 'checkout', request: undefined, signed } as const;
    const { path, asked } = run({ input: { attempt: checkout }, serverStatuses: [NEW] });
    await settle();
    expect(path.slice(0, 3)).toEqual([
      'unsent.attempt.signed look.checkingStatus',
      'unsent.attempt.recording look.looked',
      'open.submitted',
    ]);
    expect(asked).toEqual([{ at: 0, urgent: true }]);
  });

  it('does not look where the server cannot be asked', async () => {
    const { path, asked, order, sent } = run({ input: { canQueryStatus: false } });
    await settle();
    expect(path).toEqual([
      'unsent.attempt.signing look.looked',
      'unsent.attempt.recording look.looked',
      'open.submitted',
    ]);
    expect(asked).toEqual([]);
    expect(sent).toEqual([true]);
    expect(order()).toMatchObject({ foreignTxns: [], foreignUnknown: false });
  });

  it('waits a little longer for the look than for the signature', async () => {
    const { at, now, order, passDeadline, sent } = run({ serverStatuses: [SILENCE] });
    await settle();
    expect(at()).toBe('unsent.attempt.signed look.checkingStatus');
    await passDeadline();
    expect(now()).toBe(defaultTimings.lookBefore);
    expect(at()).toBe('open.submitted');
    expect(sent).toEqual([true]);
    expect(order().foreignUnknown).toBe(true);
  });

  it('does not wait for the look when the signature took longer', async () => {
    const { at, order, passDeadline } = run({ serverStatuses: [NEW], signs: [false, true] });
    await settle();
    expect(at()).toBe('unsent.attempt.backingOff look.looked');
    await passDeadline();
    expect(at()).toBe('open.submitted');
    expect(order()).toMatchObject({ foreignTxns: [], foreignUnknown: false });
  });

  it.each([
    ['paid', 'success', { settled: true, verified: true, paid: 'confirmed' }],
    ['refunded', 'refunded', { settled: true }],
    ['underway', 'open.pending.waiting', { settled: false, status: 'pending', txnUuid: 't9' }],
  ] as const)(
    'sends nothing for an order that the server calls %s',
    async (moneyStatus, end, shown) => {
      for (const signs of [[true], [SILENCE], [false, SILENCE]] as const) {
        const serverStatuses = [read(moneyStatus, { txnUuid: 't9' })];
        const { at, order, sent } = run({ serverStatuses, signs });
        await settle();
        expect(at()).toBe(end);
        // It listens; what listens sends nothing.
        expect(sent).not.toContain(true);
        expect(order()).toMatchObject({ ...shown, neverSent: true });
      }
    },
  );

  it.each<[string, ServerStatus, Partial<OrderRecord>]>([
    ['no transaction', NEW, { foreignTxns: [], foreignUnknown: false }],
    [
      'a failed one',
      read('failed', { txnUuid: 't9' }),
      { foreignTxns: ['t9'], foreignUnknown: false },
    ],
    ['a failed one without an id', read('failed'), { foreignTxns: [], foreignUnknown: true }],
    ['a word nobody knows', read('open'), { foreignTxns: [], foreignUnknown: true }],
    ['another order', read('paid', { orderId: 'B2' }), { foreignTxns: [], foreignUnknown: true }],
    ['no order', read('untouched', { orderId: undefined }), { foreignUnknown: true }],
  ])('sends, and remembers what the look named: %s', async (_, serverStatus, known) => {
    const { at, order, sent } = run({ serverStatuses: [serverStatus] });
    await settle();
    expect(at()).toBe('open.submitted');
    expect(sent).toEqual([true]);
    expect(order()).toMatchObject(known);
  });

  it('sends when the look failed, and reckons with anything', async () => {
    const { at, order, sent } = run({ serverStatuses: [undefined] });
    await settle();
    expect(at()).toBe('open.submitted');
    expect(sent).toEqual([true]);
    expect(order().foreignUnknown).toBe(true);
  });

  it('stops when it is told while it is signed that money may move elsewhere', async () => {
    for (const moneyStatus of ['paid', 'refunded', 'underway'] as const) {
      const { at, order, sent, send } = run({ signs: [SILENCE], serverStatuses: [SILENCE] });
      await settle();
      await send({ type: 'order.inform', orderId: 'A1', serverStatus: read(moneyStatus) });
      const ends = { paid: 'success', refunded: 'refunded', underway: 'open.pending.waiting' };
      expect(at()).toBe(ends[moneyStatus]);
      expect(order().neverSent).toBe(true);
      expect(sent).not.toContain(true);
    }
  });

  it('goes on when it is told of no money, or of another order', async () => {
    const { at, send } = run({ signs: [SILENCE], serverStatuses: [SILENCE] });
    await settle();
    for (const serverStatus of [
      NEW,
      read('failed'),
      read('open'),
      read('paid', { orderId: 'B2' }),
    ]) {
      await send({ type: 'order.inform', orderId: 'A1', serverStatus });
    }
    expect(at()).toBe('unsent.attempt.signing look.checkingStatus');
  });

  it.each([
    ['paid', 'reported'],
    ['open', undefined],
  ] as const)('stops when an earlier attempt is called %s late', async (moneyStatus, paid) => {
    const { at, order, sent, send } = run({
      signs: [SILENCE],
      serverStatuses: [SILENCE, SILENCE],
    });
    await settle();
    await send({ type: 'attempt.late', moneyStatus });
    expect(at()).toBe('open.pending.checking');
    expect(order()).toMatchObject({ status: 'pending', settled: false, neverSent: true });
    expect(order().paid).toBe(paid);
    expect(sent).toEqual([false]);
  });

  it('goes on when an earlier attempt is called not paid late', async () => {
    const { at, send } = run({ signs: [SILENCE], serverStatuses: [SILENCE] });
    await settle();
    await send({ type: 'attempt.late', moneyStatus: 'notPaid' });
    expect(at()).toBe('unsent.attempt.signing look.checkingStatus');
  });

  it('ends unsent when the SDK ends before, once the look is over', async () => {
    const { asked, at, order, passDeadline, path, sent, send } = run({
      signs: [SILENCE],
      serverStatuses: [SILENCE],
    });
    await settle();
    await send({ type: 'sdk.terminated' });
    expect(at()).toBe('unsent.attempt.refused look.checkingStatus');
    // Nothing is shown of it yet: the server may know better.
    expect(order()).toMatchObject({ status: 'authorizing', settled: false });
    await send({ type: 'sdk.terminated' });
    expect(path.slice(-2)).toEqual([
      'unsent.attempt.signing look.checkingStatus',
      'unsent.attempt.refused look.checkingStatus',
    ]);
    await passDeadline();
    expect(at()).toBe('notSent');
    expect(order()).toMatchObject({ status: 'failure', settled: true, neverSent: true });
    expect(order().problem).toEqual({ reason: 'notReady', retry: true });
    expect(sent).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['the SDK ends', [SILENCE], 'sdk.terminated'],
    ['nothing can be written', [], undefined],
  ] as const)('becomes what the look says, though %s meanwhile', async (_, signs, event) => {
    const { at, answerLook, order, passDeadline, send } = run({
      signs,
      serverStatuses: [SILENCE],
      claim: 'refused',
    });
    await settle();
    if (event === undefined) await passDeadline();
    else await send({ type: event });
    expect(at()).toBe('unsent.attempt.refused look.checkingStatus');
    await answerLook(read('paid'));
    expect(at()).toBe('success');
    expect(order()).toMatchObject({ status: 'success', verified: true, neverSent: true });
  });

  it('asks once about an order, however long the answer takes', async () => {
    const { answerLook, asked, at, passDeadline, sent } = run({
      claim: SILENCE,
      serverStatuses: [SILENCE],
    });
    await settle();
    await passDeadline();
    expect(at()).toBe('unsent.attempt.recording look.checkingStatus');
    await answerLook(read('underway'));
    expect(at()).toBe('open.pending.waiting');
    expect(sent).toEqual([false]);
    expect(asked).toHaveLength(1);
  });

  it('never sends what was claimed before', async () => {
    const existing = { ...order, attemptId: 'theirs', status: 'submitted' } as const;
    const { actor, path, sent } = run({
      claim: { claimed: false, existing },
      serverStatuses: [NEW],
    });
    await settle();
    expect(path.slice(-2)).toEqual([
      'unsent.attempt.recording look.looked',
      'open.pending.waiting',
    ]);
    expect(sent).toEqual([false]);
    expect(actor.getSnapshot().context.order).toMatchObject({
      attemptId: 'theirs',
      status: 'pending',
    });
  });

  it('shows how an order ended that was claimed before', async () => {
    const existing = { ...order, attemptId: 'theirs', status: 'success', settled: true } as const;
    const { at, sent, ...rest } = run({
      claim: { claimed: false, existing },
      serverStatuses: [NEW],
    });
    await settle();
    expect(at()).toBe('known');
    expect(rest.order()).toEqual(existing);
    expect(sent).toEqual([]);
  });

  it('takes from its claim what another flow knows of the attempts before', async () => {
    const existing = { ...order, attempts: 2, earlierRequestIds: ['r0'], foreignTxns: ['t0'] };
    const { order: shown } = run({ claim: { claimed: true, existing }, serverStatuses: [NEW] });
    await settle();
    expect(shown()).toMatchObject({ status: 'submitted', attempts: 2, foreignTxns: ['t0'] });
  });

  it('never sends an order that is known from before', async () => {
    const { path, sent } = run({ input: { attempt: undefined } });
    await settle();
    expect(path).toEqual(['open.pending.waiting']);
    expect(sent).toEqual([false]);
  });

  it('sends nothing when it runs on from a snapshot that went through JSON', async () => {
    const { actor } = run({ serverStatuses: [NEW] });
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
    const { path, passDeadline } = run({ signs: [false, false, false], serverStatuses: [NEW] });
    await settle();
    await passDeadline();
    await passDeadline();
    const signing = 'unsent.attempt.signing look.looked';
    const backingOff = 'unsent.attempt.backingOff look.looked';
    expect(path.slice(2)).toEqual([backingOff, signing, backingOff, signing, 'notSent']);
  });

  it('fails softly when nothing is provided', async () => {
    const actor = createActor(paymentMachine, { input });
    const path = pathOf(actor);
    actor.start();
    await settle();
    expect(path.at(-1)).toBe('notSent');
    expect(actor.getSnapshot().context.order).toMatchObject({
      status: 'failure',
      settled: true,
      neverSent: true,
      problem: { reason: 'notReady', retry: false },
    });
  });
});

describe('the payment statechart, once it was sent', () => {
  it.each([
    ['failure', 'failure'],
    ['payFailure', 'payFailure'],
    ['backPress', 'backPress'],
    ['userAborted', 'userAborted'],
  ] as const)('ends in %s when both say so', async (outcome, end) => {
    const answers = [said('notPaid', outcome)];
    const { order, path } = run({ answers, serverStatuses: [NEW, read('failed')] });
    await settle();
    expect(path.slice(-2)).toEqual(['open.confirming', end]);
    expect(order()).toMatchObject({ status: outcome, settled: true, verified: true });
  });

  it('ends unresolved when the server confirms another amount', async () => {
    const serverStatuses = [NEW, read('paid', { amount: '9.00' })];
    const { at, order } = run({ answers: [said('paid', 'success')], serverStatuses });
    await settle();
    expect(at()).toBe('unresolved');
    expect(order()).toMatchObject({ settled: true, verified: false, paid: 'reported' });
  });

  it.each([
    ['no amount', { amount: undefined }],
    ['another currency', { currency: 'USD' }],
    ['another order', { orderId: 'B2' }],
  ])('asks again when the server calls it paid with %s', async (_, more) => {
    const serverStatuses = [NEW, read('paid', more), read('paid')];
    const { at, order, passDeadline } = run({ answers: [said('open', 'pending')], serverStatuses });
    await settle();
    await passDeadline();
    expect(at()).toBe('open.pending.waiting');
    expect(order().settled).toBe(false);
    await passDeadline();
    expect(at()).toBe('success');
  });

  it('is success, never verified, for a checkout without an amount', async () => {
    const { at, ...rest } = run({
      answers: [said('paid', 'success')],
      serverStatuses: [NEW, read('paid', { amount: '9.00' })],
      input: { order: { ...order, amount: undefined } },
    });
    await settle();
    expect(at()).toBe('success');
    expect(rest.order()).toMatchObject({ settled: true, verified: false });
  });

  it('is pending in doubt, and polls until the server knows', async () => {
    const { path, passDeadline } = run({
      answers: [said('open', 'pending')],
      serverStatuses: [NEW, read('underway'), read('paid')],
    });
    await settle();
    expect(path.at(-1)).toBe('open.pending.waiting');
    await passDeadline();
    expect(path.slice(-2)).toEqual(['open.pending.checking', 'open.pending.waiting']);
    await passDeadline();
    expect(path.slice(-2)).toEqual(['open.pending.checking', 'success']);
  });

  it('parks where nobody can be asked, and settles on what it is told', async () => {
    const { actor, path } = run({
      answers: [said('open', 'pending')],
      input: { canQueryStatus: false },
    });
    await settle();
    expect(path.slice(-2)).toEqual(['open.submitted', 'open.pending.parked']);
    actor.send({ type: 'app.foreground' });
    actor.send({ type: 'order.recheck', orderId: 'A1' });
    expect(path.at(-1)).toBe('open.pending.parked');
    actor.send({ type: 'order.inform', orderId: 'A1', serverStatus: read('paid') });
    expect(path.at(-1)).toBe('success');
  });

  it('is pending at its deadline, when the bridge refused, and when the SDK ended', async () => {
    for (const event of ['deadline.passed', 'attempt.unsure', 'sdk.terminated'] as const) {
      const { actor, path } = run({ serverStatuses: [NEW] });
      await settle();
      expect(path.at(-1)).toBe('open.submitted');
      actor.send({ type: event });
      expect(path.at(-1)).toBe('open.pending.waiting');
      actor.stop();
    }
  });

  it('ends unsent when the call was never made', async () => {
    const { at, order, send } = run({ serverStatuses: [NEW] });
    await settle();
    await send({ type: 'attempt.unsent' });
    expect(at()).toBe('notSent');
    expect(order()).toMatchObject({ status: 'failure', settled: true, neverSent: true });
  });

  it('listens to "paid" alone while the person may still be trying', async () => {
    const { at, send } = run({ serverStatuses: [NEW] });
    await settle();
    for (const moneyStatus of ['failed', 'untouched', 'underway', 'refunded', 'open'] as const) {
      await send({ type: 'order.inform', orderId: 'A1', serverStatus: read(moneyStatus) });
      expect(at()).toBe('open.submitted');
    }
    await send({ type: 'order.inform', orderId: 'A1', serverStatus: read('paid') });
    expect(at()).toBe('success');
  });
});

describe('"not paid" by the SDK is provisional', () => {
  const WINDOWS = [
    ['failure', 2 * MINUTE],
    ['payFailure', 2 * MINUTE],
    ['backPress', 15_000],
    ['userAborted', 15_000],
  ] as const;

  it.each(WINDOWS)('%s is settled after %i ms without a sign of it', async (outcome, wait) => {
    const { asked, at, now, order, passDeadline } = run({
      answers: [said('notPaid', outcome)],
      serverStatuses: Array.from({ length: 12 }, () => NEW),
    });
    await settle();
    while (at() === 'open.pending.waiting') {
      expect(order()).toMatchObject({ status: outcome, settled: false });
      expect(order().problem).toBeUndefined();
      await passDeadline();
    }
    expect(now()).toBe(wait);
    expect(at()).toBe(outcome);
    expect(order()).toMatchObject({ status: outcome, settled: true });
    const cancelled = outcome === 'backPress' || outcome === 'userAborted';
    expect(order().problem?.reason).toBe(cancelled ? 'cancelled' : 'declined');
    // One read at once, then politely, and a last one at the end.
    const polls = wait === 15_000 ? [0, 5, 15] : [0, 5, 15, 35, 75, 120];
    expect(asked.slice(1).map((question) => question.at / 1_000)).toEqual(polls);
  });

  it('is never settled by a window in which the server showed a sign, or nothing', async () => {
    for (const other of [read('underway'), read('open'), undefined]) {
      const { at, order, passDeadline } = run({
        answers: [said('notPaid', 'backPress')],
        serverStatuses: [NEW, NEW, other, NEW, NEW, NEW],
      });
      await settle();
      expect(at()).toBe('open.pending.waiting');
      expect(order().status).toBe('backPress');
      await passDeadline();
      await passDeadline();
      // What failed says nothing: the window goes on. Every other word begins it anew.
      if (other === undefined) {
        expect(at()).toBe('backPress');
        continue;
      }
      expect(at()).toBe('open.pending.waiting');
      await passDeadline();
      expect(at()).toBe('backPress');
    }
  });

  it('shows "pending" while the server shows a sign of the attempt', async () => {
    const { order, passDeadline } = run({
      answers: [said('notPaid', 'failure')],
      serverStatuses: [NEW, read('underway'), NEW, read('paid')],
    });
    await settle();
    expect(order()).toMatchObject({ status: 'pending', settled: false });
    await passDeadline();
    expect(order()).toMatchObject({ status: 'failure', settled: false });
    await passDeadline();
    expect(order()).toMatchObject({ status: 'success', settled: true, reported: 'failure' });
  });

  it('shows "submitted" until the first reading, and "pending" when that fails', async () => {
    const silent = run({ answers: [said('notPaid', 'failure')], serverStatuses: [NEW, SILENCE] });
    await settle();
    expect(silent.at()).toBe('open.confirming');
    expect(silent.order()).toMatchObject({ status: 'submitted', settled: false });
    const down = run({ answers: [said('notPaid', 'failure')], serverStatuses: [NEW, undefined] });
    await settle();
    expect(down.at()).toBe('open.pending.waiting');
    expect(down.order()).toMatchObject({ status: 'pending', settled: false });
  });

  it('counts only waiting that really passed: a clock that jumps ends no window early', async () => {
    const { asked, at, passDeadline } = run({
      answers: [said('notPaid', 'failure')],
      serverStatuses: Array.from({ length: 12 }, () => NEW),
    });
    await settle();
    // The clock was set forward by a day, back by a day, and a deadline that passed at once.
    for (const elapsed of [24 * 60 * MINUTE, -24 * 60 * MINUTE, 0]) await passDeadline(elapsed);
    expect(at()).toBe('open.pending.waiting');
    while (at() === 'open.pending.waiting') await passDeadline();
    expect(at()).toBe('failure');
    // 5 s of the first wait, nothing of the two after it, then the rest of two minutes.
    expect(asked.length).toBeGreaterThan(6);
  });

  it('is settled at once when the server names the failure of this very transaction', async () => {
    const answers = [said('notPaid', 'failure', { txnUuid: 't2' })];
    const { at, order } = run({
      answers,
      serverStatuses: [NEW, read('failed', { txnUuid: 't2' })],
    });
    await settle();
    expect(at()).toBe('failure');
    expect(order()).toMatchObject({ settled: true, verified: true, txnUuid: 't2' });
  });

  it.each<[string, (ServerStatus | undefined)[]]>([
    [
      'seen before it was sent',
      [read('failed', { txnUuid: 't1' }), read('failed', { txnUuid: 't1' })],
    ],
    ['that may have been there before', [undefined, read('failed', { txnUuid: 't1' })]],
    [
      'that has no id, where one was seen before',
      [read('failed', { txnUuid: 't1' }), read('failed')],
    ],
  ])('is not settled at once by a failure %s', async (_, serverStatuses) => {
    const { at, order } = run({ answers: [said('notPaid', 'failure')], serverStatuses });
    await settle();
    expect(at()).toBe('open.pending.waiting');
    expect(order()).toMatchObject({ status: 'failure', settled: false });
    expect(order().txnUuid).toBeUndefined();
  });

  it('is the outcome at once where nobody can be asked, if it is certain', async () => {
    const input = {
      clock: { now: () => 0 },
      canQueryStatus: false,
    };
    const { at } = run({ answers: [said('notPaid', 'failure')], input });
    await settle();
    expect(at()).toBe('failure');
    const sdkOutcome = { moneyStatus: 'notPaid', outcome: 'userAborted', certain: false } as const;
    const unsure = run({ answers: [{ sdkOutcome, isForeign: false }], input });
    await settle();
    expect(unsure.at()).toBe('open.pending.parked');
    expect(unsure.order().status).toBe('pending');
  });
});

describe('doubt', () => {
  it('stays pending while the server knows of no transaction, and is parked', async () => {
    const { at, now, order, passDeadline } = run({
      answers: [said('open', 'pending')],
      serverStatuses: Array.from({ length: 40 }, () => NEW),
    });
    await settle();
    while (at() === 'open.pending.waiting') await passDeadline();
    expect(at()).toBe('open.pending.parked');
    expect(now()).toBe(15 * MINUTE);
    expect(order()).toMatchObject({ status: 'pending', settled: false });
  });

  it('ends in failure after the polling, when the failure may be this attempt’s', async () => {
    const { at, now, order, passDeadline } = run({
      answers: [said('open', 'pending')],
      serverStatuses: [
        undefined,
        ...Array.from({ length: 40 }, () => read('failed', { txnUuid: 't9' })),
      ],
    });
    await settle();
    await passDeadline();
    const first = now();
    while (at() === 'open.pending.waiting') await passDeadline();
    expect(at()).toBe('failure');
    expect(order()).toMatchObject({ status: 'failure', settled: true });
    expect(now() - first).toBeGreaterThanOrEqual(defaultTimings.pollFor);
  });

  it('that outlasted its polling is asked about politely when the SDK says more', async () => {
    const { answer, asked, at, now, passDeadline, serverSays } = run({
      answers: [said('open', 'pending')],
      serverStatuses: [NEW],
    });
    await settle();
    serverSays(read('underway'));
    while (now() < 14 * MINUTE) await passDeadline();
    // Its window outlasts the 15 minutes of polling, until the server shows a sign of it.
    serverSays(NEW);
    await answer(said('notPaid', 'failure'));
    while (now() <= 15 * MINUTE) await passDeadline();
    serverSays(read('underway'));
    await passDeadline();
    expect(at()).toBe('open.pending.parked');
    serverSays(NEW);
    const before = asked.length;
    const since = now();
    await answer(said('notPaid', 'payFailure'));
    for (let polls = 0; polls < 20 && at() !== 'payFailure'; polls += 1) await passDeadline();
    expect(at()).toBe('payFailure');
    expect(now() - since).toBe(2 * MINUTE);
    expect(asked.length - before).toBeLessThan(8);
  });

  it('stays pending when the failure is known to be another’s', async () => {
    const foreign = read('failed', { txnUuid: 't1' });
    const { at, order, passDeadline } = run({
      answers: [said('open', 'pending')],
      serverStatuses: Array.from({ length: 60 }, () => foreign),
    });
    await settle();
    for (let polls = 0; at() === 'open.pending.waiting' && polls < 60; polls += 1) {
      await passDeadline();
    }
    expect(at()).toBe('open.pending.parked');
    expect(order()).toMatchObject({ status: 'pending', settled: false });
  });
});

describe('"paid" by the SDK', () => {
  it('is never taken back by a later word of the same attempt', async () => {
    const { answer, at, order } = run({
      answers: [said('paid', 'success', { txnUuid: 't2' })],
      serverStatuses: [NEW, NEW, SILENCE],
    });
    await settle();
    for (const word of [said('notPaid', 'failure'), said('open', 'pending')]) await answer(word);
    expect(at()).toBe('open.pending.waiting');
    expect(order()).toMatchObject({ reported: 'success', paid: 'reported', sdkTxnUuid: 't2' });
  });

  it.each([
    ['failed', read('failed', { txnUuid: 't2' })],
    ['untouched', NEW],
  ])('stays in doubt for ever while the server calls it %s', async (_, serverStatus) => {
    const { at, order, passDeadline, send } = run({
      answers: [said('paid', 'success', { txnUuid: 't2' })],
      serverStatuses: [NEW, ...Array.from({ length: 60 }, () => serverStatus)],
    });
    await settle();
    for (let round = 0; round < 2; round += 1) {
      while (at() === 'open.pending.waiting') await passDeadline();
      expect(at()).toBe('open.pending.parked');
      expect(order()).toMatchObject({ settled: false, paid: 'reported' });
      await send({ type: 'app.foreground' });
    }
  });

  it('late, of an earlier attempt, keeps a failure of this one from settling', async () => {
    const failure = read('failed', { txnUuid: 't2' });
    const { at, order, send } = run({
      answers: [said('notPaid', 'failure', { txnUuid: 't2' })],
      serverStatuses: [NEW, SILENCE, failure, failure],
    });
    await settle();
    expect(at()).toBe('open.confirming');
    await send({ type: 'attempt.late', moneyStatus: 'paid' });
    expect(order().paid).toBe('reported');
    await send({ type: 'order.inform', orderId: 'A1', serverStatus: failure });
    expect(at()).toBe('open.pending.waiting');
    await send({ type: 'app.foreground' });
    expect(at()).toBe('open.pending.waiting');
    expect(order()).toMatchObject({ status: 'pending', settled: false });
  });

  it('beside an error and a code settles nothing where nobody can be asked', async () => {
    const sdkOutcome = { moneyStatus: 'paid', outcome: 'success', certain: false } as const;
    const { answer, at, order } = run({
      answers: [{ sdkOutcome, isForeign: false }],
      input: { canQueryStatus: false },
    });
    await settle();
    expect(at()).toBe('open.pending.parked');
    expect(order()).toMatchObject({ settled: false, paid: 'reported' });
    // The same word again, without the error, is stronger.
    await answer(said('paid', 'success'));
    expect(at()).toBe('success');
  });

  it('that the server confirmed is undone by a refund alone', async () => {
    const confirmed = { ...order, status: 'pending', paid: 'confirmed' } as const;
    for (const serverStatus of [read('failed', { txnUuid: 't9' }), NEW, read('underway')]) {
      const { at } = run({ input: { order: confirmed, attempt: undefined, serverStatus } });
      await settle();
      expect(at()).toBe('success');
    }
    const refunded = run({
      input: { order: confirmed, attempt: undefined, serverStatus: read('refunded') },
    });
    await settle();
    expect(refunded.at()).toBe('refunded');
    expect(refunded.order().paid).toBe('confirmed');
  });
});

describe('an answer', () => {
  it('that says nothing new asks nothing new', async () => {
    const word = said('notPaid', 'failure', { txnUuid: 't2' });
    const { answer, asked, at } = run({ answers: [word], serverStatuses: [NEW, NEW, NEW] });
    await settle();
    const before = asked.length;
    for (let times = 0; times < 5; times += 1) await answer(word);
    expect(at()).toBe('open.pending.waiting');
    expect(asked).toHaveLength(before);
  });

  it('of "not paid" about another transaction than the SDK named is no word about that one', async () => {
    const { answer, order } = run({
      answers: [said('open', 'pending', { txnUuid: 't2' })],
      serverStatuses: [NEW],
    });
    await settle();
    await answer(said('notPaid', 'failure', { txnUuid: 't3' }));
    expect(order()).toMatchObject({ reported: 'pending', sdkTxnUuid: 't2' });
  });

  it('does not make a transaction of an earlier attempt its own', async () => {
    const { order } = run({
      answers: [said('notPaid', 'failure', { txnUuid: 't1' })],
      serverStatuses: [read('failed', { txnUuid: 't1' }), read('failed', { txnUuid: 't1' })],
    });
    await settle();
    expect(order()).toMatchObject({ settled: false });
    expect(order().sdkTxnUuid).toBeUndefined();
  });

  it('after a reading must be confirmed by a new one', async () => {
    const { answer, at } = run({
      answers: [said('open', 'pending')],
      serverStatuses: [NEW, NEW, SILENCE],
    });
    await settle();
    await answer(said('notPaid', 'failure'));
    expect(at()).toBe('open.pending.waiting');
    await answer(said('paid', 'success'));
    expect(at()).toBe('open.confirming');
  });
});

describe('a mandate', () => {
  const mandateInput = { order: { ...order, kind: 'mandate' }, canQueryStatus: false } as const;

  it.each([
    ['paid', 'success'],
    ['notPaid', 'failure'],
    ['open', 'pending'],
  ] as const)('is not made of a word about its payment: %s', async (moneyStatus, outcome) => {
    for (const mandate of [undefined, new Secret({ umn: 'a@upf' })]) {
      const { actor } = run({
        answers: [said(moneyStatus, outcome, { mandate })],
        input: mandateInput,
      });
      await settle();
      expect(actor.getSnapshot().context.order.mandate).toEqual({
        status: 'pending',
        ...(mandate === undefined ? {} : { result: mandate }),
      });
      expect(JSON.stringify(actor.getPersistedSnapshot())).not.toContain('a@upf');
    }
  });

  it.each([
    ['00', 'active'],
    ['01', 'pending'],
    ['U67', 'pending'],
    ['Z9', 'failed'],
    ['', 'pending'],
  ])('with the code %j is %s', async (gatewayResponseCode, status) => {
    const mandate = new Secret({ gatewayResponseCode });
    const { order: shown } = run({
      answers: [said('paid', 'success', { mandate })],
      input: mandateInput,
    });
    await settle();
    expect(shown().mandate).toEqual({ status, result: mandate });
  });

  it('goes on while the server calls it created, and ends when it does not', async () => {
    const created = read('paid', { mandate: 'CREATED' });
    const { at, passDeadline, ...rest } = run({
      answers: [said('paid', 'success')],
      serverStatuses: [NEW, created, created, read('paid', { mandate: 'ACTIVE' })],
      input: { order: { ...order, kind: 'mandate' } },
    });
    await settle();
    expect(at()).toBe('open.pending.waiting');
    expect(rest.order()).toMatchObject({ status: 'success', settled: false, verified: true });
    await passDeadline();
    await passDeadline();
    expect(at()).toBe('success');
    expect(rest.order().mandate?.status).toBe('active');
  });
});

describe('an order known from before', () => {
  const restored = (more: Partial<OrderRecord>): Partial<PaymentInput> => ({
    attempt: undefined,
    order: { ...order, status: 'pending', ...more },
  });

  it.each([
    ['failure', 'pending', 'failure'],
    ['pending', 'pending', 'pending'],
    [undefined, 'pending', 'pending'],
  ] as const)('that the SDK called %s is %s, then %s', async (reported, first, then) => {
    const {
      at,
      order: shown,
      passDeadline,
    } = run({
      input: restored({ reported }),
      serverStatuses: [NEW],
    });
    await settle();
    expect(shown()).toMatchObject({ status: first, settled: false });
    await passDeadline();
    expect(at()).toBe('open.pending.waiting');
    expect(shown()).toMatchObject({ status: then, settled: false });
  });

  it('that the SDK called success shows it', async () => {
    const { order: shown } = run({ input: restored({ reported: 'success', paid: 'reported' }) });
    await settle();
    expect(shown()).toMatchObject({ status: 'success', settled: false, verified: false });
  });

  it('begins its window anew', async () => {
    const { at, now, passDeadline } = run({
      input: restored({ reported: 'backPress' }),
      serverStatuses: Array.from({ length: 12 }, () => NEW),
    });
    await settle();
    while (at() === 'open.pending.waiting') await passDeadline();
    expect(at()).toBe('backPress');
    expect(now()).toBe(15_000);
  });
});
