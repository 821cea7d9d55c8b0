/** What the simulated Juspay is started with. */
export interface MockSettings {
  /** 0: any that is free. */
  readonly port: number;
  readonly merchantId: string | undefined;
  readonly apiKey: string;
  readonly isDefaultKey: boolean;
  readonly webhook:
    | { readonly url: string; readonly username: string; readonly password: string }
    | undefined;
}

/** What the arguments ask for. */
export type Read =
  | { readonly is: 'help' }
  | { readonly is: 'wrong'; readonly why: string }
  | { readonly is: 'mock-juspay'; readonly settings: MockSettings };

/** How `upi-flow` is used. */
export const USAGE = `Usage: upi-flow mock-juspay [options]

Serves a simulated Juspay on 127.0.0.1, for a server under development.

  --port <number>              default 8790; 0 takes any that is free
  --merchant-id <id>           what x-merchantid has to be; default stock
  --api-key <key>              default test-api-key
  --webhook <url>              where webhooks are posted; default nowhere
  --webhook-user <user>        default test-user
  --webhook-password <secret>  default test-password
  --help                       prints this

Instead of an option: UPI_FLOW_MOCK_PORT, UPI_FLOW_MOCK_MERCHANT_ID, UPI_FLOW_MOCK_API_KEY,
UPI_FLOW_MOCK_WEBHOOK, UPI_FLOW_MOCK_WEBHOOK_USER, UPI_FLOW_MOCK_WEBHOOK_PASSWORD.`;

const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['--port', 'UPI_FLOW_MOCK_PORT'],
  ['--merchant-id', 'UPI_FLOW_MOCK_MERCHANT_ID'],
  ['--api-key', 'UPI_FLOW_MOCK_API_KEY'],
  ['--webhook', 'UPI_FLOW_MOCK_WEBHOOK'],
  ['--webhook-user', 'UPI_FLOW_MOCK_WEBHOOK_USER'],
  ['--webhook-password', 'UPI_FLOW_MOCK_WEBHOOK_PASSWORD'],
]);

const DEFAULT_KEY = 'test-api-key';

/** Reads the arguments after the program's name. A value is never part of what is wrong. */
export function readArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Read {
  const [command, ...rest] = argv;
  if (argv.includes('--help') || argv.includes('-h')) return { is: 'help' };
  if (command === undefined) return wrong('Say what to do.');
  if (command !== 'mock-juspay') return wrong('Unknown command. There is mock-juspay.');
  const given = optionsIn(rest);
  if (typeof given === 'string') return wrong(given);
  const at = (name: string): string | undefined =>
    given.get(name) ?? (env[OPTIONS.get(name) ?? ''] || undefined);
  const port = at('--port') ?? '8790';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    return wrong('--port must be a number from 0 to 65535.');
  }
  const url = at('--webhook');
  const apiKey = at('--api-key');
  const webhook =
    url === undefined
      ? undefined
      : {
          url,
          username: at('--webhook-user') ?? 'test-user',
          password: at('--webhook-password') ?? 'test-password',
        };
  const settings = {
    port: Number(port),
    merchantId: at('--merchant-id'),
    apiKey: apiKey ?? DEFAULT_KEY,
    isDefaultKey: apiKey === undefined,
    webhook,
  };
  return { is: 'mock-juspay', settings };
}

/** The options by name, or what is wrong with them. */
function optionsIn(rest: readonly string[]): Map<string, string> | string {
  const given = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 1) {
    const [name = '', ...parts] = (rest[at] ?? '').split('=');
    if (!name.startsWith('-')) return 'Only options may follow the command.';
    if (!OPTIONS.has(name)) return `Unknown option ${name}.`;
    const isInline = parts.length > 0;
    const value = isInline ? parts.join('=') : rest[at + 1];
    if (value === undefined || value === '') return `${name} needs a value.`;
    given.set(name, value);
    at += isInline ? 0 : 1;
  }
  return given;
}

function wrong(why: string): Read {
  return { is: 'wrong', why };
}
