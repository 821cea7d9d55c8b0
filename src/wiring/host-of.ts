import { defaultTimings, type Timings } from '../../machines/timings.js';
import type { UpiFlowConfig } from '../config.js';
import { createDeadlines } from '../deadlines.js';
import { createJournal } from '../journal.js';
import { memoryStorage } from '../platform/memory-storage.js';
import { platformNewId } from '../platform/new-id.js';
import { systemClock } from '../platform/system-clock.js';
import { platformLocks } from '../platform/web-locks.js';
import { createSdkClient } from '../sdk-client.js';
import { scopeOf } from '../storage/scope.js';
import type { Host } from './host.js';

/** How many settled orders are remembered when the app does not say. */
const KEEP_ORDERS = 100;

/** Fills in the defaults and connects the ports. Throws for what a programmer must mend. */
export function hostOf(config: UpiFlowConfig): Host {
  requirePorts(config);
  const { merchant, backend, sdk } = config;
  const deadlines = createDeadlines(config.clock ?? systemClock);
  const timings = timingsOf(config);
  const newId = config.newId ?? platformNewId();
  const { merchantId, customerId, environment } = merchant;
  const journal = createJournal({
    storage: config.storage ?? memoryStorage(),
    scope: scopeOf(environment, merchantId, customerId),
    deviceScope: scopeOf(environment, merchantId),
    deadlines,
    timings,
    keepOrders: keepOrdersOf(config),
    exclusive: platformLocks(),
  });
  const client = createSdkClient(sdk, deadlines, newId);
  return { client, backend, merchant, journal, deadlines, timings, newId };
}

/** The retention of settled orders, as configured. */
export function keepOrdersOf(config: UpiFlowConfig): number {
  return config.keepOrders ?? KEEP_ORDERS;
}

function timingsOf(config: UpiFlowConfig): Timings {
  const timings: { -readonly [Name in keyof Timings]: number } = { ...defaultTimings };
  for (const [name, value] of Object.entries(config.timings ?? {})) {
    if (value === undefined) continue;
    if (!isTiming(name)) throw fault(`\`timings.${name}\` is unknown. See the type Timings.`);
    if (!(value > 0)) throw fault(`\`timings.${name}\` is ${value}. It must be above 0.`);
    timings[name] = value;
  }
  return timings;
}

function isTiming(name: string): name is keyof Timings {
  return Object.hasOwn(defaultTimings, name);
}

function fault(what: string): Error {
  return new Error(`createUpiFlow: ${what}`);
}

function requirePorts(config: UpiFlowConfig): void {
  if (typeof config !== 'object' || config === null)
    throw fault('pass { sdk, merchant, backend }.');
  const { sdk, merchant, backend } = config;
  if (typeof sdk?.process !== 'function') {
    throw fault('`sdk` is missing. Pass an adapter, for example from upi-flow/simulator.');
  }
  if (typeof backend?.authorize !== 'function') {
    throw fault('`backend.authorize` is missing. Pass a function that asks your server to sign.');
  }
  for (const key of ['merchantId', 'clientId', 'customerId', 'environment'] as const) {
    if (typeof merchant?.[key] !== 'string' || merchant[key] === '') {
      throw fault(`\`merchant.${key}\` is missing. It is a non-empty string.`);
    }
  }
}
