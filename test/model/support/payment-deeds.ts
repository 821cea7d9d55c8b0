import * as fc from 'fast-check';
import type { FaultKind, PaymentPlan } from '../../../adapters/simulator/index.js';
import { type Deed, deed } from './deed.js';

const orderId = fc.constantFrom('A1', 'B2');

const plan: fc.Arbitrary<PaymentPlan> = fc.record({
  answer: fc.constantFrom(
    'SUCCESS',
    'PENDING',
    'FAILURE',
    'Pay_Failure',
    'BACKPRESS',
    'USER_ABORTED',
    'silence',
  ),
  money: fc.constantFrom(undefined, undefined, 'debited', 'debitedLater', 'declined', 'none'),
  actsAfter: fc.constantFrom(undefined, undefined, 45_000, 12 * 60_000, Number.POSITIVE_INFINITY),
  answerAfter: fc.constantFrom(undefined, undefined, 90_000, 900_000),
});

const pays = fc.tuple(orderId, plan).map(([id, how]) =>
  deed(`pay ${id} ${JSON.stringify(how)}`, (walk) => {
    // How an attempt goes is settled when it begins; a plan holds for the next one.
    if (walk.app.flow.can({ type: 'pay', order: { orderId: id, amount: '2.00' } })) {
      walk.simulator.person.plansOrder(id, how);
    }
    return walk.send({ type: 'pay', order: { orderId: id, amount: '2.00' } });
  }),
);

const orderCommands = fc
  .tuple(fc.constantFrom('order.retry', 'order.recheck', 'order.dismiss'), orderId)
  .map(([type, id]) => deed(`${type} ${id}`, (walk) => walk.send({ type, orderId: id })));

const commands = fc
  .constantFrom('back', 'app.foreground', 'app.background', 'device.refresh')
  .map((type) => deed(type, (walk) => walk.send({ type })));

const lifecycle = fc
  .constantFrom('sdk.terminate', 'sdk.retry')
  .map((type) => deed(type, (walk) => walk.send({ type })));

const faults = fc
  .constantFrom<FaultKind>(
    'drop',
    'delay',
    'duplicate',
    'reorder',
    'malform',
    'doubleWrap',
    'emptyPayload',
    'wrongCasing',
    'missingEvent',
  )
  .map((kind) =>
    deed(`${kind} the answer`, (walk) => walk.simulator.wire.fault(kind, { action: 'upiTxn' })),
  );

const servers = fc
  .tuple(fc.constantFrom('authorize', 'orderStatus'), fc.integer({ min: 1, max: 3 }))
  .map(([operation, times]) =>
    deed(`${operation} fails ${times} times`, (walk) =>
      walk.simulator.server.failsNext(operation, times),
    ),
  );

const network = fc.boolean().map((online) =>
  deed(online ? 'online' : 'offline', (walk) => {
    walk.simulator.phone.online = online;
  }),
);

const waits = fc
  .constantFrom(500, 3_000, 10_000, 60_000, 11 * 60_000)
  .map((ms) => deed(`wait ${ms}`, (walk) => walk.app.wait(ms)));

const session = fc.constant(deed('session expires', (walk) => walk.simulator.wire.expireSession()));
const restart = fc.constant(deed('restart', (walk) => walk.restart()));

/** What may happen around payments. */
export const paymentDeeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: pays },
    { weight: 8, arbitrary: waits },
    { weight: 4, arbitrary: orderCommands },
    { weight: 2, arbitrary: commands },
    { weight: 1, arbitrary: lifecycle },
    { weight: 3, arbitrary: faults },
    { weight: 2, arbitrary: servers },
    { weight: 1, arbitrary: network },
    { weight: 1, arbitrary: session },
    { weight: 1, arbitrary: restart },
  ),
  { minLength: 5, maxLength: 25 },
);
