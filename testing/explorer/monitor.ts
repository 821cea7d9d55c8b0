import type { UpiFlow, UpiNotice } from '../../src/index.js';
import type { AppProcess } from './app-process.js';
import { namesOthers } from './evidence.js';
import type { FlowHarness } from './flow-harness.js';
import { idsOf } from './ids-of.js';

/** What was seen on the bridge of a process since the last look: each entry is read once. */
export interface Sighting {
  /** S1 and S2, as far as the bridge alone shows them. */
  readonly wrongs: readonly { readonly rule: string; readonly saw: string }[];
  /** Orders that the SDK answered, for a request that this instance was given. */
  readonly answered: ReadonlySet<string>;
  /** Requests that were ever sent. */
  readonly sent: ReadonlySet<string>;
  /** Requests that some answer called not paid. */
  readonly denied: ReadonlySet<string>;
  /** What session tokens said, in capitals. */
  readonly tokens: string;
}

/** What a flow showed at the last look. */
export type Before = ReturnType<UpiFlow['getSnapshot']>;

/** Watches one run, look by look. */
export interface Monitor {
  /** 1 for the first look. */
  readonly looks: number;
  look(harness: FlowHarness): ReadonlyMap<AppProcess, Sighting>;
  /** Notices since the last look. */
  readonly notices: readonly UpiNotice[];
  /** What each flow showed at the last look. */
  readonly before: WeakMap<UpiFlow, Before>;
  /** Orders that the SDK ever answered, for a request that its instance was given. */
  readonly everAnswered: Set<string>;
  /** Every word of the SDK that was ever shown for an attempt. */
  readonly reported: Map<string, Set<string>>;
  /** What was stored under each key when it was last searched for secrets. */
  readonly searched: Map<string, string>;
  /** How many sends were looked at. */
  sendsRead: number;
}

const monitors = new WeakMap<FlowHarness, Monitor>();

/** The monitor of a run, the same one every time. */
export function monitorOf(harness: FlowHarness): Monitor {
  const known = monitors.get(harness);
  if (known !== undefined) return known;
  const monitor = createMonitor();
  monitors.set(harness, monitor);
  return monitor;
}

function createMonitor(): Monitor {
  let looks = 0;
  let noticesRead = 0;
  let notices: readonly UpiNotice[] = [];
  const watches = new Map<AppProcess, () => Sighting>();

  return {
    before: new WeakMap(),
    everAnswered: new Set(),
    reported: new Map(),
    searched: new Map(),
    sendsRead: 0,
    get looks() {
      return looks;
    },
    get notices() {
      return notices;
    },
    look: (harness) => {
      looks += 1;
      notices = harness.notices.slice(noticesRead);
      noticesRead = harness.notices.length;
      const seen = new Map<AppProcess, Sighting>();
      for (const process of harness.processes) {
        const watch = watches.get(process) ?? watchOf(process);
        watches.set(process, watch);
        seen.set(process, watch());
      }
      return seen;
    },
  };
}

/** A request for money of the live instance. */
interface Mine {
  readonly orderId: string;
  readonly action: string;
}

/** Reads the traffic of one process, each entry once. */
function watchOf(process: AppProcess): () => Sighting {
  let entriesRead = 0;
  let kills = 0;
  let initiated: string | undefined;
  let isReady = false;
  const sent = new Set<string>();
  const denied = new Set<string>();
  const mine = new Map<string, Mine>();

  function endInstance(byItself: boolean): void {
    initiated = undefined;
    isReady = false;
    // A flow whose instance another flow ended does not know, and may still hear of its request.
    if (byItself) mine.clear();
  }

  return () => {
    const wrongs: { rule: string; saw: string }[] = [];
    const answered = new Set<string>();
    let tokens = '';
    const { traffic } = process.bridge.wire;
    if (process.kills !== kills) endInstance(true);
    kills = process.kills;
    for (; entriesRead < traffic.length; entriesRead += 1) {
      const entry = traffic[entriesRead];
      if (entry === undefined) continue;
      const requestId = entry.requestId ?? idsOf(entry.raw).requestId;
      if (entry.call === 'terminate') {
        endInstance(process.apps.length === 1);
      } else if (entry.call === 'initiate') {
        if (initiated !== undefined) wrongs.push({ rule: 'S1', saw: 'a second initiate' });
        initiated = requestId;
      } else if (entry.call === 'process' && requestId !== undefined) {
        if (!isReady) wrongs.push({ rule: 'S1', saw: 'process before initiate_result' });
        if (sent.has(requestId)) wrongs.push({ rule: 'S2', saw: `${requestId} sent twice` });
        sent.add(requestId);
        const { orderId } = idsOf(entry.raw);
        const action = /"action":"([^"]*)"/.exec(entry.raw)?.[1] ?? '';
        if (orderId !== undefined) mine.set(requestId, { orderId, action });
      } else if (entry.fate === 'delivered') {
        if (requestId === undefined) continue;
        if (requestId === initiated) isReady = true;
        if (entry.action === 'upiGetSessionToken') tokens += entry.raw.toUpperCase();
        if (saysUnpaid(entry.raw)) denied.add(requestId);
        const own = mine.get(requestId);
        if (own === undefined || namesOthers(entry.raw, own.orderId, own.action)) continue;
        answered.add(own.orderId);
      }
    }
    return { wrongs, answered, sent, denied, tokens };
  };
}

/** Whether an answer holds a word, or an error, that may stand for "not paid". */
function saysUnpaid(raw: string): boolean {
  return /fail|back_?press|abort|declined|\\*"error\\*":\s*\\*"?true/i.test(raw);
}
