import type { FaultKind } from './faults.js';
import type { HeldEvent } from './traffic.js';

/**
 * Which event a fault takes. Without `event`, only results (`initiate_result`, `process_result`).
 *
 * @example
 * ```ts
 * simulator.wire.fault('delay', { action: 'upiTxn', ms: 120_000 });
 * ```
 */
export interface FaultMatch {
  readonly event?: string | undefined;
  readonly action?: string | undefined;
  readonly requestId?: string | undefined;
  /** How long `delay` keeps the event, `duplicate` its copy, `reorder` an event nothing follows. */
  readonly ms?: number | undefined;
  /** How many events it takes. Default 1. */
  readonly times?: number | undefined;
}

/** A fault that met its event. */
interface Fault {
  readonly kind: FaultKind;
  readonly match: FaultMatch;
}

/** The faults that wait for their event, oldest first. */
interface ArmedFaults {
  arm(kind: FaultKind, match?: FaultMatch): void;
  /** The fault for this event, used up. */
  take(event: HeldEvent): Fault | undefined;
}

/** Creates an empty list of faults. */
export function createArmedFaults(): ArmedFaults {
  const armed: { readonly kind: FaultKind; readonly match: FaultMatch; left: number }[] = [];

  return {
    arm: (kind, match = {}) => void armed.push({ kind, match, left: match.times ?? 1 }),
    take(event) {
      const found = armed.find(({ match }) => matches(event, match));
      if (found !== undefined) {
        found.left -= 1;
        if (found.left <= 0) {
          armed.splice(armed.indexOf(found), 1);
        }
      }
      return found;
    },
  };
}

function matches(event: HeldEvent, match: FaultMatch): boolean {
  const isKind =
    match.event === undefined ? event.event.endsWith('_result') : event.event === match.event;
  return (
    isKind &&
    (match.action ?? event.action) === event.action &&
    (match.requestId ?? event.requestId) === event.requestId
  );
}
