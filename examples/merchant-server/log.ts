import { type DestinationStream, type Logger, pino } from 'pino';

/** What is never logged under these names, however deep it is. */
const NAMES = [
  ...['authorization', 'cookie', 'apiKey', 'password', 'privateKey', 'passphrase', 'token'],
  ...['claims', 'signature', 'signaturePayload', 'clientAuthToken', 'sdkPayload', 'sdk_payload'],
  ...['email', 'phone', 'mobileNumber', 'customerEmail', 'customerPhone', 'vpa'],
  ...['customer_email', 'customer_phone', 'customer_mobile_number'],
  ...['accountNumber', 'bankAccount', 'bankAccounts', 'bank_account_details', 'body'],
];
const DEPTHS = ['', '*.', '*.*.', '*.*.*.'];

/**
 * JSON lines without secrets: there are names that are masked, errors tell only what they are, and the secrets of
 * the configuration are cut out of every line, whatever they were logged as.
 */
export function createLog(secrets: readonly string[], destination?: DestinationStream): Logger {
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: {
        paths: DEPTHS.flatMap((depth) => NAMES.map((name) => `${depth}${name}`)),
        censor: '[secret]',
      },
      serializers: { err: errorIn },
      hooks: {
        streamWrite: (line) =>
          secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line),
      },
    },
    destination ?? pino.destination(1),
  );
}

/** The message of an error that is not ours may hold anything: a row, a request. */
function errorIn(error: unknown): object {
  if (!(error instanceof Error)) return { name: 'no Error' };
  const { name, stack = '' } = error;
  const told = ['code', 'reason', 'status'].flatMap((key) => {
    const value: unknown = Reflect.get(error, key);
    const isPlain = typeof value === 'number' || /^\w{1,40}$/.test(String(value ?? ''));
    return isPlain ? [[key, value]] : [];
  });
  const frames = stack.split('\n').filter((line) => /^ {4}at /.test(line));
  return { name, ...Object.fromEntries(told), at: frames.slice(0, 5).map((line) => line.trim()) };
}
