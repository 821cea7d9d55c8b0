import type { Ledger, TrafficEntry } from '../../adapters/simulator/index.js';
import type { Action } from './action.js';
import { idsOf } from './ids-of.js';

/**
 * What the SDK says more about the last payment that it was handed, as text; `undefined` when there
 * was none.
 */
export function emittedAnswer(
  { status, about }: Extract<Action, { do: 'emit' }>,
  traffic: readonly TrafficEntry[],
  ledger: Ledger,
): string | undefined {
  const raw = traffic.findLast((entry) => entry.call === 'process' && isPayment(entry))?.raw;
  const { requestId, orderId } = idsOf(raw ?? '');
  if (raw === undefined || requestId === undefined || orderId === undefined) return undefined;
  if (about === 'initiate') {
    const payload = { action: 'initiate', status: 'success' };
    return JSON.stringify({ requestId, payload, error: false, event: 'initiate_result' });
  }
  const known = ledger.transactions(orderId).find((one) => one.requestId === requestId)?.txnUuid;
  const own = about === 'otherTxn' ? 'mozUnknownToBanks' : known;
  const payload = {
    action: about === 'otherAction' ? 'upiCheckPermission' : /"action":"([^"]*)"/.exec(raw)?.[1],
    status,
    orderId: about === 'otherOrder' ? 'another' : orderId,
    ...(about === 'noTxn' || own === undefined ? {} : { txnUuid: own }),
  };
  return JSON.stringify({ requestId, payload, error: false, event: 'process_result' });
}

function isPayment({ raw }: TrafficEntry): boolean {
  return idsOf(raw).orderId !== undefined;
}
