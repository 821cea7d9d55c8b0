import type { Simulator } from '../../../adapters/simulator/index.js';

/** A request as it crossed the bridge. */
export interface WireRequest {
  readonly requestId: string;
  readonly service: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Every request of `process`, in order. */
export const processed = ({ wire }: Simulator): WireRequest[] =>
  wire.traffic
    .filter(({ call }) => call === 'process')
    .map(({ raw }): WireRequest => JSON.parse(raw));

/** The actions of every `process`, in order. */
export const actions = (simulator: Simulator): unknown[] =>
  processed(simulator).map(({ payload }) => payload['action']);

/** The requests of some actions, in order. */
export const requestsOf = (simulator: Simulator, ...wanted: readonly unknown[]): WireRequest[] =>
  processed(simulator).filter(({ payload }) => wanted.includes(payload['action']));

/** The requests that move money, in order. */
export const moneyRequests = (simulator: Simulator): WireRequest[] =>
  requestsOf(simulator, 'upiTxn', 'onboardingAndPay', 'paymentPage');

/** The lifecycle calls, in order. */
export const lifecycle = ({ wire }: Simulator): string[] =>
  wire.traffic.flatMap(({ call = 'process' }) => (call === 'process' ? [] : [call]));

/** When the merchant's server was asked about orders, in seconds after `since`. */
export const pollsSince = ({ server }: Simulator, since: number): number[] =>
  server.calls
    .filter(({ operation, at }) => operation === 'orderStatus' && at >= since)
    .map(({ at }) => Math.round((at - since) / 1_000));

/** How many timers of the clock belong to the app. */
export const appTimers = ({ clock, timers }: Simulator): number => clock.pending - timers;
