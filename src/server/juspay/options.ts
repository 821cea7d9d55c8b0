import { Buffer } from 'node:buffer';
import type { Clock } from '../../../core/ports/clock.js';
import { systemClock } from './system-clock.js';

/**
 * How Juspay is reached.
 *
 * @example
 * ```ts
 * const options: JuspayOptions = {
 *   environment: 'production',
 *   merchantId: 'stock',
 *   apiKey: env.JUSPAY_API_KEY,
 * };
 * ```
 */
export interface JuspayOptions {
  /** Juspay's own hosts. Give this or `baseUrl`. */
  readonly environment?: 'sandbox' | 'production' | undefined;
  /** Another host, such as a bank's: https, or http on this machine only. */
  readonly baseUrl?: string | undefined;
  /** As the dashboard spells it, capitals included. */
  readonly merchantId: string;
  /** From the dashboard. It is in no error, and does not show when the client is printed. */
  readonly apiKey: string;
  /** Of the API: `YYYY-MM-DD`. Left out, it is what the dashboard says. */
  readonly version?: string | undefined;
  /** For one try, in milliseconds: 1 to 120 000. Default 10 000. */
  readonly timeout?: number | undefined;
  /** How often a call that may be repeated is tried again: 0 to 10. Default 2. */
  readonly retries?: number | undefined;
  /** Default: the platform's. */
  readonly fetch?: Fetch | undefined;
  /** Default: the platform's. */
  readonly clock?: Clock | undefined;
}

/**
 * What is asked of `fetch`: the platform's does, and so does anything that takes and answers the same.
 *
 * @example
 * ```ts
 * const traced: Fetch = (url, init) => trace('juspay', () => fetch(url, init));
 * ```
 */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The options, checked and complete. */
export interface Settings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** What goes along with every request, the API key among it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly merchantId: string;
  readonly timeout: number;
  readonly retries: number;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

const HOSTS: ReadonlyMap<unknown, string> = new Map([
  ['sandbox', 'https://sandbox.juspay.in'],
  ['production', 'https://api.juspay.in'],
]);
/** A header takes no more than that, and ids and keys need no more. */
const PLAIN = /^[\x21-\x7e]{1,512}$/;

/** Throws a `TypeError` for an option that is wrong; its value is never printed. */
export function readOptions(options: JuspayOptions): Settings {
  if (typeof options !== 'object' || options === null) throw fault('its options', 'an object');
  const { apiKey, clock = systemClock, merchantId, retries = 2, timeout = 10_000 } = options;
  const baseUrl = readBaseUrl(options);
  if (!isPlain(merchantId)) throw fault('merchantId', 'a text without blanks');
  if (!isPlain(apiKey)) throw fault('apiKey', 'a text without blanks or line breaks');
  if (!isWithin(timeout, 1, 120_000)) throw fault('timeout', '1 to 120000 milliseconds');
  if (!isWithin(retries, 0, 10)) throw fault('retries', 'a whole number from 0 to 10');
  if (options.fetch !== undefined && typeof options.fetch !== 'function') {
    throw fault('fetch', 'a function');
  }
  if (!isClock(clock)) throw fault('clock', 'an object with now, setTimeout and clearTimeout');
  const headers = {
    authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`,
    'x-merchantid': merchantId,
    accept: 'application/json',
    ...versionHeader(options.version),
  };
  // The platform's own is looked up when it is called: some programs replace it late.
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  return { baseUrl, headers, merchantId, timeout, retries, fetch, clock };
}

function readBaseUrl({ environment, baseUrl }: JuspayOptions): string {
  if (baseUrl === undefined) {
    const host = HOSTS.get(environment);
    if (environment === undefined) throw fault('environment or baseUrl', 'given');
    if (host === undefined) throw fault('environment', '"sandbox" or "production"');
    return host;
  }
  if (environment !== undefined) throw fault('environment', 'left out beside baseUrl');
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (url === undefined || !isSafe || /[?#@\s]/.test(baseUrl)) {
    throw fault(
      'baseUrl',
      'an https address, or http on this machine, without query, fragment, user or password',
    );
  }
  return url.href.replace(/\/+$/, '');
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}

function versionHeader(version: unknown): { version?: string } {
  if (version === undefined) return {};
  const isDate = typeof version === 'string' && /^\d{4}-\d\d-\d\d$/.test(version);
  if (!isDate || Number.isNaN(Date.parse(version))) throw fault('version', 'a date: YYYY-MM-DD');
  return { version };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' && PLAIN.test(value);
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function isClock(clock: unknown): boolean {
  if (typeof clock !== 'object' || clock === null) return false;
  const parts: readonly (keyof Clock)[] = ['now', 'setTimeout', 'clearTimeout'];
  return parts.every((name) => typeof Reflect.get(clock, name) === 'function');
}

function fault(name: string, expected: string): TypeError {
  return new TypeError(`createJuspay: ${name} must be ${expected}.`);
}
