import { defaultTimings, type Timings } from '../../core/model/timings.js';
import { fault } from '../platform/checks/fault.js';
import { refuseMisspelt } from '../platform/checks/misspelt.js';
import { nearestName } from '../platform/checks/nearest-name.js';
import { checkMethods, isPort, kindOf, listed, refusePromise } from '../platform/checks/port.js';
import { timeOf } from '../time/deadlines.js';
import { checkMerchant, merchantFields } from './checks/merchant.js';
import { checkSdk } from './checks/sdk.js';
import { checkStorage } from './checks/storage.js';
import type { UpiFlowConfig } from './config.js';

/** Every field: the keys are what counts. */
const FIELDS: Readonly<Record<keyof UpiFlowConfig, null>> = {
  sdk: null,
  merchant: null,
  backend: null,
  storage: null,
  clock: null,
  newId: null,
  timings: null,
  inspect: null,
  keepOrders: null,
  onError: null,
};

const BACKEND: readonly (keyof UpiFlowConfig['backend'])[] = ['authorize', 'orderStatus'];
const CLOCK = ['now', 'setTimeout', 'clearTimeout'];

/** The timings that are no times. */
const COUNTS: ReadonlySet<keyof Timings> = new Set(['bindAttempts', 'authorizeAttempts']);

/** Ms in a year. What waits longer waits for ever. */
const LONGEST = 365 * 24 * 60 * 60 * 1_000;

/**
 * Throws for everything a programmer must mend, with a sentence that says what. Of all ports only the
 * clock is asked, once.
 */
export function checkConfig(config: UpiFlowConfig): void {
  refusePromise('the configuration', config);
  if (!isPort(config)) throw fault('pass { sdk, merchant, backend }.');
  checkNames(config);
  const { sdk, merchant, backend, storage, clock, newId, inspect, onError } = config;
  checkSdk(sdk);
  checkBackend(backend);
  checkMerchant(merchant);
  if (storage !== undefined) checkStorage(storage);
  if (clock !== undefined) {
    checkMethods('clock', clock, CLOCK, 'A clock has');
    checkTime(timeOf(clock));
  }
  if (newId !== undefined && typeof newId !== 'function') {
    throw fault('`newId` is no function. It returns a new uuid v4.');
  }
  if (onError !== undefined && typeof onError !== 'function') {
    throw fault('`onError` is no function. It takes (error, where).');
  }
  const sinks: readonly unknown[] = Array.isArray(inspect) ? inspect : [inspect];
  if (inspect !== undefined && !sinks.every((sink) => typeof sink === 'function')) {
    throw fault('`inspect` is no function and no list of functions. A sink takes each step.');
  }
  checkNumbers(config);
}

/** The years 2017 to 2286 in seconds; in milliseconds, weeks of 1970, where no phone is. */
const FIRST_SECOND = 1.5e9;
const LAST_SECOND = 1e10;

function checkTime(now: number | undefined): void {
  if (now === undefined) {
    throw fault('`clock.now()` must answer epoch milliseconds, a finite number.');
  }
  if (now >= FIRST_SECOND && now < LAST_SECOND) {
    throw fault('`clock.now()` answers seconds. It must answer epoch milliseconds, as Date.now().');
  }
}

/** A field that nobody reads is a mistake: what it was to do does not happen. */
function checkNames(config: object): void {
  const fields = Object.keys(FIELDS);
  for (const [name, value] of Object.entries(config)) {
    if (value === undefined || Object.hasOwn(FIELDS, name)) continue;
    const what = `\`${name}\` is no field of the configuration.`;
    const place = placeOf(name);
    if (place !== undefined) throw fault(`${what} It belongs in \`${place}\`.`);
    const meant = nearestName(name, fields);
    if (meant !== undefined) throw fault(`${what} Did you mean \`${meant}\`?`);
    throw fault(`${what} The fields are ${listed(fields)}.`);
  }
}

function placeOf(name: string): keyof UpiFlowConfig | undefined {
  if (merchantFields.includes(name)) return 'merchant';
  if (BACKEND.some((field) => field === name)) return 'backend';
  return isTiming(name) ? 'timings' : undefined;
}

function checkBackend(backend: unknown): void {
  const needs = 'Pass a function that asks your server to sign.';
  refusePromise('`backend`', backend);
  if (!isPort(backend) || typeof backend === 'function') {
    throw fault(`\`backend\` is ${kindOf(backend)}. It is an object: { authorize, orderStatus }.`);
  }
  refuseMisspelt('backend', backend, BACKEND);
  const authorize: unknown = Reflect.get(backend, 'authorize');
  const orderStatus: unknown = Reflect.get(backend, 'orderStatus');
  if (authorize === undefined) throw fault(`\`backend.authorize\` is missing. ${needs}`);
  if (typeof authorize !== 'function') {
    throw fault(`\`backend.authorize\` is no function. ${needs}`);
  }
  if (orderStatus !== undefined && typeof orderStatus !== 'function') {
    throw fault(
      '`backend.orderStatus` is no function. Leave it out if your server cannot be asked.',
    );
  }
}

function checkNumbers({ keepOrders, timings = {} }: UpiFlowConfig): void {
  if (keepOrders !== undefined && !(Number.isSafeInteger(keepOrders) && keepOrders >= 0)) {
    throw fault('`keepOrders` must be a whole number, 0 or above.');
  }
  if (!isPort(timings) || Array.isArray(timings)) {
    throw fault('`timings` is no object. See the type Timings.');
  }
  for (const [name, value] of Object.entries<unknown>(timings)) {
    if (!isTiming(name)) throw fault(`\`timings.${name}\` is unknown. ${hintFor(name)}`);
    if (value === undefined) continue;
    const isPositive = typeof value === 'number' && Number.isFinite(value) && value > 0;
    if (COUNTS.has(name) && !(isPositive && Number.isSafeInteger(value))) {
      throw fault(`\`timings.${name}\` is a count and must be a whole number above 0.`);
    }
    if (!isPositive) {
      throw fault(`\`timings.${name}\` must be a finite number above 0, in milliseconds.`);
    }
    if (value > LONGEST) throw fault(`\`timings.${name}\` is more than a year, in milliseconds.`);
  }
  checkPolling(timings);
}

/** Where one of them alone is set, the other follows it. */
function checkPolling({ pollFirst, pollMax }: NonNullable<UpiFlowConfig['timings']>): void {
  if (pollFirst === undefined || pollMax === undefined || pollMax >= pollFirst) return;
  throw fault(
    '`timings.pollMax` is below `timings.pollFirst`. Polling slows down from pollFirst to pollMax.',
  );
}

function hintFor(name: string): string {
  const meant = nearestName(name, Object.keys(defaultTimings));
  return meant === undefined ? 'See the type Timings.' : `Did you mean \`${meant}\`?`;
}

/** Whether this is the name of a timing. */
export function isTiming(name: string): name is keyof Timings {
  return Object.hasOwn(defaultTimings, name);
}
