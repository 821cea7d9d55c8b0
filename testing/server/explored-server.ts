import type { LedgerOrder, Simulator } from '../../adapters/simulator/index.js';
import { type Claims, httpBackend } from '../../src/index.js';
import {
  createUpiServer,
  type Juspay,
  type OrderEvent,
  type ServerOrder,
  sqliteOrders,
  type UpiServerOptions,
} from '../../src/server/index.js';
import { MANDATE } from '../explorer/choose.js';
import type { Violation } from '../explorer/invariants.js';
import type { ExploredServer } from '../explorer/served-by.js';

const HOUR = 3_600_000;
const PATIENCE = 10_000;
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/**
 * The server of `upi-flow/server` behind the app of an exploration: its books are in memory, and it asks the
 * simulated world in place of Juspay, with all the lag, failures and odd answers of the schedule. An order comes
 * into the books when the app first asks for it. At the end the books are held against the ledger: rules `B1` to
 * `B3`.
 *
 * @example
 * ```ts
 * const { findings } = await explore({ seed: 1, schedules: 500, server: exploredServer });
 * ```
 */
export async function exploredServer(
  simulator: Simulator,
  options: Partial<UpiServerOptions> = {},
): Promise<ExploredServer> {
  const { backend: world, clock, ledger, merchant } = simulator;
  const { orderStatus } = world;
  const { customerId, merchantId } = merchant;
  const orders = await sqliteOrders({ file: ':memory:', now: () => clock.now() });
  const events: OrderEvent[] = [];
  const tell = (event: OrderEvent) => void events.push(event);
  const server = createUpiServer({
    orders,
    merchantId,
    issuingPsp: 'YES_BIZ',
    clock,
    limits: { customer: UNLIMITED, failed: UNLIMITED },
    authenticate: () => customerId,
    signer: {
      merchantKeyId: 'explored',
      authorize: (claims) => {
        const action = claims['order_id'] === undefined ? 'initiate' : 'upiTxn';
        return world.authorize({ action, claims });
      },
    },
    juspay: juspayOf(async (orderId) => {
      if (orderStatus === undefined) throw new Error('nobody can be asked');
      return { ...(await Promise.race([orderStatus(orderId), tooLate()])) };
    }),
    onOrderSettled: tell,
    onOrderEvent: tell,
    ...options,
  });
  await server.start();
  const { authorize, orderStatus: read } = httpBackend({
    baseUrl: 'https://shop.example.com',
    fetch: (url, init) => server(new Request(url, init)),
    clock,
    retries: 0,
  });

  /** As the client of Juspay gives up. */
  function tooLate(): Promise<never> {
    return new Promise((_, reject) => {
      clock.setTimeout(() => reject(new Error('no answer in time')), PATIENCE);
    });
  }

  const made = new Map<string, Promise<unknown>>();

  /** The shop made it before anybody could pay it. */
  async function know(orderId: string | undefined, claims: Claims = {}): Promise<void> {
    if (orderId === undefined) return;
    const amount = claims['amount'] ?? ledger.order(orderId)?.amount ?? '2.00';
    const mandate = claims['mandate.max_amount'] === undefined ? {} : { mandate: MANDATE };
    const order = { orderId, customerId, amount, ...mandate };
    if (!made.has(orderId)) made.set(orderId, orders.create(order));
    await made.get(orderId);
  }

  async function violations(): Promise<readonly Violation[]> {
    await clock.advance(HOUR);
    const found = await Promise.all(
      ledger.orders.map(async (paid) => {
        const order = await orders.find(paid.orderId);
        return order === undefined ? [] : violationsIn(order, paid, events);
      }),
    );
    return found.flat();
  }

  return {
    backend: {
      authorize: async (request) => {
        await know(request.claims['order_id'], request.claims);
        return authorize(request);
      },
      ...(orderStatus === undefined
        ? {}
        : {
            orderStatus: async (orderId: string) => {
              await know(orderId);
              return read(orderId);
            },
          }),
    },
    violations: orderStatus === undefined ? async () => [] : violations,
    end: async () => {
      // A read that is under way waits for a clock that nobody moves any more.
      void server.stop().then(orders.close);
    },
  };
}

/** What may not be in books beside a ledger. */
function violationsIn(
  order: ServerOrder,
  paid: LedgerOrder,
  events: readonly OrderEvent[],
): readonly Violation[] {
  const { orderId, status, attempts, dispute } = order;
  const held = paid.refundedAt === undefined ? paid.debits : [];
  const isPaid = status === 'paid' || status === 'refunded';
  const told = events.filter((event) => event.order.orderId === orderId);
  const ends = told.filter(({ kind }) => kind === 'settled');
  const successes = told.filter(
    ({ kind, order: { status: then } }) =>
      kind === 'paidLate' || (kind === 'settled' && (then === 'paid' || then === 'refunded')),
  );
  const seen = `${orderId} is ${status} in the books, with ${held.length} debits`;
  return [
    ...(attempts > 0 && held.length > 0 && !isPaid && dispute === undefined
      ? [{ rule: 'B1', saw: seen }]
      : []),
    ...(isPaid && paid.debits.length === 0 ? [{ rule: 'B2', saw: seen }] : []),
    ...(ends.length > 1 || successes.length > 1 || (isPaid && successes.length !== 1)
      ? [{ rule: 'B3', saw: `${orderId} was told as ${told.map(({ kind }) => kind).join(', ')}` }]
      : []),
  ];
}

/** Of Juspay, only what is read of an order. */
function juspayOf(orderStatus: Juspay['orderStatus']): Juspay {
  const never = () => Promise.reject(new Error('An exploration asks for nothing else.'));
  return {
    orderStatus,
    createSession: never,
    refund: never,
    mandates: {
      notify: never,
      execute: never,
      pause: never,
      resume: never,
      revoke: never,
      status: never,
      cancelExecution: never,
      notification: never,
    },
  };
}
