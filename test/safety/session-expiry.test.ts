import { describe, expect, it } from 'vitest';
import type { SessionEventShape, Simulator } from '../../adapters/simulator/index.js';
import { processed, requestsOf } from '../flow/support/wire.js';
import { at } from './support/deaths.js';
import { type App, killer, liveOn } from './support/lives.js';
import { type Operation, operations, readyFor } from './support/operations.js';

const MINUTE = 60_000;

const shapes = (['session_expired', 'session_expiry', 'sessionExpired'] as const).flatMap((name) =>
  [true, false].map((withReqCode): SessionEventShape => ({ name, withReqCode })),
);

/** How often the server fails to sign from the end of the session on. */
const servers = [
  ['signs', 0],
  ['fails once', 1],
  ['never signs again', Number.POSITIVE_INFINITY],
] as const;

/** Runs the operation, ends the session after its `step`-th step, and waits for the end. */
async function expireDuring(
  operation: Operation,
  step: number,
  failures: number,
  shape: SessionEventShape,
) {
  let expired = false;
  const counter = killer(Number.POSITIVE_INFINITY, (now) => {
    if (now === step) Promise.resolve().then(expire);
  });
  const life = await readyFor(operation, counter.step);
  const { app } = life;
  const { server, wire } = app.simulator;
  const expire = () => {
    expired = true;
    wire.sessionEvent = shape;
    server.failsNext('authorize', failures);
    wire.expireSession();
  };
  counter.arm(life);
  counter.step('command');
  app.flow.send(operation.command);
  await liveOn(app.simulator, counter, () => operation.isDone(app), 20 * MINUTE);
  return { app, counter, expired };
}

/** The codes of the ends, and those that came back with `updateAuth`. */
function codes(simulator: Simulator): { readonly said: unknown[]; readonly echoed: unknown[] } {
  const ends = simulator.wire.traffic.filter((entry) => entry.event?.startsWith('session'));
  return {
    said: ends.map((entry) => JSON.parse(entry.raw).payload.reqCode),
    echoed: requestsOf(simulator, 'updateAuth').map((request) => request.payload['reqCode']),
  };
}

function isOnceAndFinished(app: App, operation: Operation, failures: number): void {
  const { simulator } = app;
  const ids = processed(simulator).map((request) => request.requestId);
  expect(new Set(ids).size).toBe(ids.length);
  const sent = requestsOf(simulator, operation.action).length;
  expect(sent).toBeLessThanOrEqual(1);
  expect(app.state.busy).toBe(false);
  if (failures === Number.POSITIVE_INFINITY) {
    const order = app.state.orders['A1'];
    if (sent === 1 && order !== undefined) expect(order.status).toMatch(/success|pending/);
    // Nothing waits any more: it is done, or says what a person may try again.
    if (!operation.isDone(app)) expect(isOver(app)).toBe(true);
    return;
  }
  expect(sent).toBe(1);
  expect(operation.isDone(app)).toBe(true);
  const { said, echoed } = codes(simulator);
  expect(echoed).toEqual(said);
}

function isOver({ step }: App): boolean {
  switch (step.name) {
    case 'checking':
    case 'mpin':
    case 'vpa':
      return step.problem !== undefined;
    case 'simList':
    case 'bindExpired':
    case 'outcome':
      return true;
    default:
      return false;
  }
}

describe.each(operations.map((operation) => [operation.name, operation] as const))(
  'a session that ends during %s',
  (_, operation) => {
    it.each(servers)('at any step, and the server %s', async (_, failures) => {
      const [shape] = shapes;
      if (shape === undefined) throw new Error('no shape');
      for (let step = 0; ; step += 1) {
        const { app, counter, expired } = await expireDuring(operation, step, failures, shape);
        if (!expired) {
          expect(step).toBeGreaterThan(15);
          break;
        }
        await app.wait(5 * MINUTE);
        await at(`ended after step ${step}, ${counter.steps[step]}`, () =>
          isOnceAndFinished(app, operation, failures),
        );
        app.flow.stop();
      }
    });

    it.each(shapes)('told as $name, with a code: $withReqCode', async (shape) => {
      for (const [, failures] of servers) {
        const { app, expired } = await expireDuring(operation, 12, failures, shape);
        expect(expired).toBe(true);
        await app.wait(5 * MINUTE);
        isOnceAndFinished(app, operation, failures);
        expect(codes(app.simulator).said[0] === undefined).toBe(!shape.withReqCode);
        app.flow.stop();
      }
    });
  },
);
