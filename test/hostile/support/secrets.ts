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

const plain = [secrets.vpa, secrets.token, secrets.signature];
/** Found in any spelling: separators between the digits do not hide them. */
const digits = [secrets.phone.slice(2), secrets.card, secrets.otp];

/** The secret in a text, if there is one. */
function secretIn(text: string): string | undefined {
  const bare = text.replace(/[\s().+_-]/g, '');
  return plain.find((one) => text.includes(one)) ?? digits.find((one) => bare.includes(one));
}

/** The secrets in every text and key of a value, but for what is there to be shown. */
export function secretsIn(value: unknown): string[] {
  if (typeof value === 'string') return [secretIn(value) ?? []].flat();
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    SHOWN.has(key) ? [] : [...secretsIn(key), ...secretsIn(inner)],
  );
}
