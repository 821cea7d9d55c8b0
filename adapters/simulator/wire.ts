import { createArmedFaults, type FaultMatch } from './armed-faults.js';
import { type Alteration, alter, type FaultKind, type Message } from './faults.js';
import type { JsonObject } from './json.js';
import type { OwnClock } from './own-clock.js';
import type { SessionEventShape } from './session.js';
import type { HeldEvent, TrafficEntry, WireRequest } from './traffic.js';

/**
 * The bridge between SDK and app: its log, its faults and its manual mode.
 *
 * @example
 * ```ts
 * simulator.wire.hold();
 * await simulator.clock.advance(5_000);
 * for (const event of simulator.wire.inFlight) simulator.wire.duplicate(event.id);
 * simulator.wire.release();
 * ```
 */
export interface Wire {
  readonly traffic: readonly TrafficEntry[];
  /** The requests of `process` up to now, in order: those of some actions, or all. */
  requests(...actions: readonly string[]): readonly WireRequest[];
  /** How many listeners the app has on the bridge. */
  readonly listeners: number;
  /** How events are delivered: as JSON text (React Native) or as objects (Capacitor). */
  mode: 'string' | 'object';
  /** How the end of a session is announced. */
  sessionEvent: SessionEventShape;
  /** Arms a fault for the next matching event. */
  fault(kind: FaultKind, match?: FaultMatch): void;
  /** Keeps every event but answers given at once in `inFlight` instead of delivering it; armed faults do not touch them. */
  hold(): void;
  readonly inFlight: readonly HeldEvent[];
  /** Delivers a held event, as it is or altered; `false` when there is no such event. */
  deliver(id: number, alteration?: Alteration): boolean;
  /** Loses a held event. */
  drop(id: number): boolean;
  /** Delivers a copy of a held event and keeps the event. */
  duplicate(id: number): boolean;
  /** Ends manual mode and delivers what is held, in order. */
  release(): void;
  /** Delivers anything at all to the app, as if the SDK had said it. */
  say(raw: unknown): void;
  /**
   * Ends the session now: the SDK announces it, and operations wait for `updateAuth`, at most two
   * minutes. Nothing happens before the SDK is ready.
   */
  expireSession(): void;
}

/** The wire as the simulator drives it. */
export interface WireEnds extends Wire {
  /** Sends one event to the app. `action` is the request's; what is sent `atOnce` is never held. */
  send(envelope: JsonObject, action: string | undefined, atOnce?: boolean): void;
  logCall(call: NonNullable<TrafficEntry['call']>, raw: string): void;
  subscribe(listener: (raw: unknown) => void): () => void;
  /** The app's process died: listeners and everything under way are gone. */
  cut(): void;
}

/**
 * Creates a wire nobody listens on yet.
 *
 * @param expire ends the session of the live process
 */
export function createWire(clock: OwnClock, expire: () => void): WireEnds {
  const traffic: TrafficEntry[] = [];
  const listeners = new Set<(raw: unknown) => void>();
  const timers = new Set<unknown>();
  const faults = createArmedFaults();
  let held: HeldEvent[] = [];
  let overtaken: (() => void)[] = [];
  let isHolding = false;
  let lastId = 0;
  let mode: 'string' | 'object' = 'string';
  let sessionEvent: SessionEventShape = { name: 'session_expired', withReqCode: true };

  function log(held: HeldEvent, raw: string, fate: TrafficEntry['fate'], fault?: FaultKind): void {
    const { event, requestId, action } = held;
    const at = clock.trueNow();
    traffic.push({ at, direction: 'fromSdk', raw, event, requestId, action, fate, fault });
  }

  function tell(make: () => unknown): void {
    for (const listener of [...listeners]) {
      // One that left during this event does not hear it any more.
      if (listeners.has(listener)) {
        listener(make());
      }
    }
  }

  function hand(event: HeldEvent, message: Message, fault?: FaultKind): void {
    const raw = message.raw ?? JSON.stringify(message.envelope);
    log(event, raw, listeners.size === 0 ? 'lost' : 'delivered', fault);
    const isObject = mode === 'object' && message.raw === undefined;
    tell(() => (isObject ? JSON.parse(raw) : raw));
    const waiting = overtaken;
    overtaken = [];
    for (const run of waiting) {
      run();
    }
  }

  function plain(event: HeldEvent, fault?: FaultKind): void {
    hand(event, { envelope: event.envelope, raw: undefined }, fault);
  }

  function later(ms: number, run: () => void): () => void {
    const timer = clock.setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
    return () => {
      timers.delete(timer);
      clock.clearTimeout(timer);
    };
  }

  function pass(event: HeldEvent): void {
    const fault = faults.take(event);
    const kind = fault?.kind;
    switch (kind) {
      case undefined:
        plain(event);
        break;
      case 'drop':
        log(event, JSON.stringify(event.envelope), 'dropped', kind);
        break;
      case 'delay':
        later(fault?.match.ms ?? 30_000, () => plain(event, kind));
        break;
      case 'duplicate':
        plain(event);
        later(fault?.match.ms ?? 0, () => plain(event, kind));
        break;
      case 'reorder':
        letOvertake(event, fault?.match.ms ?? 5_000);
        break;
      default:
        hand(event, alter(event.envelope, kind), kind);
        break;
    }
  }

  /** Keeps the event until the next one was delivered, or until `ms` passed without any. */
  function letOvertake(event: HeldEvent, ms: number): void {
    const forget = later(ms, () => {
      overtaken = overtaken.filter((run) => run !== release);
      plain(event, 'reorder');
    });
    const release = (): void => {
      forget();
      plain(event, 'reorder');
    };
    overtaken.push(release);
  }

  function take(id: number): HeldEvent | undefined {
    const found = held.find((event) => event.id === id);
    held = held.filter((event) => event.id !== id);
    return found;
  }

  return {
    traffic,
    requests: (...actions) => {
      const processed = traffic.filter(({ call }) => call === 'process');
      const all = processed.map(({ raw }): WireRequest => JSON.parse(raw));
      return all.filter(
        ({ payload }) => actions.length === 0 || actions.includes(String(payload['action'])),
      );
    },
    get listeners() {
      return listeners.size;
    },
    get mode() {
      return mode;
    },
    set mode(value) {
      mode = value;
    },
    get sessionEvent() {
      return sessionEvent;
    },
    set sessionEvent(value) {
      sessionEvent = value;
    },
    get inFlight() {
      return held;
    },
    fault: faults.arm,
    hold() {
      isHolding = true;
    },
    deliver(id, alteration) {
      const event = take(id);
      if (event !== undefined && alteration === undefined) {
        plain(event);
      } else if (event !== undefined && alteration !== undefined) {
        hand(event, alter(event.envelope, alteration), alteration);
      }
      return event !== undefined;
    },
    drop(id) {
      const event = take(id);
      if (event !== undefined) {
        log(event, JSON.stringify(event.envelope), 'dropped', 'drop');
      }
      return event !== undefined;
    },
    duplicate(id) {
      const event = held.find((one) => one.id === id);
      if (event !== undefined) {
        plain(event, 'duplicate');
      }
      return event !== undefined;
    },
    release() {
      isHolding = false;
      const waiting = held;
      held = [];
      for (const event of waiting) {
        plain(event);
      }
    },
    say(raw) {
      const fate = listeners.size === 0 ? 'lost' : 'delivered';
      const text = typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? '');
      traffic.push({ at: clock.trueNow(), direction: 'fromSdk', raw: text, fate });
      tell(() => raw);
    },
    expireSession: expire,
    send(envelope, action, atOnce = false) {
      lastId += 1;
      const { event, requestId } = envelope;
      const outgoing: HeldEvent = {
        id: lastId,
        event: typeof event === 'string' ? event : '',
        requestId: typeof requestId === 'string' ? requestId : undefined,
        action,
        envelope,
      };
      if (isHolding && !atOnce) {
        held.push(outgoing);
      } else {
        pass(outgoing);
      }
    },
    logCall(call, raw) {
      traffic.push({ at: clock.trueNow(), direction: 'toSdk', call, raw });
    },
    subscribe(listener) {
      // A wrapper of its own, so that one function may be registered twice.
      const own = (raw: unknown): void => listener(raw);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    cut() {
      for (const event of held) {
        log(event, JSON.stringify(event.envelope), 'lost');
      }
      held = [];
      overtaken = [];
      listeners.clear();
      for (const timer of timers) {
        clock.clearTimeout(timer);
      }
      timers.clear();
    },
  };
}
