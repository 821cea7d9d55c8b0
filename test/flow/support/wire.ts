import type { Simulator } from '../../../adapters/simulator/index.js';

/** The actions of every `process`, in order. */
export const actions = ({ wire }: Simulator): unknown[] =>
  wire.requests().map(({ payload }) => payload['action']);

/** The requests that move money, in order. */
export const moneyRequests = ({ wire }: Simulator) =>
  wire.requests('upiTxn', 'onboardingAndPay', 'paymentPage');

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
