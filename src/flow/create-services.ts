import type { Problem } from '../../core/model/problem.js';
import { defaultTimings, type Timings } from '../../core/model/timings.js';
import { requestStatus } from '../actors/request-status.js';
import { Services } from '../actors/services.js';
import { createStatusReads } from '../actors/status-reads.js';
import { createJournal } from '../journal/journal.js';
import { scopeOf } from '../journal/scope.js';
import { checkedIds } from '../platform/checked-ids.js';
import { memoryStorage } from '../platform/memory-storage.js';
import { platformNewId } from '../platform/new-id.js';
import { errorReporter } from '../platform/port-errors.js';
import { systemClock } from '../platform/system-clock.js';
import { platformLocks } from '../platform/web-locks.js';
import { createSdkClient } from '../sdk/sdk-client.js';
import { createDeadlines } from '../time/deadlines.js';
import { checkConfig, isTiming } from './check-config.js';
import type { UpiFlowConfig } from './config.js';

/** How many settled orders are remembered when the app does not say. */
const KEEP_ORDERS = 100;

/** Fills in the defaults and connects the ports. Throws for what a programmer must mend. */
export function createServices(
  config: UpiFlowConfig,
  onUnsaved: (orderId: string, problem: Problem) => void = () => {},
): Services {
  checkConfig(config);
  const { merchant, backend, sdk } = config;
  const reportError = errorReporter(config.onError);
  const deadlines = createDeadlines(config.clock ?? systemClock, reportError);
  const timings = timingsOf(config);
  const newId = checkedIds(config.newId ?? platformNewId(), reportError);
  const { merchantId, customerId, environment } = merchant;
  const journal = createJournal({
    storage: config.storage ?? memoryStorage(),
    scope: scopeOf(environment, merchantId, customerId),
    deviceScope: scopeOf(environment, merchantId),
    deadlines,
    timings,
    keepOrders: keepOrdersOf(config),
    onUnsaved,
    exclusive: platformLocks(),
    reportError,
  });
  const client = createSdkClient(sdk, deadlines, newId, reportError);
  const statusReads = createStatusReads(
    deadlines,
    (orderId) => requestStatus({ backend, deadlines, timings, reportError }, orderId),
    ({ moneyStatus }) => moneyStatus === 'paid' || moneyStatus === 'refunded',
  );
  return new Services({
    client,
    backend,
    merchant,
    journal,
    deadlines,
    timings,
    statusReads,
    newId,
    reportError,
  });
}

/** The retention of settled orders, as configured. */
export function keepOrdersOf(config: UpiFlowConfig): number {
  return config.keepOrders ?? KEEP_ORDERS;
}

function timingsOf(config: UpiFlowConfig): Timings {
  const timings: { -readonly [Name in keyof Timings]: number } = { ...defaultTimings };
  for (const [name, value] of Object.entries(config.timings ?? {})) {
    if (value !== undefined && isTiming(name)) timings[name] = value;
  }
  const { pollFirst, pollMax } = config.timings ?? {};
  if (pollMax === undefined) timings.pollMax = Math.max(timings.pollMax, timings.pollFirst);
  else if (pollFirst === undefined) timings.pollFirst = Math.min(timings.pollFirst, pollMax);
  const { noTransactionFor, noTransactionAfterAbort = noTransactionFor } = config.timings ?? {};
  if (noTransactionAfterAbort !== undefined) {
    timings.noTransactionAfterAbort = noTransactionAfterAbort;
  }
  return timings;
}
