/** What no notice, no id or code on the screen and no record may hold. */
export const secrets = {
  phone: '919876543210',
  card: '4111111111111111',
  otp: '482913',
  vpa: 'ravi.k@okbank',
  token: 'tkn_9f8e7d6c5b4a39281706f5e4d3c2b1a0',
  signature: 'c2lnbmF0dXJl',
} as const;

/** Where a person's own data is meant to be shown. */
const SHOWN = new Set(['account', 'accounts', 'vpas', 'mandate', 'suggestions']);

/** The secrets in every text and key of a value, but for what is there to be shown. */
export function secretsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    // Separators between the digits do not hide them.
    const bare = value.replace(/[\s().+_-]/g, '');
    const { vpa, token, signature, phone, card, otp } = secrets;
    const inText = [vpa, token, signature].filter((one) => value.includes(one));
    return [...inText, ...[phone.slice(2), card, otp].filter((one) => bare.includes(one))];
  }
  return Object.entries(Object(value)).flatMap(([key, inner]) =>
    SHOWN.has(key) ? [] : [...secretsIn(key), ...secretsIn(inner)],
  );
}
