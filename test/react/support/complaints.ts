import { afterEach, beforeEach, expect, vi } from 'vitest';

let texts: string[] = [];
const complain = (...words: unknown[]) => void texts.push(words.map(String).join(' '));

/** Fails each test in which React complained. */
export function failOnComplaints(): void {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(complain);
    vi.spyOn(console, 'warn').mockImplementation(complain);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    expect(complaints()).toEqual([]);
  });
}

/** What React complained of until now; it fails the test no more. */
export function complaints(): string[] {
  const all = texts;
  texts = [];
  return all;
}
