import type { LedgerOrder, Simulator } from '../adapters/simulator/index.js';
import type { UpiOrder, UpiState } from '../src/index.js';
import type { Player } from './player.js';
import { readSamples } from './samples.js';

/** One order, as the app shows it beside what the banks did. */
export interface OrderRow {
  readonly orderId: string;
  readonly kind: UpiOrder['kind'] | 'unknown';
  readonly amount: string;
  /** What the app shows. */
  readonly shown: UpiOrder['status'] | 'nothing';
  /** What the SDK said. */
  readonly reported: string;
  readonly verified: boolean;
  readonly settled: boolean;
  /** What the ledger says. */
  readonly ledger: LedgerOrder['status'] | 'nothing';
  readonly debits: number;
  readonly agrees: boolean;
}

/** The end of a run: everything the app shows, held against the ledger. */
export interface Summary {
  readonly type: 'summary';
  readonly scenario: string;
  readonly seed: number;
  readonly orders: readonly OrderRow[];
  readonly allAgree: boolean;
  readonly checks: Player['checks'];
  /** What the documents show an app receiving; `delivered` of them went through the flow. */
  readonly samples: { readonly decoded: number; readonly of: number; readonly delivered: number };
  readonly secretsLeaked: boolean;
  /** Why the run ended early. */
  readonly error?: string | undefined;
}

/** Compares every order either side knows. */
export function compareOrders(state: UpiState | undefined, simulator: Simulator): OrderRow[] {
  const shown = state?.orders ?? {};
  const ids = new Set([
    ...Object.keys(shown),
    ...simulator.ledger.orders.map((one) => one.orderId),
  ]);
  return [...ids].map((orderId) => row(orderId, shown[orderId], simulator.ledger.order(orderId)));
}

/** How many samples an app can receive are read. */
export function countSamples(delivered: number): Summary['samples'] {
  const samples = readSamples();
  const decoded = samples.filter((sample) => sample.isDecoded).length;
  return { decoded, of: samples.length, delivered };
}

/** Whether the run is a success. */
export function isGood(summary: Summary): boolean {
  const { allAgree, checks, samples, secretsLeaked, error } = summary;
  const isKept = checks.every((check) => check.holds);
  return (
    allAgree && isKept && samples.decoded === samples.of && !secretsLeaked && error === undefined
  );
}

function row(
  orderId: string,
  order: UpiOrder | undefined,
  truth: LedgerOrder | undefined,
): OrderRow {
  return {
    orderId,
    kind: order?.kind ?? 'unknown',
    amount: order?.amount ?? truth?.amount ?? '',
    shown: order?.status ?? 'nothing',
    reported: order?.reported ?? 'nothing',
    verified: order?.verified ?? false,
    settled: order?.settled ?? false,
    ledger: truth?.status ?? 'nothing',
    debits: truth?.debits.length ?? 0,
    agrees: order !== undefined && moneyAgrees(order, truth) && mandateAgrees(order, truth),
  };
}

function moneyAgrees(order: UpiOrder, truth: LedgerOrder | undefined): boolean {
  const debits = truth?.debits.length ?? 0;
  switch (order.status) {
    case 'success':
      return debits === 1 && truth?.refundedAt === undefined;
    case 'refunded':
      return truth?.refundedAt !== undefined;
    case 'failure':
    case 'payFailure':
    case 'backPress':
    case 'userAborted':
      return debits === 0 && !isOpen(truth);
    case 'pending':
      return isOpen(truth);
    default:
      // An order at rest is not being signed or sent, and an amount that differs is not agreement.
      return false;
  }
}

/** Whether the bank may still take money. */
function isOpen(truth: LedgerOrder | undefined): boolean {
  return truth?.status === 'AUTHORIZING' || truth?.status === 'PENDING_VBV';
}

function mandateAgrees(order: UpiOrder, truth: LedgerOrder | undefined): boolean {
  if (order.kind !== 'mandate') return true;
  return (order.mandate?.status === 'active') === (truth?.mandate?.status === 'ACTIVE');
}
