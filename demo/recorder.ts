import type { LedgerOrder, Simulator } from '../adapters/simulator/index.js';
import type { About, DemoEvent, Kind, Tell } from './event.js';
import { formatWire } from './format-wire.js';

/** Writes down what happens in the simulated world, in the order in which it happens. */
export interface Recorder {
  readonly tell: Tell;
  /** Tells what crossed the bridge and what the ledger noted since the last call. */
  catchUp(): void;
  /** The same, with another text for the crossing that is under way. */
  catchUpWith(raw: string): void;
}

/** Starts recording; `emit` gets every line. */
export function createRecorder(simulator: Simulator, emit: (event: DemoEvent) => void): Recorder {
  const { clock, wire, ledger } = simulator;
  const start = clock.trueNow();
  const noted = new Map<string, string>();
  let told = 0;

  function tell(type: Kind, name: string, about: About = {}, at = clock.trueNow()): void {
    emit({ type, at: at - start, name, about });
  }

  function tellLedger(): void {
    for (const order of ledger.orders) {
      const about = aboutOrder(order);
      const text = JSON.stringify(about);
      if (noted.get(order.orderId) === text) continue;
      noted.set(order.orderId, text);
      if (order.status !== 'NEW') tell('bank', order.orderId, about);
    }
  }

  function catchUp(last?: string): void {
    // What is told may cause more traffic: the list is read again on every turn.
    while (told < wire.traffic.length) {
      const entry = wire.traffic[told];
      told += 1;
      if (entry === undefined) continue;
      // A question comes before what the bank makes of it, an answer after.
      if (entry.direction === 'fromSdk') tellLedger();
      const isLast = told === wire.traffic.length;
      formatWire(isLast && last !== undefined ? { ...entry, raw: last } : entry, tell, entry.at);
    }
    tellLedger();
  }

  return {
    tell,
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
