import type { LedgerOrder, Simulator } from '../adapters/simulator/index.js';
import type { About, DemoEvent, Emit, Kind } from './event.js';
import { formatWire } from './format-wire.js';

/** Writes down what happens in the simulated world, in the order in which it happens. */
export interface Recorder {
  readonly emit: Emit;
  /** Tells what crossed the bridge and what the ledger noted since the last call. */
  catchUp(): void;
  /** The same, with another text for the crossing that is under way. */
  catchUpWith(raw: string): void;
}

/** Starts recording; `onEvent` gets every line. */
export function createRecorder(
  simulator: Simulator,
  onEvent: (event: DemoEvent) => void,
): Recorder {
  const { clock, wire, ledger } = simulator;
  const start = clock.trueNow();
  const known = new Map<string, string>();
  let emitted = 0;

  function emit(type: Kind, name: string, about: About = {}, at = clock.trueNow()): void {
    onEvent({ type, at: at - start, name, about });
  }

  function emitLedger(): void {
    for (const order of ledger.orders) {
      const about = aboutOrder(order);
      const text = JSON.stringify(about);
      if (known.get(order.orderId) === text) continue;
      known.set(order.orderId, text);
      if (order.status !== 'NEW') emit('bank', order.orderId, about);
    }
  }

  function catchUp(last?: string): void {
    // What is told may cause more traffic: the list is read again on every turn.
    while (emitted < wire.traffic.length) {
      const entry = wire.traffic[emitted];
      emitted += 1;
      if (entry === undefined) continue;
      // A question comes before what the bank makes of it, an answer after.
      if (entry.direction === 'fromSdk') emitLedger();
      const isLast = emitted === wire.traffic.length;
      formatWire(isLast && last !== undefined ? { ...entry, raw: last } : entry, emit, entry.at);
    }
    emitLedger();
  }

  return {
    emit,
    catchUp: () => catchUp(),
    catchUpWith: (raw) => catchUp(raw),
  };
}

function aboutOrder({ status, debits, refunds, mandate }: LedgerOrder): About {
  return {
    status,
    ...(debits.length > 0 && { debits: debits.map((debit) => debit.amount).join('+') }),
    ...(refunds.length > 0 && {
      refunds: refunds.map((refund) => `${refund.amount} ${refund.status}`).join(', '),
    }),
    ...(mandate !== undefined && { mandate: mandate.status }),
  };
}
