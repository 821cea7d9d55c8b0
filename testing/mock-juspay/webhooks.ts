import { isoSeconds } from '../../adapters/simulator/instants.js';
import type { JsonObject } from '../../adapters/simulator/json.js';
import type { Webhook } from '../../adapters/simulator/juspay-objects.js';
import type { OwnClock } from '../../adapters/simulator/own-clock.js';
import type { Random } from '../../adapters/simulator/random.js';
import { inTexts } from '../../adapters/simulator/status-form.js';
import type { WebFetch } from './web.js';
import {
  createWebhookFaults,
  type WebhookFault,
  type WebhookFaultMatch,
} from './webhook-faults.js';
import { createWebhookPost, type WebhookTarget } from './webhook-post.js';

/**
 * One try to deliver a webhook.
 *
 * @example
 * ```ts
 * mock.webhooks.attempts.filter(({ status }) => status !== 200).length; // 2
 * ```
 */
export interface WebhookAttempt {
  /** Epoch milliseconds, on a clock nobody changes. */
  readonly at: number;
  readonly id: string;
  readonly event: string;
  readonly url: string;
  /** The answer's; `undefined` while there is none, and when none came. */
  readonly status: number | undefined;
}

/**
 * The webhooks to the merchant: sent again, later and later, until the answer is 200; after 50 tries
 * no more.
 *
 * @example
 * ```ts
 * mock.webhooks.arm('duplicate', { times: 2 });
 * await simulator.clock.advance(60_000);
 * mock.webhooks.events.map(({ event_name }) => event_name);
 * ```
 */
export interface MockWebhooks {
  /** Everything that happened, oldest first, sent or not. */
  readonly events: readonly Webhook[];
  readonly attempts: readonly WebhookAttempt[];
  /** How many webhooks wait to be delivered. */
  readonly pending: number;
  /** Arms a fault for the next events it matches. Throws a `RangeError` for what is no count. */
  arm(kind: WebhookFault, match?: WebhookFaultMatch): void;
  /** Takes back what is armed. */
  clear(): void;
  /** Sends an event again, as from the dashboard; `false` when there is none with that id. */
  resend(id: string): boolean;
  /** Posts anything at all once, with the right password. Nothing happens without a target. */
  say(body: unknown): void;
  /** Waits until every try under way was answered. The clock does not wait for that by itself. */
  idle(): Promise<void>;
}

/** The webhooks as the server sends them. */
export interface WebhookSender extends MockWebhooks {
  /** `url`: where this one goes instead. */
  emit(event: string, content: JsonObject, url: string | undefined): void;
}

interface Known {
  readonly sent: Webhook;
  readonly nth: number;
  /** Where it goes, if not to the target's address. */
  readonly url: string | undefined;
}

interface Parcel {
  /** Which event it is, counted from 0. */
  readonly nth: number;
  readonly id: string;
  readonly event: string;
  readonly body: string;
  readonly url: string;
  /** Whether the first try has another password. */
  readonly isForged: boolean;
  /** How often it is tried at most. */
  readonly most: number;
  tries: number;
}

/** From the event to its first try, ms. */
const LATENCY = 250;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const BACKOFF = [5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE];
const HOUR = 60 * MINUTE;
const MOST_TRIES = 50;

/** Creates the sender. Throws a `RangeError` when the target's address or headers are none. */
export function createWebhooks(parts: {
  readonly clock: OwnClock;
  readonly random: Random;
  readonly target: WebhookTarget | undefined;
  readonly fetch: WebFetch | undefined;
}): WebhookSender {
  const { clock, random, target, fetch } = parts;
  const post = target && createWebhookPost(target, clock, fetch);
  const faults = createWebhookFaults();
  const events: Webhook[] = [];
  const attempts: WebhookAttempt[] = [];
  const parcels = new Set<Parcel>();
  const known = new Map<string, Known>();
  let underWay = 0;
  let waiting: (() => void)[] = [];
  let overtaken: { readonly parcel: Parcel; readonly release: () => void }[] = [];

  function later(ms: number, run: () => void): () => void {
    const timer = clock.setTimeout(run, ms);
    return () => clock.clearTimeout(timer);
  }

  function parcelOf(sent: Webhook, fault: WebhookFault | undefined): Parcel | undefined {
    if (target === undefined) return undefined;
    const { id, ...rest } = sent;
    const { nth = -1, url = target.url } = known.get(id) ?? {};
    const said = fault === 'noId' ? rest : sent;
    const parcel: Parcel = {
      nth,
      id,
      event: sent.event_name,
      body: JSON.stringify(fault === 'texts' ? inTexts(said) : said),
      url,
      most: MOST_TRIES,
      isForged: fault === 'wrongAuth',
      tries: 0,
    };
    parcels.add(parcel);
    return parcel;
  }

  function send(sent: Webhook, fault: WebhookFault | undefined, ms: number): void {
    const parcel = parcelOf(sent, fault);
    if (parcel !== undefined) later(ms, () => void attempt(parcel));
  }

  async function attempt(parcel: Parcel): Promise<void> {
    if (post === undefined) return;
    const { id, event, url, body } = parcel;
    parcel.tries += 1;
    underWay += 1;
    const nth = attempts.push({ at: clock.trueNow(), id, event, url, status: undefined }) - 1;
    const answer = post(url, body, parcel.isForged && parcel.tries === 1);
    if (parcel.tries === 1) letPass(parcel);
    const status = await answer;
    const noted = attempts[nth];
    if (noted !== undefined) attempts[nth] = { ...noted, status };
    if (status === 200 || parcel.tries >= parcel.most) {
      parcels.delete(parcel);
    } else {
      later(BACKOFF[parcel.tries - 1] ?? HOUR, () => void attempt(parcel));
    }
    underWay -= 1;
    if (underWay === 0) wake();
  }

  /** What waited for one that follows it to come first. */
  function letPass(follower: Parcel): void {
    const waited = overtaken.filter(({ parcel }) => parcel.nth < follower.nth);
    overtaken = overtaken.filter(({ parcel }) => parcel.nth >= follower.nth);
    for (const { release } of waited) release();
  }

  function holdBack(sent: Webhook, ms: number): void {
    const parcel = parcelOf(sent, undefined);
    if (parcel === undefined) return;
    const forget = later(ms, () => {
      overtaken = overtaken.filter((one) => one.parcel !== parcel);
      void attempt(parcel);
    });
    const release = (): void => {
      forget();
      void attempt(parcel);
    };
    overtaken.push({ parcel, release });
  }

  function wake(): void {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  }

  return {
    events,
    attempts,
    get pending() {
      return parcels.size;
    },
    arm: (kind, match = {}) => faults.arm(kind, match),
    clear: faults.clear,
    resend(id) {
      const found = known.get(id);
      if (found !== undefined) send(found.sent, undefined, LATENCY);
      return found !== undefined;
    },
    say(body) {
      if (target === undefined) return;
      const text = JSON.stringify(body) ?? '';
      const base = { nth: -1, id: '', event: '', body: text, url: target.url, isForged: false };
      void attempt({ ...base, most: 1, tries: 0 });
    },
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((go) => waiting.push(go))),
    emit(event, content, url) {
      const at = clock.trueNow();
      const id = `evt_V2_${random.hex(32)}`;
      const sent: Webhook = { id, event_name: event, date_created: isoSeconds(at), content };
      known.set(id, { sent, nth: events.push(sent) - 1, url });
      if (target === undefined) return;
      const fault = faults.take(event);
      const ms = fault?.match.ms;
      switch (fault?.kind) {
        case 'lose':
          return;
        case 'reorder':
          holdBack(sent, ms ?? MINUTE);
          return;
        case 'delay':
          send(sent, undefined, ms ?? 10 * MINUTE);
          return;
        case 'duplicate':
          send(sent, undefined, LATENCY);
          send(sent, undefined, LATENCY + (ms ?? 0));
          return;
        default:
          send(sent, fault?.kind, LATENCY);
      }
    },
  };
}
