import type { About, DemoEvent } from './event.js';

/** What a line says, after its time and its label. */
export function formatEvent({ type, name, about }: DemoEvent): string {
  const { status, orderId, ...rest } = about;
  switch (type) {
    case 'answer':
      return `${name} → ${answerOf(about)}`;
    case 'server':
      return serverSentence(name, about);
    case 'juspay':
      return juspaySentence(name, about);
    case 'books':
      return `${name} → ${status}${fieldsOf(rest)}`;
    case 'outbox':
      return outboxSentence(name, about);
    case 'shop':
      return `delivers ${name}${fieldsOf(about)}`;
    case 'bank':
      return `${name} → ${status}${fieldsOf(rest)}`;
    case 'order':
      return `${name} → ${standing(about)}`;
    case 'state':
      return name === 'outcome'
        ? `${name}  ${orderId} → ${standing(about)}`
        : name + fieldsOf(about);
    case 'notice':
      return orderId === undefined ? name + fieldsOf(about) : `${name}  ${orderId} → ${status}`;
    case 'sample':
      return `${about['seed']} ${name} (${about['kind']}) → ${about['reads']}`;
    case 'check':
      return `${name}: ${about['holds'] === true ? 'yes' : 'NO'}`;
    default:
      return name + fieldsOf(about);
  }
}

/** A question of the flow and the SDK's answer to it, in one sentence. */
export function exchangeOf(question: DemoEvent, answer: DemoEvent): string {
  return `${question.name}${fieldsOf(question.about)} → ${answerOf(answer.about)}`;
}

function answerOf(about: About): string {
  const { status, error, message, ...rest } = about;
  const said = [status, error].filter((part) => part !== undefined).join(' ');
  // Last, because it may be long.
  const comment = message === undefined ? '' : `  ${message}`;
  return `${said}${fieldsOf(rest)}${comment}`.trim() || 'done';
}

function serverSentence(name: string, { action, orderId, status, failed }: About): string {
  const result = failed === true ? ' → no answer' : status === undefined ? '' : ` → ${status}`;
  if (name === 'authorize') return `signs ${action}${result}`;
  if (name === 'session') return `POST /sessions for ${orderId}${result}`;
  return name === 'orderStatus' ? `order status of ${orderId}${result}` : name;
}

/** What the server asks Juspay, or Juspay tells the server. */
function juspaySentence(name: string, { orderId, status, ...rest }: About): string {
  switch (name) {
    case 'session':
      return `POST /session for ${orderId}${fieldsOf(rest)} → ${status}`;
    case 'orderStatus':
      return `GET /orders/${orderId} → ${status}`;
    default:
      return `webhook ${name} of ${orderId} → ${status}`;
  }
}

function outboxSentence(name: string, { orderId, status, tries, told }: About): string {
  const end = told === true ? `told to the shop at try ${tries}` : 'not told yet';
  return `${orderId} ${name} → ${status}, ${end}`;
}

/** What these words say is provisional until the order is settled. */
const NOT_PAID: ReadonlySet<unknown> = new Set([
  'failure',
  'payFailure',
  'backPress',
  'userAborted',
]);

function standing({ status, verified, settled, mandate, refund }: About): string {
  const open = NOT_PAID.has(status) ? 'not paid as far as we know, not settled' : 'not settled';
  const known = settled !== true ? open : verified === true ? 'verified' : 'not verified';
  const more = [
    mandate === undefined ? '' : `, mandate ${mandate}`,
    refund === undefined ? '' : `, refund ${refund}`,
  ];
  return `${status}, ${known}${more.join('')}`;
}

/** Shorter in a line than in a record. */
const NAMES: Readonly<Record<string, string>> = { orderId: 'order' };

function fieldsOf(about: About): string {
  const parts = Object.entries(about).map(
    ([key, value]) => `${NAMES[key] ?? key}=${quoted(String(value))}`,
  );
  return parts.length === 0 ? '' : `  ${parts.join(' ')}`;
}

function quoted(text: string): string {
  return text.includes(' ') ? `"${text}"` : text;
}
