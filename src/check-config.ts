import { defaultTimings, type Timings } from '../machines/timings.js';
import type { UpiFlowConfig } from './config.js';
import { timeOf } from './deadlines.js';

const SDK = ['open', 'initiate', 'process', 'back', 'terminate', 'subscribe'];
const STORAGE = ['getItem', 'setItem', 'removeItem'];
const CLOCK = ['now', 'setTimeout', 'clearTimeout'];
const MERCHANT = ['merchantId', 'clientId', 'customerId', 'environment'] as const;

/** The timings that are no times. */
const COUNTS: ReadonlySet<keyof Timings> = new Set(['bindAttempts', 'authorizeAttempts']);

/**
 * Throws for everything a programmer must mend, with a sentence that says what. Of all ports only the
 * clock is asked, once.
 */
export function checkConfig(config: UpiFlowConfig): void {
  if (!isPort(config)) throw fault('pass { sdk, merchant, backend }.');
  const { sdk, backend, storage, clock, newId, inspect } = config;
  if (!isPort(sdk)) {
    throw fault('`sdk` is missing. Pass an adapter, for example from upi-flow/simulator.');
  }
  checkMethods('sdk', sdk, SDK, 'An adapter has');
  checkBackend(backend);
  checkMerchant(config.merchant);
  if (storage !== undefined) checkMethods('storage', storage, STORAGE, 'A storage has');
  if (clock !== undefined) {
    checkMethods('clock', clock, CLOCK, 'A clock has');
    if (timeOf(clock) === undefined) {
      throw fault('`clock.now()` must answer epoch milliseconds, a finite number.');
    }
  }
  if (newId !== undefined && typeof newId !== 'function') {
    throw fault('`newId` is no function. It returns a new uuid v4.');
  }
  const sinks: readonly unknown[] = Array.isArray(inspect) ? inspect : [inspect];
  if (inspect !== undefined && !sinks.every((sink) => typeof sink === 'function')) {
    throw fault('`inspect` is no function and no list of functions.');
  }
  checkNumbers(config);
}

function checkBackend(backend: UpiFlowConfig['backend']): void {
  if (!isPort(backend) || typeof backend.authorize !== 'function') {
    throw fault('`backend.authorize` is missing. Pass a function that asks your server to sign.');
  }
  if (backend.orderStatus !== undefined && typeof backend.orderStatus !== 'function') {
    throw fault(
      '`backend.orderStatus` is no function. Leave it out if your server cannot be asked.',
    );
  }
}

function checkMerchant(merchant: UpiFlowConfig['merchant']): void {
  for (const key of MERCHANT) {
    if (typeof merchant?.[key] !== 'string' || merchant[key] === '') {
      throw fault(`\`merchant.${key}\` is missing. It is a non-empty string.`);
    }
  }
  if (merchant.environment !== 'sandbox' && merchant.environment !== 'production') {
    throw fault("`merchant.environment` is neither 'sandbox' nor 'production'.");
  }
}

function checkNumbers({ keepOrders, timings = {} }: UpiFlowConfig): void {
  if (keepOrders !== undefined && !(Number.isSafeInteger(keepOrders) && keepOrders >= 0)) {
    throw fault('`keepOrders` must be a whole number, 0 or above.');
  }
  if (!isPort(timings)) throw fault('`timings` is no object. See the type Timings.');
  for (const [name, value] of Object.entries<unknown>(timings)) {
    if (!isTiming(name)) throw fault(`\`timings.${name}\` is unknown. See the type Timings.`);
    if (value === undefined) continue;
    const isPositive = typeof value === 'number' && Number.isFinite(value) && value > 0;
    if (COUNTS.has(name) && !(isPositive && Number.isSafeInteger(value))) {
      throw fault(`\`timings.${name}\` is a count and must be a whole number above 0.`);
    }
    if (!isPositive) {
      throw fault(`\`timings.${name}\` must be a finite number above 0, in milliseconds.`);
    }
  }
}

/** Whether this is the name of a timing. */
export function isTiming(name: string): name is keyof Timings {
  return Object.hasOwn(defaultTimings, name);
}

function checkMethods(name: string, port: unknown, methods: readonly string[], what: string): void {
  if (!isPort(port)) throw fault(`\`${name}\` is missing. ${what} ${listed(methods)}.`);
  for (const method of methods) {
    if (typeof Reflect.get(port, method) === 'function') continue;
    throw fault(`\`${name}.${method}\` is missing. ${what} ${listed(methods)}.`);
  }
}

/** Ports may be objects of a class, and functions with members. */
function isPort(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.slice(-1).join()}`;
}

function fault(what: string): Error {
  return new Error(`createUpiFlow: ${what}`);
}
