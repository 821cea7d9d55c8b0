import { describe, expect, it } from 'vitest';
import type { HyperSdk } from '../../core/ports/hyper-sdk.js';
import { never } from '../journal/support/storages.js';
import { type ClientWorld, clientWorld, outcomeOf } from './support/sdk-client.js';

const notReady = { reason: 'notReady', retry: true, message: undefined };

function refuses(): never {
  throw new Error('no activity');
}

async function started(broken: Partial<HyperSdk> = {}): Promise<ClientWorld> {
  const world = clientWorld(broken);
  await world.start();
  return world;
}

const refusals = [
  ['throws', refuses],
  ['rejects', () => Promise.reject(new Error('no'))],
] as const;

describe('a call', () => {
  it('hands its request over and answers what is said under its id', async () => {
    const world = await started();
    const call = outcomeOf(world.client.call('upiGetBankList', { action: 'upiGetBankList' }));
    expect(world.calls.at(-1)).toEqual({
      name: 'process',
      request: {
        requestId: 'id-2',
        service: 'in.juspay.hyperapi',
        payload: { action: 'upiGetBankList' },
      },
    });
    world.answers('id-2', { status: 'SUCCESS', banks: [] });
    await world.clock.settle();
    expect(call.now).toMatchObject({ requestId: 'id-2', payload: { banks: [] } });
    expect(world.said).toEqual([]);
  });

  it('is not answered by what is said under another id, or under none', async () => {
    const world = await started();
    const call = outcomeOf(world.client.call('upiGetBankList', {}));
    world.answers('id-9', { status: 'SUCCESS' });
    world.says({ event: 'process_result', payload: { status: 'SUCCESS' } });
    await world.clock.settle();
    expect(call.now).toBe('open');
    expect(world.said).toMatchObject([
      { type: 'sdk.late', requestId: 'id-9' },
      { type: 'sdk.late', requestId: undefined },
    ]);
  });

  it('is answered once: what comes again is late', async () => {
    const world = await started();
    const call = outcomeOf(world.client.call('upiGetBankList', {}));
    world.answers('id-2', { status: 'SUCCESS', n: 1 });
    world.answers('id-2', { status: 'FAILURE', n: 2 });
    await world.clock.settle();
    expect(call.now).toMatchObject({ payload: { n: 1 } });
    expect(world.said).toMatchObject([
      { type: 'sdk.late', requestId: 'id-2', operation: 'upiGetBankList' },
    ]);
  });

  it('ends in time, and its clock with its answer', async () => {
    const world = await started();
    const slow = outcomeOf(world.client.call('upiGetBankList', {}, { timeout: 5_000 }));
    const quick = outcomeOf(world.client.call('upiGetSimDetails', {}, { timeout: 5_000 }));
    world.answers('id-3', { status: 'SUCCESS' });
    await world.clock.advance(4_999);
    expect(slow.now).toBe('open');
    expect(world.clock.pending).toBe(1);
    await world.clock.advance(1);
    expect(slow.now).toEqual({ reason: 'timeout', retry: true, message: undefined });
    expect(quick.now).toMatchObject({ requestId: 'id-3' });
    world.answers('id-2', { status: 'SUCCESS' });
    expect(world.said).toMatchObject([{ type: 'sdk.late', operation: 'upiGetBankList' }]);
  });

  it('without a time waits as long as it takes', async () => {
    const world = await started();
    const call = outcomeOf(world.client.call('upiGetBankList', {}));
    expect(world.clock.pending).toBe(0);
    await world.clock.advance(24 * 3_600_000);
    expect(call.now).toBe('open');
    world.answers('id-2');
    await world.clock.settle();
    expect(call.now).toMatchObject({ requestId: 'id-2' });
  });

  it.each([[undefined], [5_000]])(
    'that is given up (its time: %s) waits no more',
    async (timeout) => {
      const world = await started();
      const giveUp = new AbortController();
      const { signal } = giveUp;
      const call = outcomeOf(world.client.call('upiGetBankList', {}, { timeout, signal }));
      giveUp.abort();
      expect(world.clock.pending).toBe(0);
      world.answers('id-2');
      await world.clock.advance(60_000);
      expect(call.now).toBe('open');
      expect(world.said).toMatchObject([
        { type: 'sdk.late', requestId: 'id-2', operation: 'upiGetBankList' },
      ]);
    },
  );

  it.each(refusals)('that the bridge refuses (it %s) fails at once', async (_, process) => {
    const world = await started({ process });
    const call = outcomeOf(world.client.call('upiGetBankList', {}, { timeout: 5_000 }));
    await world.clock.settle();
    expect(call.now).toEqual({ ...notReady, message: 'sdk.process rejected.' });
    expect(world.reported).toEqual(['sdk.process']);
    expect(world.clock.pending).toBe(0);
  });

  it('is refused before the SDK is ready, and sends nothing', async () => {
    const world = clientWorld();
    const before = outcomeOf(world.client.call('upiGetBankList', {}));
    const starting = world.client.start({}, 30_000);
    await world.clock.settle();
    const during = outcomeOf(world.client.call('upiGetBankList', {}));
    await world.clock.settle();
    expect([before.now, during.now]).toEqual([notReady, notReady]);
    expect(world.names()).toEqual(['open', 'initiate']);
    world.answers('id-1', {}, { event: 'initiate_result' });
    await starting;
  });
});

describe('a word without an answer', () => {
  it('is handed over, and its answer is nobody’s', async () => {
    const world = await started();
    world.client.notify('updateAuth', { action: 'updateAuth' });
    expect(world.calls.at(-1)).toMatchObject({
      name: 'process',
      request: { requestId: 'id-2', payload: { action: 'updateAuth' } },
    });
    world.answers('id-2', { status: 'SUCCESS' });
    expect(world.said).toEqual([]);
  });

  it.each(refusals)('that the bridge refuses (it %s) breaks nothing', async (_, process) => {
    const world = await started({ process });
    expect(() => world.client.notify('updateAuth', {})).not.toThrow();
    await world.clock.settle();
    expect(world.said).toEqual([]);
    expect(world.reported).toEqual(['sdk.process']);
  });

  it('is refused while the SDK is not ready', () => {
    const world = clientWorld();
    expect(() => world.client.notify('updateAuth', {})).toThrow(
      expect.objectContaining({ problem: notReady }),
    );
    expect(world.calls).toEqual([]);
  });
});

describe('a request that moves money', () => {
  it('is handed over as it was signed, and hears every answer', async () => {
    const world = await started();
    const { heard } = world.submit();
    const request = {
      requestId: 'm-1',
      service: 'in.juspay.hyperapi',
      payload: { action: 'upiTxn' },
    };
    expect(world.calls.at(-1)).toEqual({ name: 'process', request });
    world.answers('m-1', { status: 'PENDING' });
    world.answers('m-1', { status: 'SUCCESS' });
    expect(heard).toMatchObject([
      { requestId: 'm-1', status: 'PENDING', isOurs: true },
      { requestId: 'm-1', status: 'SUCCESS', isOurs: true },
    ]);
    expect(world.said).toEqual([]);
  });

  it('is sent once for ever: sent again, it is only unsure', async () => {
    const world = await started();
    const first = world.submit();
    const second = world.submit();
    expect(second.heard).toEqual(['unsure']);
    // The second one has nothing to leave: the first goes on hearing.
    second.leave();
    world.answers('m-1', { status: 'SUCCESS' });
    expect(first.heard).toMatchObject([{ status: 'SUCCESS' }]);
    first.leave();
    world.client.terminate();
    expect(world.submit().heard).toEqual(['unsure']);
    await world.start();
    expect(world.submit().heard).toEqual(['unsure']);
    expect(world.names().filter((name) => name === 'process')).toHaveLength(1);
  });

  it('is sent once though a thousand others were sent', async () => {
    const world = await started();
    for (let n = 1; n <= 1_000; n += 1) expect(world.submit(`m-${n}`).heard).toEqual([]);
    expect(world.submit().heard).toEqual(['unsure']);
  });

  it('is not sent while the SDK is not ready: later it may be', async () => {
    const world = clientWorld();
    const unsent = world.submit();
    unsent.leave();
    expect(unsent.heard).toEqual(['unsent']);
    expect(world.calls).toEqual([]);
    const starting = world.client.start({}, 30_000);
    await world.clock.settle();
    expect(world.submit().heard).toEqual(['unsent']);
    world.answers('id-1', {}, { event: 'initiate_result' });
    await starting;
    const { heard } = world.submit();
    world.answers('m-1', { status: 'SUCCESS' });
    expect(heard).toMatchObject([{ status: 'SUCCESS' }]);
  });

  it.each(refusals)(
    'that the bridge refuses (it %s) is unsure, and may be answered',
    async (_, process) => {
      const world = await started({ process });
      const { heard } = world.submit();
      await world.clock.settle();
      expect(heard).toEqual(['unsure']);
      expect(world.reported).toEqual(['sdk.process']);
      world.answers('m-1', { status: 'SUCCESS' });
      expect(heard.slice(1)).toMatchObject([{ status: 'SUCCESS' }]);
    },
  );

  it('is not unsure because the bridge takes its time', async () => {
    const world = await started({ process: never });
    const { heard } = world.submit();
    await world.clock.advance(3_600_000);
    expect(heard).toEqual([]);
  });

  it('that nobody listens to any more is answered late', async () => {
    const world = await started();
    const { heard, leave } = world.submit();
    leave();
    leave();
    world.answers('m-1', { action: 'upiTxn', status: 'SUCCESS' });
    expect(heard).toEqual([]);
    expect(world.said).toMatchObject([
      { type: 'sdk.late', operation: 'upiTxn', moneyStatus: 'paid', isForeign: false },
    ]);
  });

  it('is not answered by an initiate result under its id', async () => {
    const world = await started();
    const { heard } = world.submit();
    world.answers('m-1', { status: 'SUCCESS' }, { event: 'initiate_result' });
    expect(heard).toEqual([]);
    expect(world.said).toEqual([]);
  });

  it('says of an answer to another action that it is not its own', async () => {
    const world = await started();
    const { heard } = world.submit();
    world.answers('m-1', { action: 'upiGetSessionToken', status: 'SUCCESS' });
    world.answers('m-1', { action: 'UPITXN', status: 'SUCCESS' });
    expect(heard).toMatchObject([{ isOurs: false }, { isOurs: true }]);
  });

  it.each<[string, unknown, boolean]>([
    ['asks for the same', { action: 'management' }, true],
    ['asks for something else', { action: 'onboarding' }, false],
    ['names no action', {}, false],
    ['names an action that is no text', { action: 7 }, false],
    ['has a payload that is null', null, false],
    ['has a payload that is a text', 'management', false],
    ['has no payload', undefined, false],
  ])(
    'that is a session is answered by the SDK’s own screens where it %s',
    async (_, payload, isOurs) => {
      const world = await started();
      const { heard } = world.submit('m-1', 'checkout', { payload });
      world.answers('m-1', { action: 'Management', status: 'SUCCESS' });
      expect(heard).toMatchObject([{ isOurs }]);
    },
  );

  it('that is a session is known by its action when its answer comes late', async () => {
    const world = await started();
    world.submit('m-1', 'checkout', { payload: { action: 'management' } }).leave();
    world.answers('m-1', { action: 'management', status: 'SUCCESS' });
    expect(world.said).toMatchObject([
      { type: 'sdk.late', operation: 'checkout', moneyStatus: 'paid', isForeign: false },
    ]);
  });
});

describe('what the SDK says without being asked', () => {
  it('is told as what it is', async () => {
    const world = await started();
    world.says({ event: 'show_loader' });
    world.says({ event: 'hide_loader' });
    world.says({ event: 'session_expired', payload: { reqCode: 'R7' } });
    world.says({ event: 'session_expired', payload: {} });
    world.says('no json');
    world.says({ event: 'something_new', payload: { status: 'SUCCESS' } });
    expect(world.said).toEqual([
      { type: 'sdk.loader', visible: true },
      { type: 'sdk.loader', visible: false },
      { type: 'sdk.sessionExpired', reqCode: 'R7' },
      { type: 'sdk.sessionExpired', reqCode: undefined },
      { type: 'sdk.malformed', reason: 'notJson' },
    ]);
  });

  it('is told without a code that is too long to be one', async () => {
    const world = await started();
    for (const length of [256, 257]) {
      world.says({ event: 'session_expired', payload: { reqCode: 'R'.repeat(length) } });
    }
    expect(world.said).toEqual([
      { type: 'sdk.sessionExpired', reqCode: 'R'.repeat(256) },
      { type: 'sdk.sessionExpired', reqCode: undefined },
    ]);
  });

  it('is told late once, however often it is said', async () => {
    const world = await started();
    for (let n = 0; n < 3; n += 1) world.answers('nobody', { status: 'SUCCESS' });
    expect(world.said).toHaveLength(1);
  });

  it('is told to everybody who listens, until they leave', async () => {
    const world = await started();
    const heard: string[] = [];
    const leave = world.client.listen(({ type }) => {
      heard.push(type);
      leave();
    });
    world.client.listen(({ type }) => heard.push(`other ${type}`));
    world.says({ event: 'show_loader' });
    world.says({ event: 'show_loader' });
    expect(heard).toEqual(['sdk.loader', 'other sdk.loader', 'other sdk.loader']);
  });
});

describe('hardware back', () => {
  it('is handed to the bridge', async () => {
    const world = await started();
    world.client.back();
    expect(world.names().at(-1)).toBe('back');
  });

  it.each(refusals)('that the bridge refuses (it %s) breaks nothing', async (_, back) => {
    const world = await started({ back });
    expect(() => world.client.back()).not.toThrow();
    await world.clock.settle();
    expect(world.reported).toEqual(['sdk.back']);
  });
});
