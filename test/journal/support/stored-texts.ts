import { readFileSync } from 'node:fs';

/** What a version of the library wrote. These texts never change: phones hold them. */
const stored = (name: string): string =>
  readFileSync(new URL(`../stored/${name}.txt`, import.meta.url), 'utf8').trimEnd();

/** Written by 0.1.0: no checksums. */
export const ORDERS_1 = stored('orders-1');
/** The same orders, with a checksum each. */
export const ORDERS_2 = stored('orders-2');
/** Two SMS tokens, as 0.1.0 counted them. */
export const TOKENS_1 = stored('tokens-1');
export const TOKENS_2 = stored('tokens-2');
