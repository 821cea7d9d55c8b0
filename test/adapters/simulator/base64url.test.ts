import { expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '../../../adapters/simulator/base64url.js';

it.each(['', 'a', 'ab', 'abc', '{"alg":"RS256"}', 'नमस्ते ₹ 100% 🙂'])('round-trips %j', (text) => {
  expect(toBase64Url(text)).toBe(Buffer.from(text, 'utf8').toString('base64url'));
  expect(fromBase64Url(toBase64Url(text))).toBe(text);
});

it('refuses what is not base64url of UTF-8', () => {
  expect(fromBase64Url('a b')).toBeUndefined();
  expect(fromBase64Url(Buffer.from([0xff, 0xfe]).toString('base64url'))).toBeUndefined();
});
