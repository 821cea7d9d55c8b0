import { holdsScreen } from '../../../machines/upi-flow/orders.js';
import type { DeviceStatus } from '../../../src/index.js';
import { moneyRequests } from '../../flow/support/wire.js';
import type { Walk } from './walk.js';

const UNPAID = new Set(['failure', 'payFailure', 'backPress', 'userAborted']);

/** What must hold at any moment; a sentence for each rule that is broken. */
export function brokenRules(walk: Walk): string[] {
  return [
    ...aliveness(walk),
    ...oneDebit(walk),
    ...noFalseFailure(walk),
    ...deviceOfToken(walk),
    ...oneScreen(walk),
  ];
}

function aliveness({ app }: Walk): string[] {
  const { status } = app.flow.actor.getSnapshot();
  return status === 'active' ? [] : [`the flow is ${status}`];
}

/** S2: an attempt is sent once, and a new one only after a settled failure; one debit an order. */
function oneDebit({ simulator, retries }: Walk): string[] {
  const requests = moneyRequests(simulator);
  const ids = requests.map(({ requestId }) => requestId);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  const broken = twice.map((id) => `S2: request ${id} was sent twice`);
  for (const { orderId } of simulator.ledger.orders) {
    const sent = requests.filter(({ payload }) => orderIn(payload) === orderId).length;
    const allowed = 1 + (retries.get(orderId) ?? 0);
    if (sent > allowed) broken.push(`S2: ${orderId} was sent ${sent} times, ${allowed} allowed`);
    const debits = simulator.ledger.debits(orderId).length;
    if (debits > 1) broken.push(`S2: ${orderId} was debited ${debits} times`);
  }
  return broken;
}

function orderIn(payload: Readonly<Record<string, unknown>>): unknown {
  if (typeof payload['orderId'] === 'string') return payload['orderId'];
  const claims = payload['signaturePayload'];
  return typeof claims === 'string' ? JSON.parse(claims)['order_id'] : undefined;
}

/** S3: nothing is shown as not paid while the ledger holds its money. */
function noFalseFailure({ app, simulator }: Walk): string[] {
  return Object.values(app.state.orders).flatMap(({ orderId, settled, status }) => {
    const truth = simulator.ledger.order(orderId);
    const paid = truth !== undefined && truth.debits.length > 0 && truth.refundedAt === undefined;
    if (paid && settled && UNPAID.has(status)) return [`S3: ${orderId} was paid, shown ${status}`];
    return !paid && settled && status === 'success' ? [`S3: ${orderId} was not paid`] : [];
  });
}

const STATUS: Readonly<Record<string, DeviceStatus>> = {
  NOPERMISSION: 'noPermission',
  FRESH: 'fresh',
  BOUND: 'bound',
  LINKED: 'linked',
};

/** S6: the status shown is the one of the last token that somebody waited for. */
function deviceOfToken({ app, simulator, since }: Walk): string[] {
  const { step, device } = app.state;
  // While a token is on its way to be looked at again, the one before still stands.
  if (step.name === 'checking' || step.name === 'binding') return [];
  const delivered = simulator.wire.traffic
    .slice(since)
    .filter(({ action, fate }) => action === 'upiGetSessionToken' && fate === 'delivered');
  const late = app.told('sdk.late').map(({ requestId }) => requestId);
  const timesIn = (ids: readonly (string | undefined)[], id: string | undefined): number =>
    ids.filter((one) => one === id).length;
  const ids = delivered.map(({ requestId }) => requestId);
  const confirmed = delivered
    // Of copies only the first is waited for, and none when all of them came late.
    .filter(
      ({ requestId: id }, at) => ids.indexOf(id) === at && timesIn(ids, id) > timesIn(late, id),
    )
    .map(({ raw, fault }) => (fault === 'malform' ? undefined : statusIn(raw)))
    .filter((status) => status !== undefined);
  const last = confirmed.at(-1) ?? 'unknown';
  return last === device ? [] : [`S6: ${device} is shown, the token said ${last}`];
}

function statusIn(raw: string): DeviceStatus | undefined {
  const word: unknown = JSON.parse(raw)['payload']?.['status'];
  return typeof word === 'string' ? STATUS[word.toUpperCase()] : undefined;
}

/** S9: the SDK's one screen has one owner. */
function oneScreen({ app }: Walk): string[] {
  const { orders, device } = app.flow.actor.getSnapshot().context;
  const owners = Object.values(orders)
    .filter(holdsScreen)
    .map(({ orderId }) => orderId);
  if (device?.getSnapshot().hasTag('foreground') === true) owners.push('device');
  return owners.length > 1 ? [`S9: the screen belongs to ${owners.join(' and ')}`] : [];
}
