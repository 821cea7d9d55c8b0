import { describe, expect, it, vi } from 'vitest';
import type { SessionEventShape, Simulator } from '../../adapters/simulator/index.js';
import { processed, requestsOf } from '../flow/support/wire.js';
import { at, everyStep } from './support/deaths.js';
import type { App } from './support/lives.js';
import { type Operation, operations, readyFor } from './support/operations.js';
import { named } from './support/payments.js';

// Many cases in one test: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 });

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

/** Runs the operation and ends the session after so many timers; `undefined`: it was done before. */
async function expireDuring(
  operation: Operation,
  timers: number,
  failures: number,
  shape: SessionEventShape,
): Promise<App | undefined> {
  const { app } = await readyFor(operation);
  const { server, wire, clock } = app.simulator;
  await app.send(operation.command);
  for (let timer = 0; timer < timers; timer += 1) {
    if (operation.isDone(app)) return undefined;
    await clock.next();
  }
  wire.sessionEvent = shape;
  server.failsNext('authorize', failures);
  wire.expireSession();
  await app.wait(10 * MINUTE);
  return app;
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

describe.each(named(operations))('a session that ends during %s', (_, operation) => {
  it.each(servers)('at any moment, and the server %s', async (_, failures) => {
    const [shape] = shapes;
    if (shape === undefined) throw new Error('no shape');
    for (const timers of everyStep()) {
      const app = await expireDuring(operation, timers, failures, shape);
      if (app === undefined) {
        expect(timers).toBeGreaterThan(3);
        break;
      }
      await at(`after ${timers} timers`, () => isOnceAndFinished(app, operation, failures));
      app.flow.stop();
    }
  });

  it.each(shapes)('told as $name, with a code: $withReqCode', async (shape) => {
    for (const [, failures] of servers) {
      const app = await expireDuring(operation, 2, failures, shape);
      if (app === undefined) throw new Error('done too soon');
      isOnceAndFinished(app, operation, failures);
      expect(codes(app.simulator).said[0] === undefined).toBe(!shape.withReqCode);
      app.flow.stop();
    }
  });
});
