import { describe, expect, it } from 'vitest';
import { createJuspay, type Juspay } from '../../../src/server/juspay/create-juspay.js';
import { createVirtualClock } from '../../../testing/index.js';

type Play = number | 'offline' | 'silent' | 'slowBody' | 'brokenBody' | { wait: string };

/** A Juspay that does one thing after another, on a clock of its own; the last one for ever. */
function playing(...plays: Play[]) {
  const clock = createVirtualClock();
  const began = clock.now();
  const asked: { at: number; path: string; signal: AbortSignal | null | undefined }[] = [];
  const good = JSON.stringify({
    order_id: 'A1',
    mandate_id: 'm1',
    object_reference_id: 'n1',
    status: 'CHARGED',
    amount: 2,
    id: 'ordeh_1',
    sdk_payload: { requestId: 'r1', payload: { orderId: 'A1', amount: '2.0' } },
  });
  const juspay = (options: object = {}): Juspay =>
    createJuspay({
      environment: 'sandbox',
      merchantId: 'stock',
      apiKey: 'key-1',
      clock,
      fetch: async (url, { signal }) => {
        asked.push({ at: clock.now() - began, path: url.replace(/^.*juspay.in/, ''), signal });
        const play = plays[Math.min(asked.length, plays.length) - 1];
        if (play === 'offline') throw new TypeError('fetch failed: Basic a2V5LTE6');
        // The worst of all: it does not even hear the signal.
        if (play === 'silent') return new Promise<never>(() => {});
        if (play === 'slowBody') return new Response(new ReadableStream({ start: () => {} }));
        if (play === 'brokenBody') {
          return new Response(
            new ReadableStream({ start: (body) => body.error(new Error('cut')) }),
          );
        }
        if (typeof play === 'object') {
          return new Response('', { status: 429, headers: { 'retry-after': play.wait } });
        }
        return new Response(play === 200 ? good : '', { status: play ?? 500 });
      },
      ...options,
    });
  return { asked, clock, juspay, times: () => asked.map(({ at }) => at) };
}

/** What became of a call: its value, its error, or nothing yet. */
function watch(call: Promise<unknown>) {
  const seen: { value?: unknown; error?: unknown } = {};
  call.then(
    (value) => {
      seen.value = value;
    },
    (error: unknown) => {
      seen.error = error;
    },
  );
  return seen;
}

describe('a call that can be repeated', () => {
  it.each<[string, Play]>([
    ['a network that fails', 'offline'],
    ['a connection that is cut', 'brokenBody'],
    ['408', 408],
    ['425', 425],
    ['429', 429],
    ['500', 500],
    ['502', 502],
    ['503', 503],
    ['504', 504],
  ])('is tried again after half a second, then a second, because of %s', async (_, play) => {
    const { clock, juspay, times } = playing(play, play, 200);
    const seen = watch(juspay().orderStatus('A1'));
    await clock.advance(499);
    expect(times()).toEqual([0]);
    await clock.advance(10_000);
    expect(times()).toEqual([0, 500, 1_500]);
    expect(seen.value).toMatchObject({ status: 'CHARGED' });
    expect(clock.pending).toBe(0);
  });

  it('fails as unavailable when it was tried three times', async () => {
    const { clock, juspay, times } = playing(500);
    const seen = watch(juspay().orderStatus('A1'));
    await clock.advance(60_000);
    expect(times()).toEqual([0, 500, 1_500]);
    expect(seen.error).toMatchObject({
      name: 'JuspayError',
      reason: 'unavailable',
      status: 500,
      retry: true,
    });
  });

  it('is not called a conflict where an earlier try, of which nobody heard, may have done it', async () => {
    const write = { orderId: 'A1', uniqueRequestId: 'r1', amount: '2.00' };
    const lost = playing('brokenBody', 409);
    const seen = watch(lost.juspay().refund(write));
    await lost.clock.advance(60_000);
    expect(seen.error).toMatchObject({ reason: 'timeout', retry: false });
    expect(String(seen.error)).toContain('ask how it stands');
    const taken = playing(409);
    const other = watch(taken.juspay().refund(write));
    await taken.clock.advance(60_000);
    expect(other.error).toMatchObject({ reason: 'refused', status: 409 });
  });

  it('is tried as often as it was set up to be, at most 30 seconds apart', async () => {
    const none = playing('offline');
    const seen = watch(none.juspay({ retries: 0 }).orderStatus('A1'));
    await none.clock.advance(60_000);
    expect(none.times()).toEqual([0]);
    expect(seen.error).toMatchObject({ reason: 'unavailable', status: undefined, retry: true });
    const many = playing('offline');
    watch(many.juspay({ retries: 8 }).orderStatus('A1'));
    await many.clock.advance(600_000);
    const gaps = many.times().map((at, index, all) => at - (all[index - 1] ?? 0));
    expect(gaps).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it.each([400, 401, 403, 404, 409, 410, 422])('is not tried again because of %i', async (play) => {
    const { clock, juspay, times } = playing(play, 200);
    const seen = watch(juspay().orderStatus('A1'));
    await clock.advance(60_000);
    expect(times()).toEqual([0]);
    expect(seen.error).toMatchObject({ status: play, retry: false });
  });

  it.each([
    ['2', 2_000],
    ['30', 30_000],
    ['0', 500],
    ['soon', 500],
    ['-5', 500],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 500],
  ])('waits as long as "Retry-After: %s" asks for', async (wait, ms) => {
    const { clock, juspay, times } = playing({ wait }, 200);
    const seen = watch(juspay().orderStatus('A1'));
    await clock.advance(60_000);
    expect(times()).toEqual([0, ms]);
    expect(seen.value).toBeDefined();
  });

  it('is given back at once when it would have to wait for more than 30 seconds', async () => {
    const { clock, juspay, times } = playing({ wait: '31' }, 200);
    const seen = watch(juspay().orderStatus('A1'));
    await clock.settle();
    expect(seen.error).toMatchObject({ reason: 'unavailable', status: 429, retry: true });
    expect(times()).toEqual([0]);
    expect(clock.pending).toBe(0);
  });
});

describe('time', () => {
  it.each<Play>(['silent', 'slowBody'])('ends a try after ten seconds: %s', async (play) => {
    const { asked, clock, juspay, times } = playing(play);
    const seen = watch(juspay({ retries: 0 }).orderStatus('A1'));
    await clock.advance(9_999);
    expect(seen).toEqual({});
    expect(asked[0]?.signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(seen.error).toMatchObject({ name: 'JuspayError', reason: 'timeout', retry: true });
    expect(asked[0]?.signal?.aborted).toBe(true);
    expect(times()).toEqual([0]);
  });

  it('is counted for each try anew', async () => {
    const { clock, juspay, times } = playing('silent', 'slowBody', 200);
    const seen = watch(juspay({ timeout: 2_000 }).orderStatus('A1'));
    await clock.advance(60_000);
    expect(times()).toEqual([0, 2_500, 5_500]);
    expect(seen.value).toMatchObject({ status: 'CHARGED' });
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer and no listener behind', async () => {
    const { clock, juspay } = playing(200);
    const caller = new AbortController();
    await juspay().orderStatus('A1', { signal: caller.signal });
    expect(clock.pending).toBe(0);
    caller.abort();
    await clock.settle();
  });
});

describe('a caller who gives up', () => {
  const gaveUp = {
    name: 'JuspayError',
    reason: 'timeout',
    retry: false,
    message: 'The caller gave up before Juspay answered.',
  };

  it('before the call sends nothing', async () => {
    const { asked, juspay } = playing(200);
    const seen = watch(juspay().orderStatus('A1', { signal: AbortSignal.abort('secret') }));
    await Promise.resolve();
    await expect(juspay().orderStatus('A1', { signal: AbortSignal.abort() })).rejects.toMatchObject(
      gaveUp,
    );
    expect(seen.error).toMatchObject(gaveUp);
    expect(asked).toEqual([]);
  });

  it('during a try ends it', async () => {
    const { asked, clock, juspay } = playing('silent');
    const caller = new AbortController();
    const seen = watch(juspay().orderStatus('A1', { signal: caller.signal }));
    await clock.advance(100);
    caller.abort();
    await clock.settle();
    expect(seen.error).toMatchObject(gaveUp);
    expect(asked[0]?.signal?.aborted).toBe(true);
    await clock.advance(60_000);
    expect(asked).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('between two tries ends the call', async () => {
    const { asked, clock, juspay } = playing(500);
    const caller = new AbortController();
    const seen = watch(juspay().orderStatus('A1', { signal: caller.signal }));
    await clock.advance(100);
    caller.abort();
    await clock.settle();
    expect(seen.error).toMatchObject(gaveUp);
    expect(clock.pending).toBe(0);
    expect(asked).toHaveLength(1);
  });
});

const session = {
  orderId: 'A1',
  amount: '2.00',
  customerId: 'cust-1',
  customerEmail: 'asha@example.com',
  customerPhone: '9876543210',
  paymentPageClientId: 'stock',
};
const refund = { orderId: 'A1', uniqueRequestId: 'r1', amount: '2.00' };
const notice = {
  mandateId: 'm1',
  objectReferenceId: 'n1',
  amount: '2.00',
  executionDate: 1_770_249_600_000,
};
const mandateId = 'm1';

describe('what is tried again', () => {
  it.each<[string, (juspay: Juspay) => Promise<unknown>, number]>([
    ['a session, by its order', (juspay) => juspay.createSession(session), 3],
    ['an order status, a read', (juspay) => juspay.orderStatus('A1'), 3],
    ['a refund, by its id', (juspay) => juspay.refund(refund), 3],
    ['a notice, by its id', (juspay) => juspay.mandates.notify(notice), 3],
    [
      'an execution, by its order',
      (juspay) => juspay.mandates.execute({ mandateId, orderId: 'A1', amount: '2.00' }),
      3,
    ],
    ['the status of a mandate, a read', (juspay) => juspay.mandates.status({ mandateId }), 3],
    [
      'cancelling an execution, by its order',
      (juspay) => juspay.mandates.cancelExecution({ mandateId, orderId: 'A1' }),
      3,
    ],
    ['a notification, a read', (juspay) => juspay.mandates.notification('n1'), 3],
    ['not a pause', (juspay) => juspay.mandates.pause({ mandateId }), 1],
    ['not a resumption', (juspay) => juspay.mandates.resume({ mandateId }), 1],
    ['not a revocation', (juspay) => juspay.mandates.revoke({ mandateId }), 1],
  ])('is %s', async (_, call, tries) => {
    for (const play of ['offline', 'silent', 503] as const) {
      const { clock, juspay, times } = playing(play);
      const seen = watch(call(juspay()));
      await clock.advance(120_000);
      expect(times()).toHaveLength(tries);
      expect(seen.error).toMatchObject({
        reason: play === 'silent' ? 'timeout' : 'unavailable',
        // Nobody knows what became of it: whoever does it once more has to look first.
        retry: tries > 1,
      });
    }
    const { clock, juspay } = playing(200);
    const seen = watch(call(juspay()));
    await clock.settle();
    expect(seen).toHaveProperty('value');
  });
});
