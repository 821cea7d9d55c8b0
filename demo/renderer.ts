import type { DemoEvent, Kind } from './event.js';
import { exchangeOf, formatEvent } from './formatter.js';
import type { Paint, Shade } from './paint.js';

/** Turns the events of a run into lines of text. */
export interface Renderer {
  render(event: DemoEvent): void;
  /** Prints what was held back. */
  flush(): void;
}

/** How wide a line may be. */
const WIDTH = 100;

/** Columns before what a line says: a time, a label, and the space around them. */
const MARGIN = 19;

type Label = readonly [text: string, shade: Shade];

const LABELS: Readonly<Record<Exclude<Kind, 'act'>, Label>> = {
  person: ['person', 'magenta'],
  phone: ['phone', 'magenta'],
  command: ['app  →', 'cyan'],
  request: ['sdk  ←', 'bold'],
  answer: ['sdk  →', 'bold'],
  server: ['server', 'dim'],
  juspay: ['juspay', 'dim'],
  books: ['books', 'cyan'],
  outbox: ['outbox', 'yellow'],
  shop: ['shop', 'green'],
  state: ['shows', 'green'],
  order: ['order', 'green'],
  notice: ['notice', 'yellow'],
  bank: ['bank', 'magenta'],
  sample: ['sample', 'dim'],
  check: ['check', 'green'],
};

/** A question and its answer. */
const EXCHANGE: Label = ['sdk  ⇄', 'dim'];

/** What is said once when it is said again and again. */
const REPEATED: ReadonlySet<Kind> = new Set(['server', 'juspay', 'notice']);

/**
 * Creates a renderer. It tells a question and its immediate answer in one line, and says once what
 * is said again and again.
 */
export function createRenderer(print: (line: string) => void, paint: Paint): Renderer {
  let question: DemoEvent | undefined;
  let lastTime = '';
  let lastBody = '';
  let repeats: DemoEvent[] = [];

  function line(event: DemoEvent, [label, shade]: Label, body: string, tail = ''): void {
    if (body === lastBody && REPEATED.has(event.type)) {
      repeats.push(event);
      return;
    }
    emitRepeats();
    lastBody = body;
    const time = clockText(event.at);
    const shownTime = (time === lastTime ? '' : time).padEnd(time.length);
    lastTime = time;
    const text = cut(body, WIDTH - MARGIN - tail.length) + tail;
    const head = `${paint('dim', shownTime)}  ${paint(shade, label.padEnd(6))}  `;
    print(head + (isBad(event) ? paint('red', text) : shade === 'dim' ? paint('dim', text) : text));
  }

  function emitRepeats(): void {
    const last = repeats.at(-1);
    if (last !== undefined) {
      const times = repeats.length === 1 ? 'once more' : `${repeats.length} times more`;
      const when = clockText(last.at) === lastTime ? '' : `, last at ${clockText(last.at)}`;
      print(paint('dim', `${' '.repeat(MARGIN)}… ${times}${when}`));
    }
    repeats = [];
  }

  function plain(event: DemoEvent): void {
    if (event.type === 'act') {
      emitRepeats();
      lastBody = '';
      lastTime = '';
      print('');
      print(paint('bold', heading(event.name)));
    } else {
      line(event, LABELS[event.type], formatEvent(event));
    }
  }

  function release(): void {
    const waiting = question;
    question = undefined;
    if (waiting !== undefined) plain(waiting);
  }

  return {
    render(event) {
      if (isNoise(event)) return;
      if (event.type === 'answer' && question?.name === event.name) {
        const asked = question;
        question = undefined;
        line(event, EXCHANGE, exchangeOf(asked, event), duration(event.at - asked.at));
        return;
      }
      release();
      if (event.type === 'request') question = event;
      else plain(event);
    },
    flush() {
      release();
      emitRepeats();
    },
  };
}

/** Signing a read of the status happens before every one of them. */
function isNoise({ type, about }: DemoEvent): boolean {
  return type === 'server' && about['action'] === 'upiGetSessionToken' && about['failed'] !== true;
}

function isBad({ about }: DemoEvent): boolean {
  return about['holds'] === false || about['failed'] === true || about['fate'] !== undefined;
}

function duration(ms: number): string {
  return ms < 100 ? '' : `  (${(ms / 1_000).toFixed(1)} s)`;
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

/** A title on a rule. */
export function heading(title: string): string {
  return `── ${title} `.padEnd(WIDTH, '─');
}

/** Time since the start. */
function clockText(ms: number): string {
  const minutes = String(Math.floor(ms / 60_000)).padStart(2, '0');
  return `${minutes}:${((ms % 60_000) / 1_000).toFixed(3).padStart(6, '0')}`;
}
