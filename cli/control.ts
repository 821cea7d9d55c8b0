import type { JuspayErrorShape, JuspayRoute, MockJuspay, WebhookFault } from '../testing/index.js';
import { ANSWER_FAULTS, type AnswerFault } from '../testing/mock-juspay/answer-faults.js';
import { WEBHOOK_FAULTS } from '../testing/mock-juspay/webhook-faults.js';

type Json = Readonly<Record<string, unknown>>;

const ANSWERS = ['SUCCESS', 'PENDING', 'FAILURE', 'USER_ABORTED', 'BACKPRESS'] as const;
const MONEY = ['debited', 'debitedLater', 'declined', 'none'] as const;
const ROUTES = [
  'session',
  'orderStatus',
  'refund',
  'mandate',
  'notification',
  'execution',
] as const satisfies readonly JuspayRoute[];
const SHAPES = ['byRoute', 'info', 'plain', 'session', 'flag'] as const satisfies readonly (
  | JuspayErrorShape
  | 'byRoute'
)[];

/** Scripts the server from outside: `undefined` when the request is none of this. */
export async function control(mock: MockJuspay, request: Request): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith('/_mock/')) return undefined;
  try {
    if (request.method !== 'POST') throw new RangeError('Only POST is understood here.');
    const body = await bodyOf(request);
    switch (pathname) {
      case '/_mock/pay':
        return Response.json(pay(mock, body));
      case '/_mock/faults':
        return Response.json(setFaults(mock, body));
      default:
        return Response.json({ error: 'There are /_mock/pay and /_mock/faults.' }, { status: 404 });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return Response.json({ error: error.message }, { status: 400 });
  }
}

function pay(mock: MockJuspay, body: Json): Json {
  known(body, ['order_id', 'answer', 'money', 'debit_after']);
  const orderId = body['order_id'];
  if (typeof orderId !== 'string') throw new RangeError('order_id: must be a text.');
  const txnUuid = mock.pays(orderId, {
    answer: wordIn(body, 'answer', ANSWERS) ?? 'SUCCESS',
    money: wordIn(body, 'money', MONEY),
    debitAfter: numberIn(body, 'debit_after'),
  });
  return { order_id: orderId, txn_uuid: txnUuid };
}

function setFaults(mock: MockJuspay, body: Json): Json {
  known(body, [
    ...['kind', 'route', 'status', 'carried_out', 'webhook', 'event', 'times', 'ms'],
    ...['error_shape', 'lag', 'clear'],
  ]);
  const kind = wordIn<AnswerFault>(body, 'kind', ANSWER_FAULTS);
  const webhook = wordIn<WebhookFault>(body, 'webhook', WEBHOOK_FAULTS);
  const shape = wordIn(body, 'error_shape', SHAPES);
  const lag = numberIn(body, 'lag');
  const times = body['times'] === 'all' ? Number.POSITIVE_INFINITY : numberIn(body, 'times');
  const ms = numberIn(body, 'ms');
  const match = {
    route: wordIn(body, 'route', ROUTES),
    status: numberIn(body, 'status'),
    carriedOut: flagIn(body, 'carried_out'),
  };
  const event = body['event'];
  if (event !== undefined && typeof event !== 'string') throw new RangeError('event: no text.');
  if (flagIn(body, 'clear') === true) {
    mock.faults.clear();
    mock.webhooks.clear();
  }
  if (kind !== undefined) mock.faults.arm(kind, { ...match, times, ms });
  if (webhook !== undefined) mock.webhooks.arm(webhook, { event, times, ms });
  if (shape !== undefined) mock.faults.errorShape = shape;
  if (lag !== undefined) mock.faults.lag(lag);
  return { ok: true };
}

async function bodyOf(request: Request): Promise<Json> {
  try {
    const body: unknown = JSON.parse(await request.text());
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  } catch {}
  throw new RangeError('The body must be a JSON object.');
}

function known(body: Json, names: readonly string[]): void {
  const isKnown = Object.keys(body).every((name) => names.includes(name));
  if (!isKnown) throw new RangeError(`There is an unknown field. Known are: ${names.join(', ')}.`);
}

function wordIn<Word extends string>(
  body: Json,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = body[name];
  const word = words.find((one) => one === value);
  if (value !== undefined && word === undefined) {
    throw new RangeError(`${name}: must be one of ${words.join(', ')}.`);
  }
  return word;
}

function numberIn(body: Json, name: string): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw new RangeError(`${name}: must be a number that is not negative.`);
}

function flagIn(body: Json, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || typeof value === 'boolean') return value;
  throw new RangeError(`${name}: must be true or false.`);
}
