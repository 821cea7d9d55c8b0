import { idsOf } from './ids-of.js';
import { type ServerStatus, serverStatusOf } from './server-status.js';

/** A status of the server, and where it came among all that happened: a clock may stand still. */
export interface ReceivedStatus extends ServerStatus {
  readonly nth: number;
}

/** One request for money that a flow handed to the SDK, and what was said about it. */
export interface SentAttempt {
  readonly orderId: string;
  readonly requestId: string;
  readonly action: string;
  readonly sentAt: number;
  /** Where it came among the statuses of the server. */
  readonly nth: number;
  /** Its instance was ended, or it settled: what is named from now on is not about this attempt. */
  isOver: boolean;
  /** The transactions that the SDK named. */
  readonly txns: Set<string>;
  /** When the SDK first called it not paid. */
  unpaidAt: number | undefined;
  /** How long "no transaction" must be heard before that is believed, ms. */
  window: number;
  /** How often a clock ran ahead meanwhile: each time one planned wait may seem to have passed. */
  jumps: number;
}

/** A question to the merchant's server. */
export interface Asked {
  readonly orderId: string;
  readonly at: number;
  /** Nobody waits for its answer any more. */
  isOver: boolean;
}

/** What one flow was told about its orders, by the SDK and by the server. */
export interface Evidence {
  readonly attempts: ReadonlyMap<string, SentAttempt>;
  readonly statuses: ReadonlyMap<string, readonly ReceivedStatus[]>;
  /** Orders that the SDK called paid, under one of this flow's requests, and when it first did. */
  readonly calledPaid: ReadonlyMap<string, number>;
  /** Orders of which the server said the truth, that money is held, and when it first did. */
  readonly confirmedPaid: ReadonlyMap<string, number>;
  /** Reads of order status, oldest first. */
  readonly reads: readonly Asked[];
  /** Calls of `authorize`: the order they are about, or the action where there is none. */
  readonly signatures: readonly Asked[];
  /** What the last signature for money was asked for. */
  readonly claims: Readonly<Record<string, string>> | undefined;
  sent(orderId: string, requestId: string, action: string): void;
  onRawEvent(raw: unknown): void;
  /** The flow ended its instance: what the SDK names from now on is not heard as an answer. */
  terminated(): void;
  informed(orderId: string, answer: unknown): void;
  /** The flow asked for a signature. */
  signs(claims: Readonly<Record<string, string>>, action: string): Asked;
  /** The flow asked about an order. Answers what to call with its answer. */
  asks(orderId: string): { readonly asked: Asked; answered(answer: unknown): void };
  /** The flow starts from records in which all this must stand. */
  inherit(before: Pick<Evidence, 'calledPaid' | 'confirmedPaid'>): void;
  /** The flow does not know the order any more: what it was told before does not count. */
  clear(orderId: string): void;
  /** A port threw: what was being told may not have arrived. */
  blur(): void;
  /** Clocks jumped: nobody may be waiting for what was asked before. */
  giveUp(): void;
  /** The clock of the phone was set forward, and no time passed. */
  skip(): void;
}

/** How long an answer of order status is waited for, ms. */
const PATIENCE = 10_000;
/** How long "no transaction" is listened to, ms: people take going back back quickly. */
const WINDOW = { wentBack: 15_000, failed: 120_000 } as const;

/** Creates the memory of what one flow is told; `calls` gets the orders that the SDK calls paid. */
export function createEvidence(now: () => number, calls: (orderId: string) => void): Evidence {
  const attempts = new Map<string, SentAttempt>();
  const statuses = new Map<string, ReceivedStatus[]>();
  const calledPaid = new Map<string, number>();
  const confirmedPaid = new Map<string, number>();
  const reads: Asked[] = [];
  const signatures: Asked[] = [];
  let claims: Evidence['claims'];
  let sequence = 0;

  function next(): number {
    sequence += 1;
    return sequence;
  }

  function setFirst(times: Map<string, number>, orderId: string): void {
    if (!times.has(orderId)) times.set(orderId, now());
  }

  function addStatus(orderId: string, answer: unknown): void {
    const status = { ...serverStatusOf(orderId, answer, now()), nth: next() };
    statuses.set(orderId, [...(statuses.get(orderId) ?? []), status]);
    if (status.moneyStatus === 'paid' && status.isWhole) setFirst(confirmedPaid, orderId);
  }

  function onRawEvent(raw: unknown): void {
    if (typeof raw !== 'string' || attempts.size === 0) return;
    const attempt = attempts.get(idsOf(raw).requestId ?? '');
    const answer = attempt === undefined ? undefined : ownAnswer(raw, attempt);
    if (attempt === undefined || answer === undefined) return;
    const { status, txnUuid, errorCode } = answer;
    if (txnUuid !== undefined && !attempt.isOver) attempt.txns.add(txnUuid);
    if (/^(success|charged)$/i.test(status)) {
      setFirst(calledPaid, attempt.orderId);
      calls(attempt.orderId);
    }
    const wentBack = /back|abort/i.test(status) || errorCode === 'JP_002';
    if (!(wentBack || /fail/i.test(status))) return;
    attempt.unpaidAt ??= now();
    if (wentBack) attempt.window = WINDOW.wentBack;
  }

  return {
    attempts,
    statuses,
    calledPaid,
    confirmedPaid,
    reads,
    signatures,
    get claims() {
      return claims;
    },
    sent: (orderId, requestId, action) => {
      const txns = new Set<string>();
      const rest = { isOver: false, txns, unpaidAt: undefined, window: WINDOW.failed, jumps: 0 };
      const ids = { orderId, requestId, action };
      attempts.set(requestId, { ...ids, sentAt: now(), nth: next(), ...rest });
    },
    onRawEvent,
    terminated: () => {
      for (const attempt of attempts.values()) attempt.isOver = true;
    },
    informed: addStatus,
    signs: (asked, action) => {
      const one = { orderId: asked['order_id'] ?? action, at: now(), isOver: false };
      signatures.push(one);
      if (asked['order_id'] !== undefined) claims = asked;
      return one;
    },
    asks: (orderId) => {
      const asked: Asked = { orderId, at: now(), isOver: false };
      reads.push(asked);
      return {
        asked,
        answered: (answer) => {
          asked.isOver = true;
          if (now() - asked.at < PATIENCE) addStatus(orderId, answer);
        },
      };
    },
    inherit: (before) => {
      for (const [orderId, at] of before.calledPaid) calledPaid.set(orderId, at);
      for (const [orderId, at] of before.confirmedPaid) confirmedPaid.set(orderId, at);
    },
    clear: (orderId) => {
      calledPaid.delete(orderId);
      confirmedPaid.delete(orderId);
      const last = statuses.get(orderId)?.at(-1);
      if (last !== undefined) statuses.set(orderId, [last]);
    },
    blur: () => {
      calledPaid.clear();
      confirmedPaid.clear();
      statuses.clear();
      for (const read of reads) read.isOver = true;
    },
    giveUp: () => {
      for (const read of reads) read.isOver = true;
    },
    skip: () => {
      for (const attempt of attempts.values()) attempt.jumps += 1;
    },
  };
}

interface OwnAnswer {
  readonly status: string;
  readonly txnUuid: string | undefined;
  readonly errorCode: string | undefined;
}

/** What an answer says, when it is whole and names no other order and no other action. */
function ownAnswer(raw: string, { orderId, action }: SentAttempt): OwnAnswer | undefined {
  const envelope = envelopeOf(raw);
  // Bridges lose it: what is under its request is its answer all the same.
  if ((envelope['event'] ?? 'process_result') !== 'process_result') return undefined;
  const payload = fieldsOf(envelope['payload']);
  if ((payload['orderId'] ?? orderId) !== orderId) return undefined;
  if ((payload['action'] ?? action) !== action) return undefined;
  const { status, txnUuid } = payload;
  const { errorCode } = envelope;
  return {
    status: typeof status === 'string' ? status : '',
    txnUuid: typeof txnUuid === 'string' ? txnUuid : undefined,
    errorCode: typeof errorCode === 'string' ? errorCode : undefined,
  };
}

/** Whether an answer under the request of an order plainly is about something else. */
export function namesOthers(raw: string, orderId: string, action: string): boolean {
  const envelope = envelopeOf(raw);
  if (envelope['event'] === 'initiate_result') return true;
  const payload = fieldsOf(envelope['payload']);
  const named = payload['orderId'];
  const done = payload['action'];
  return (
    (typeof named === 'string' && named !== orderId) ||
    (typeof done === 'string' && done !== action)
  );
}

/** The envelope of an event; some bridges wrap it in another one. */
function envelopeOf(raw: string): Readonly<Record<string, unknown>> {
  const outer = fieldsOf(parsed(raw));
  const inner = fieldsOf(outer['payload']);
  return 'payload' in inner ? { event: outer['event'], ...inner } : outer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
