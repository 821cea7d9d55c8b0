import type { Merchant } from '../../../core/ports/merchant.js';
import { fault } from '../../platform/checks/fault.js';
import { refuseMisspelt } from '../../platform/checks/misspelt.js';
import { nearestName } from '../../platform/checks/nearest-name.js';
import { isPort, kindOf, listed, refusePromise } from '../../platform/checks/port.js';
import { checkMerchantOptions } from './merchant-options.js';

/** What a field holds: a text, a flag, one of some words, or what a request checks itself. */
type Kind = 'text' | 'flag' | 'option' | readonly string[];

const FIELDS: { readonly [Name in keyof Required<Merchant>]: Kind } = {
  merchantId: 'text',
  clientId: 'text',
  customerId: 'text',
  environment: ['sandbox', 'production'],
  issuingPsp: 'text',
  mobileNumber: 'option',
  simId: 'option',
  udf: 'option',
  linkAction: ['upiLinkAccount', 'upiLinkAccounts'],
  merchantLoader: 'flag',
  logLevel: 'text',
  theme: ['light', 'dark'],
};

const NEEDED: ReadonlySet<string> = new Set([
  'merchantId',
  'clientId',
  'customerId',
  'environment',
]);

/** The names of all fields. */
export const merchantFields: readonly string[] = Object.keys(FIELDS);

/** Throws for a field that is missing, misspelt, or holds something else than it should. */
export function checkMerchant(merchant: unknown): void {
  refusePromise('`merchant`', merchant);
  if (!isPort(merchant)) {
    const is = kindOf(merchant);
    throw fault(`\`merchant\` is ${is}. It is { merchantId, clientId, customerId, environment }.`);
  }
  refuseMisspelt('merchant', merchant, merchantFields);
  for (const [name, kind] of Object.entries<Kind>(FIELDS)) {
    if (kind === 'option') continue;
    const value: unknown = Reflect.get(merchant, name);
    if (value !== undefined || NEEDED.has(name)) checkField(`merchant.${name}`, value, kind);
  }
  checkMerchantOptions(merchant);
}

function checkField(path: string, value: unknown, kind: Exclude<Kind, 'option'>): void {
  const is = kindOf(value);
  if (kind === 'flag') {
    if (typeof value !== 'boolean') throw fault(`\`${path}\` is ${is}. It is true or false.`);
  } else if (typeof value !== 'string' || value === '') {
    throw fault(
      `\`${path}\` is ${is}. It is ${kind === 'text' ? 'a non-empty string' : words(kind)}.`,
    );
  } else if (value.trim() !== value) {
    throw fault(`\`${path}\` begins or ends with a blank. Trim it.`);
  } else if (kind !== 'text' && !kind.includes(value)) {
    throw fault(
      `\`${path}\` is neither ${listed(
        kind.map((word) => `'${word}'`),
        'nor',
      )}.${hint(value, kind)}`,
    );
  }
}

function hint(value: string, kind: readonly string[]): string {
  const meant = nearestName(value, kind);
  return meant === undefined ? '' : ` Did you mean '${meant}'?`;
}

function words(kind: readonly string[]): string {
  return listed(
    kind.map((word) => `'${word}'`),
    'or',
  );
}
