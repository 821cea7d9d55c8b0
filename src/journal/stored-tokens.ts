import * as z from 'zod/mini';
import { readJson } from '../../core/model/read-json.js';
import { checked, withChecksum } from './checksum.js';

const STORED_VERSION = 2;

/** Version 1. */
const NUMBERS = /^\d{1,15}(?:\.\d+)?(?:,\d{1,15}(?:\.\d+)?)*$/;

const document = z.object({ version: z.literal(STORED_VERSION), at: z.array(z.number()) });

/** What was read: when SMS tokens were asked for, and whether all of it could be understood. */
export interface StoredTokens {
  /** Epoch ms. Of a damaged text, what can still be recognised as such times. */
  readonly at: readonly number[];
  readonly damaged: boolean;
}

/** Reads what `printTokens` wrote, or the numbers with commas of version 1. Total. */
export function parseTokens(text: string | null | undefined): StoredTokens {
  if (text === null || text === undefined || text === '') return { at: [], damaged: false };
  const read = z.safeParse(document, checked(readJson(text)));
  if (read.success) return { at: read.data.at, damaged: false };
  const at = (text.match(/\d{1,15}(?:\.\d+)?/g) ?? []).map(Number);
  return { at, damaged: !NUMBERS.test(text) };
}

/** Prints the times for the storage. */
export function printTokens(at: readonly number[]): string {
  return JSON.stringify(withChecksum({ version: STORED_VERSION, at }));
}
