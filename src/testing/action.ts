import type { Alteration, PaymentPlan } from '../../adapters/simulator/index.js';
import type { UpiCommand } from '../index.js';
import type { StorageMode } from './faulty-storage.js';

/**
 * How the merchant's server behaves: `lags` answers what was true two seconds ago, `silent` never.
 *
 * @example
 * ```ts
 * const action: Action = { do: 'server', mode: 'lags' };
 * ```
 */
export type ServerMode = 'ok' | 'fails' | 'slow' | 'silent' | 'lags';

/**
 * One step of a schedule: plain JSON, so that a script can be printed, shrunk and run again. Steps
 * about an event in flight count from the oldest, and do nothing when there is none. Times are
 * milliseconds.
 *
 * @example
 * ```ts
 * const actions: readonly Action[] = [
 *   { do: 'send', command: { type: 'pay', order: { orderId: 'A1', amount: '2.00' } } },
 *   { do: 'advance', ms: 10_000 },
 *   { do: 'drop', nth: 0 },
 *   { do: 'die' },
 * ];
 * ```
 */
export type Action =
  | { readonly do: 'send'; readonly command: UpiCommand }
  /** Scripts the person and the bank, and then pays. */
  | {
      readonly do: 'pay';
      readonly command: UpiCommand;
      readonly orderId: string;
      readonly plan: PaymentPlan;
    }
  /** The merchant's server makes a session, and the app passes it on. */
  | { readonly do: 'checkout'; readonly orderId: string; readonly plan: PaymentPlan }
  /** A call of the app beside the flow. */
  | { readonly do: 'call'; readonly operation: 'upiGetBankList' | 'upiDeregister' | 'management' }
  /** The next due timer, the app's or the world's. */
  | { readonly do: 'tick' }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'deliver'; readonly nth: number; readonly as?: Alteration | undefined }
  | { readonly do: 'drop'; readonly nth: number }
  | { readonly do: 'duplicate'; readonly nth: number }
  /** The server pushes what is true about the order at that moment. */
  | { readonly do: 'inform'; readonly orderId: string }
  /** The order is paid by another way, and the server tells the app so. */
  | { readonly do: 'paidElsewhere'; readonly orderId: string }
  /** The bridge takes no request any more, or takes them again. */
  | { readonly do: 'bridge'; readonly mode: 'ok' | 'throws' | 'rejects' }
  /** An answer for a request nobody made. */
  | { readonly do: 'stray'; readonly orderId: string }
  | { readonly do: 'expireSession' }
  | { readonly do: 'storage'; readonly mode: StorageMode }
  | { readonly do: 'server'; readonly mode: ServerMode }
  /** The records turn out to be of a newer version of the app. */
  | { readonly do: 'ageRecords' }
  /** The device clock is set forwards or back. */
  | { readonly do: 'clock'; readonly jump: number }
  /** The app sleeps: no timer of it runs, time passes, then it comes back. */
  | { readonly do: 'sleep'; readonly ms: number }
  | {
      readonly do: 'sms';
      readonly outcome:
        | 'late'
        | 'expired'
        | 'never'
        | 'pending'
        | 'mismatch'
        | 'declined'
        | 'otherBinding';
    }
  /** What the person does on a PIN page, or in the SDK's own screens. */
  | { readonly do: 'person'; readonly does: 'completes' | 'fails' | 'goesBack' | 'ignores' }
  | { readonly do: 'permission'; readonly answer: 'grant' | 'deny' | 'ignore' }
  /** From now on the other of two flows on the same bridge and storage acts; made the first time. */
  | { readonly do: 'otherFlow' }
  /** The app stops its flows and makes a new one, as React does with a component. */
  | { readonly do: 'remount' }
  /** The process is killed; a new one starts on the same storage. */
  | { readonly do: 'die' };

/**
 * A schedule: where the phone starts, what the server offers, and what happens.
 *
 * @example
 * ```ts
 * const script: Script = {
 *   seed: 7,
 *   device: 'LINKED',
 *   orderStatus: true,
 *   actions: [{ do: 'tick' }, { do: 'deliver', nth: 0 }],
 * };
 * ```
 */
export interface Script {
  readonly seed: number;
  readonly device: 'NOPERMISSION' | 'FRESH' | 'BOUND' | 'LINKED';
  readonly orderStatus: boolean;
  readonly actions: readonly Action[];
}
