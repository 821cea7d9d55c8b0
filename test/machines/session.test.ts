import { expect, it } from 'vitest';
import { createActor, fromPromise } from 'xstate';
import { sessionMachine } from '../../machines/index.js';
import { defaultTimings } from '../../machines/timings.js';
import { pathOf, settle } from './support/path.js';

const input = { timings: defaultTimings };

it('refreshes each expiry with its own code, one after the other', async () => {
  const codes: (string | undefined)[] = [];
  const machine = sessionMachine.provide({
    actors: {
      refreshAuth: fromPromise(async ({ input: { reqCode } }) => void codes.push(reqCode)),
    },
  });
  const actor = createActor(machine, { input });
  const path = pathOf(actor);
  actor.start();
  for (const reqCode of ['a', 'b', undefined]) actor.send({ type: 'sdk.sessionExpired', reqCode });
  await settle();
  expect(codes).toEqual(['a', 'b', undefined]);
  expect(path).toEqual(['fresh', 'refreshing', 'fresh']);
});

it('backs off, then waits to be told again', async () => {
  const actor = createActor(sessionMachine, { input });
  const path = pathOf(actor);
  actor.start();
  actor.send({ type: 'sdk.sessionExpired', reqCode: 'a' });
  for (let turn = 0; turn < 2; turn += 1) {
    await settle();
    actor.send({ type: 'deadline.passed' });
  }
  await settle();
  expect(path).toEqual([
    'fresh',
    'refreshing',
    'backingOff',
    'refreshing',
    'backingOff',
    'refreshing',
    'stale',
  ]);
  actor.send({ type: 'app.foreground' });
  expect(path.at(-1)).toBe('refreshing');
  expect(actor.getSnapshot().context.expired).toEqual([{ reqCode: 'a' }]);
});
