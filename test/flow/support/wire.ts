import type { Simulator } from '../../../adapters/simulator/index.js';

/** A request as it crossed the bridge. */
export interface WireRequest {
  readonly requestId: string;
  readonly service: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const MONEY = new Set(['upiTxn', 'onboardingAndPay', 'paymentPage']);

/** Every request of `process`, in order. */
export function processed(simulator: Simulator): WireRequest[] {
  return simulator.wire.traffic
    .filter((entry) => entry.call === 'process')
    .map((entry): WireRequest => JSON.parse(entry.raw));
}

/** The actions of every `process`, in order. */
export function actions(simulator: Simulator): unknown[] {
  return processed(simulator).map((request) => request.payload['action']);
}

/** The requests that move money, in order. */
export function moneyRequests(simulator: Simulator): WireRequest[] {
  return processed(simulator).filter((request) => MONEY.has(String(request.payload['action'])));
}

/** The requests of one action, in order. */
export function requestsOf(simulator: Simulator, action: string): WireRequest[] {
  return processed(simulator).filter((request) => request.payload['action'] === action);
}

/** The lifecycle calls, in order. */
export function lifecycle(simulator: Simulator): string[] {
  return simulator.wire.traffic.flatMap(({ call }) =>
    call === undefined || call === 'process' ? [] : [call],
  );
}

/** When the merchant's server was asked about orders, in seconds after `since`. */
export function pollsSince(simulator: Simulator, since: number): number[] {
  return simulator.server.calls
    .filter(({ operation, at }) => operation === 'orderStatus' && at >= since)
    .map(({ at }) => Math.round((at - since) / 1_000));
}

/** How many timers of the clock belong to the app. */
export function appTimers(simulator: Simulator): number {
  return simulator.clock.pending - simulator.timers;
}
