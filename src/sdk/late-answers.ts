import { safeId } from '../../core/model/redact.js';
import { LIMITS, type SdkResult } from '../../core/protocol/index.js';
import type { SdkSaid } from '../../machines/upi-flow/types.js';
import { type Asked, answersMoney, isInitiateResult, movesMoney } from './own-answer.js';
import { ordersIn, readAnswer } from './read-answer.js';

type Late = Extract<SdkSaid, { type: 'sdk.late' }>;

/** What the SDK says under requests that nobody waits for: each thing once. */
export interface LateAnswers {
  /** Nobody waits for this request any more. */
  finish(requestId: string, asked: Asked): void;
  /** What there is to say of a result; `undefined` when it was said before, or says nothing. */
  read(result: SdkResult): Late | undefined;
}

/** How many finished requests, and how many ids of strangers, are remembered. */
const FINISHED = 1_000;
const STRANGERS = 100;
/** How much is said under one id. The words of payments are few; those of a device call are not. */
const MOST_OF_MONEY = 8;
const MOST_OF_OTHERS = 3;

interface Past {
  readonly asked: Asked | undefined;
  readonly said: Set<string>;
}

export function createLateAnswers(): LateAnswers {
  const finished = new Map<string, Past>();
  const strangers = new Map<string, Past>();

  function pastOf(requestId: string | undefined): Past {
    const known = requestId === undefined ? undefined : finished.get(requestId);
    if (known !== undefined) return known;
    // An id nobody here made may hold anything: those that may be somebody's count as one.
    const id = safeId(requestId) ?? '';
    const stranger = strangers.get(id) ?? { asked: undefined, said: new Set() };
    strangers.set(id, stranger);
    evictOldest(strangers, STRANGERS);
    return stranger;
  }

  return {
    finish: (requestId, asked) => {
      finished.set(requestId, { asked, said: new Set() });
      evictOldest(finished, FINISHED);
    },
    read: (result) => {
      const { asked, said } = pastOf(result.requestId);
      const isOfMoney = asked === undefined || movesMoney(asked.name);
      if (asked !== undefined && isOfMoney && isInitiateResult(result)) return undefined;
      if (asked?.name === 'updateAuth') return undefined;
      const orders = new Set(ordersIn(result.payload));
      const isOurs = !isOfMoney || (answersMoney(asked, result) && orders.size <= 1);
      const { isForeign, sdkOutcome } = readAnswer({ ...result, isOurs });
      const namesOrder = cut([...orders][0]);
      const about = isOfMoney
        ? `${sdkOutcome.moneyStatus} ${namesOrder ?? ''}`
        : (result.status ?? '');
      if (said.has(about) || said.size >= (isOfMoney ? MOST_OF_MONEY : MOST_OF_OTHERS)) {
        return undefined;
      }
      said.add(about);
      return {
        type: 'sdk.late',
        requestId: safeId(result.requestId),
        answersRequest: cut(result.requestId),
        operation: asked?.name,
        moneyStatus: sdkOutcome.moneyStatus,
        isForeign,
        namesOrder,
      };
    },
  };
}

/** An id that is too long to be one of ours, so that it is none. */
function cut(id: string | undefined): string | undefined {
  return id?.slice(0, LIMITS.id + 1);
}

/** Maps keep the order in which keys came. */
export function evictOldest(ids: Map<string, unknown> | Set<string>, most: number): void {
  const oldest = ids.keys().next();
  if (ids.size > most && !oldest.done) ids.delete(oldest.value);
}
