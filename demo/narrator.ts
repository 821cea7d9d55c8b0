import type { About, DemoEvent, Kind } from './event.js';
import type { Paint, Shade } from './paint.js';

/** Turns the events of a run into lines of text. */
export interface Narrator {
  take(event: DemoEvent): void;
  /** Prints what was held back. */
  flush(): void;
}

/** How wide a line may be. */
export const WIDTH = 100;

const LABELS: Readonly<Record<Exclude<Kind, 'act'>, readonly [label: string, shade: Shade]>> = {
  person: ['person', 'magenta'],
  phone: ['phone', 'magenta'],
  command: ['app  →', 'cyan'],
  request: ['sdk  ←', 'dim'],
  answer: ['sdk  →', 'bold'],
  server: ['server', 'dim'],
  state: ['shows', 'green'],
  order: ['order', 'green'],
  notice: ['notice', 'yellow'],
  bank: ['bank', 'magenta'],
  sample: ['sample', 'dim'],
  check: ['check', 'green'],
};

/** What an answer was waited for, when the question is told with it. */
const BOTH_WAYS = 'sdk  ⇄';

/**
 * Creates a narrator. It tells a question and its immediate answer in one line, and says once what
 * is said again and again.
 */
export function createNarrator(print: (line: string) => void, paint: Paint): Narrator {
  let held: DemoEvent | undefined;
  let last = '';
  let lastTime = '';
  let repeats = 0;
  let repeatedAt = 0;

  function line(at: number, label: string, shade: Shade, body: string): void {
    const text = `${label} ${body}`;
    if (text === last) {
      repeats += 1;
      repeatedAt = at;
      return;
    }
    tellRepeats();
    last = text;
    const time = clockText(at);
    const shownTime = time === lastTime ? ' '.repeat(time.length) : time;
    lastTime = time;
    const head = `${paint('dim', shownTime)}  ${paint(shade, label.padEnd(6))}  `;
    print(head + coloured(cut(body, WIDTH - time.length - 10), shade, paint));
  }

  function tellRepeats(): void {
    if (repeats > 0) {
      const times = repeats === 1 ? 'once more' : `${repeats} times more`;
      print(paint('dim', `${' '.repeat(19)}… ${times}, last at ${clockText(repeatedAt)}`));
    }
    repeats = 0;
  }

  function plain(event: DemoEvent): void {
    if (event.type === 'act') {
      tellRepeats();
      last = '';
      lastTime = '';
      print('');
      print(paint('bold', heading(event.name)));
      return;
    }
    const [label, shade] = LABELS[event.type];
    line(event.at, label, shadeOf(event, shade), body(event));
  }

  function release(): void {
    const question = held;
    held = undefined;
    if (question !== undefined) plain(question);
  }

  return {
    take(event) {
      if (isNoise(event)) return;
      if (event.type === 'answer' && held?.name === event.name) {
        const asked = held;
        held = undefined;
        const seconds = ((event.at - asked.at) / 1_000).toFixed(1);
        const text = `${asked.name}${fieldsOf(asked.about)} → ${answerText(event.about)}`;
        line(event.at, BOTH_WAYS, 'dim', `${text}  (${seconds} s)`);
        return;
      }
      release();
      if (event.type === 'request') held = event;
      else plain(event);
    },
    flush() {
      release();
      tellRepeats();
      last = '';
    },
  };
}

/** Signing a read of the status happens before every one of them. */
function isNoise({ type, about }: DemoEvent): boolean {
  return type === 'server' && about['action'] === 'upiGetSessionToken' && about['failed'] !== true;
}

function body({ type, name, about }: DemoEvent): string {
  const { status, orderId, ...rest } = about;
  switch (type) {
    case 'answer':
      return `${name} → ${answerText(about)}`;
    case 'server':
      return serverText(name, about);
    case 'bank':
      return `${name} → ${status}${fieldsOf(rest)}`;
    case 'order':
      return `${name} → ${orderText(about)}`;
    case 'state':
      return name === 'outcome'
        ? `${name}  ${orderId} → ${orderText(about)}`
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

function answerText(about: About): string {
  const { status, error, message, ...rest } = about;
  const said = [status, error, message].filter((part) => part !== undefined).join(' ');
  return `${said}${fieldsOf(rest)}`.trim() || 'done';
}

function serverText(operation: string, { action, orderId, status, failed }: About): string {
  const asked = operation === 'authorize' ? `signs ${action}` : `order status of ${orderId}`;
  if (failed === true) return `${asked} → no answer`;
  return status === undefined ? asked : `${asked} → ${status}`;
}

function orderText({ status, verified, settled, mandate }: About): string {
  const known = settled !== true ? 'not settled' : verified === true ? 'verified' : 'not verified';
  return `${status}, ${known}${mandate === undefined ? '' : `, mandate ${mandate}`}`;
}

function fieldsOf(about: About): string {
  const parts = Object.entries(about).map(([key, value]) => `${key}=${quoted(String(value))}`);
  return parts.length === 0 ? '' : `  ${parts.join(' ')}`;
}

function quoted(text: string): string {
  return text.includes(' ') ? `"${text}"` : text;
}

function shadeOf(event: DemoEvent, usual: Shade): Shade {
  const isBad = event.about['holds'] === false || event.about['failed'] === true;
  return isBad || event.about['fate'] !== undefined ? 'red' : usual;
}

function coloured(text: string, shade: Shade, paint: Paint): string {
  return shade === 'dim' || shade === 'red' || shade === 'green' ? paint(shade, text) : text;
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

/** A title on a rule. */
export function heading(title: string): string {
  return `── ${title} `.padEnd(WIDTH, '─');
}

/**
 * Time since the start.
 *
 * @example
 * ```ts
 * clockText(7_893); // '00:07.893'
 * ```
 */
export function clockText(ms: number): string {
  const minutes = String(Math.floor(ms / 60_000)).padStart(2, '0');
  return `${minutes}:${((ms % 60_000) / 1_000).toFixed(3).padStart(6, '0')}`;
}
