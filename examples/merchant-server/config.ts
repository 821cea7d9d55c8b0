import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** What the server is told from outside. */
export interface Config {
  /** 0: any that is free. */
  readonly port: number;
  /** The file of the books. */
  readonly file: string;
  readonly merchantId: string;
  readonly clientId: string;
  readonly merchantKeyId: string;
  /** PEM. */
  readonly privateKey: string;
  readonly apiKey: string;
  readonly webhook: { readonly username: string; readonly password: string };
}

/** Reads the environment. What is secret and not given is made up, which a simulated Juspay does not mind. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return {
    port: portIn(env['PORT'] ?? '8787'),
    file: env['ORDERS_FILE'] ?? 'examples/merchant-server/.data/orders.db',
    merchantId: env['JUSPAY_MERCHANT_ID'] ?? 'stock',
    clientId: env['JUSPAY_CLIENT_ID'] ?? 'stock_android',
    merchantKeyId: env['JUSPAY_MERCHANT_KEY_ID'] ?? '1234',
    privateKey: env['JUSPAY_PRIVATE_KEY'] ?? newKey(),
    apiKey: env['JUSPAY_API_KEY'] ?? newSecret(),
    webhook: {
      username: env['JUSPAY_WEBHOOK_USERNAME'] ?? 'juspay',
      password: env['JUSPAY_WEBHOOK_PASSWORD'] ?? newSecret(),
    },
  };
}

/** What of it must be in no log, in the spellings it is sent in. */
export function secretsIn({ privateKey, apiKey, webhook }: Config): readonly string[] {
  const { username, password } = webhook;
  const lines = privateKey.split(/\r?\n|\\n/).filter((line) => /^[A-Za-z0-9+/=]{16,}$/.test(line));
  return [apiKey, base64(`${apiKey}:`), password, base64(`${username}:${password}`), ...lines];
}

function portIn(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new TypeError('PORT must be a number from 0 to 65535.');
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
