import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach, expect, vi } from 'vitest';

// React then complains of every update that a test did not wait for.
Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

let texts: string[] = [];
const complain = (...words: unknown[]) => void texts.push(words.map(String).join(' '));

/** What React complained of until now; it fails the test no more. */
export function complaints(): string[] {
  const all = texts;
  texts = [];
  return all;
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(complain);
  vi.spyOn(console, 'warn').mockImplementation(complain);
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(complaints()).toEqual([]);
});
// The last registered runs first: what React says while it cleans up counts.
afterEach(cleanup);
