import type { UpiFlow, UpiNotice } from '../index.js';
import type { Bed } from './bed.js';
import { idsOf } from './ids-of.js';

/** What was seen on the bridge and said to the app since the last look: each entry is read once. */
export interface Sighting {
  /** 1 for the first look. */
  readonly number: number;
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
  readonly notices: readonly UpiNotice[];
}

/** Watches one run, look by look. */
export interface Witness {
  look(bed: Bed): Sighting;
  /** What each flow showed at the last look. */
  readonly before: WeakMap<UpiFlow, ReturnType<UpiFlow['getSnapshot']>>;
  /** Every word of the SDK that was ever shown for an attempt. */
  readonly reported: Map<string, Set<string>>;
  /** What was stored under each key when it was last searched for secrets. */
  readonly searched: Map<string, string>;
}

const witnesses = new WeakMap<Bed, Witness>();

/** The witness of a run, the same one every time. */
export function witnessOf(bed: Bed): Witness {
  const known = witnesses.get(bed);
  if (known !== undefined) return known;
  const witness = createWitness();
  witnesses.set(bed, witness);
  return witness;
}

function createWitness(): Witness {
  let looks = 0;
  let entriesRead = 0;
  let noticesRead = 0;
  let deaths = 0;
  let initiated: string | undefined;
  let isReady = false;
  const sent = new Set<string>();
  const denied = new Set<string>();
  /** Requests of the live instance, by the order they are about. */
  const mine = new Map<string, string>();

  function endInstance(byItself: boolean): void {
    initiated = undefined;
    isReady = false;
    // A flow whose instance another flow ended does not know, and may still hear of its request.
    if (byItself) mine.clear();
  }

  return {
    before: new WeakMap(),
    reported: new Map(),
    searched: new Map(),
    look: (bed) => {
      const wrongs: { rule: string; saw: string }[] = [];
      const answered = new Set<string>();
      let tokens = '';
      const { traffic } = bed.simulator.wire;
      if (bed.deaths !== deaths) endInstance(true);
      deaths = bed.deaths;
      for (const entry of traffic.slice(entriesRead)) {
        const requestId = entry.requestId ?? idsOf(entry.raw).requestId;
        if (entry.call === 'terminate') {
          endInstance(bed.apps.length === 1);
        } else if (entry.call === 'initiate') {
          if (initiated !== undefined) wrongs.push({ rule: 'S1', saw: 'a second initiate' });
          initiated = requestId;
        } else if (entry.call === 'process' && requestId !== undefined) {
          if (!isReady) wrongs.push({ rule: 'S1', saw: 'process before initiate_result' });
          if (sent.has(requestId)) wrongs.push({ rule: 'S2', saw: `${requestId} sent twice` });
          sent.add(requestId);
          const { orderId } = idsOf(entry.raw);
          if (orderId !== undefined) mine.set(requestId, orderId);
        } else if (entry.fate === 'delivered') {
          if (requestId === undefined) continue;
          if (requestId === initiated) isReady = true;
          if (entry.action === 'upiGetSessionToken') tokens += entry.raw.toUpperCase();
          if (saysUnpaid(entry.raw)) denied.add(requestId);
          const orderId = mine.get(requestId);
          if (orderId !== undefined) answered.add(orderId);
        }
      }
      entriesRead = traffic.length;
      looks += 1;
      const notices = bed.notices.slice(noticesRead);
      noticesRead = bed.notices.length;
      return { number: looks, wrongs, answered, sent, denied, tokens, notices };
    },
  };
}

/** Whether an answer holds a word, or an error, that may stand for "not paid". */
function saysUnpaid(raw: string): boolean {
  return /fail|back_?press|abort|declined|\\*"error\\*":\s*\\*"?true/i.test(raw);
}
