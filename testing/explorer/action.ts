import type {
  Alteration,
  OtherPlan,
  PaymentPlan,
  RefundRequest,
  SignedAs,
  StatusForm,
} from '../../adapters/simulator/index.js';
import type { UpiCommand } from '../../src/index.js';
import type { BrokenPort } from './app-ports.js';
import type { Damage, StorageMode } from './faulty-storage.js';

/**
 * How the merchant's server behaves: `slow` takes 8 seconds, `silent` never answers, `sometimes`
 * answers order status once in three times.
 *
 * @example
 * ```ts
 * const action: Action = { do: 'server', mode: 'silent' };
 * ```
 */
export type ServerMode = 'ok' | 'fails' | 'slow' | 'silent' | 'sometimes';

/**
 * What else the SDK may say under the request of the last payment: `initiate` is an
 * `initiate_result`, `otherTxn` a transaction that no bank knows.
 *
 * @example
 * ```ts
 * const action: Action = { do: 'emit', status: 'SUCCESS', about: 'otherOrder', times: 1 };
 * ```
 */
export type EmittedAbout = 'own' | 'noTxn' | 'otherTxn' | 'otherOrder' | 'otherAction' | 'initiate';

/**
 * What `EmittedAbout` was called before.
 *
 * @deprecated Name it `EmittedAbout`.
 *
 * @example
 * ```ts
 * const about: SaidAbout = 'otherOrder';
 * ```
 */
export type SaidAbout = EmittedAbout;

/**
 * What a push to the app looks like: the truth as Juspay prints it, or an object about something else.
 *
 * @example
 * ```ts
 * const action: Action = { do: 'inform', orderId: 'A1', as: 'mandate' };
 * ```
 */
export type PushedAs = Extract<
  StatusForm,
  | 'juspay'
  | 'juspayTexts'
  | 'severalTxns'
  | 'orderWebhook'
  | 'txnWebhook'
  | 'mandate'
  | 'notification'
  | 'refund'
>;

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
  /**
   * The merchant's server makes a session, and the app passes it on; with `changes` it then changes
   * the object it passed.
   */
  | {
      readonly do: 'checkout';
      readonly orderId: string;
      readonly plan: PaymentPlan;
      readonly changes?: 'orderId' | 'amount' | undefined;
    }
  /** A call of the app beside the flow. */
  | { readonly do: 'call'; readonly operation: 'upiGetBankList' | 'upiDeregister' | 'management' }
  /** The next due timer, the app's or the world's. */
  | { readonly do: 'tick' }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'deliver'; readonly nth: number; readonly as?: Alteration | undefined }
  | { readonly do: 'drop'; readonly nth: number }
  | { readonly do: 'duplicate'; readonly nth: number }
  /** The SDK says something more about the last payment it was handed, so many times. */
  | {
      readonly do: 'emit';
      readonly status: 'SUCCESS' | 'FAILURE' | 'PENDING';
      readonly about: EmittedAbout;
      readonly times: number;
    }
  /**
   * The server pushes what is true about the order at that moment; with `as`, what order status knows
   * by then, in one of Juspay's objects.
   */
  | { readonly do: 'inform'; readonly orderId: string; readonly as?: PushedAs | undefined }
  /** Money of a paid order goes back, or is to; one that is on its way comes to that status. */
  | {
      readonly do: 'refund';
      readonly orderId: string;
      readonly request: Omit<RefundRequest, 'id'>;
    }
  /** The order is paid by another way, and the server tells the app so. */
  | { readonly do: 'paidElsewhere'; readonly orderId: string }
  /** The order is tried by another way, and nobody tells the app. */
  | { readonly do: 'elsewhere'; readonly orderId: string; readonly plan: OtherPlan }
  /** The bridge takes no request any more, or takes them again. */
  | { readonly do: 'bridge'; readonly mode: 'ok' | 'throws' | 'rejects' }
  /** The next calls of a port throw. */
  | { readonly do: 'breaks'; readonly port: BrokenPort; readonly times: number }
  /** An answer for a request nobody made. */
  | { readonly do: 'unsolicited'; readonly orderId: string }
  | { readonly do: 'expireSession' }
  /** The same thing many times at once: the session ends, the app comes back. */
  | { readonly do: 'storm'; readonly of: 'session' | 'foreground'; readonly times: number }
  | { readonly do: 'storage'; readonly mode: StorageMode }
  /** The next operation of the storage never answers. */
  | { readonly do: 'hang' }
  /** One operation of a storage that holds them back goes through. */
  | { readonly do: 'store'; readonly nth: number }
  /** The storage loses a key. */
  | { readonly do: 'forget'; readonly nth: number }
  | { readonly do: 'damage'; readonly nth: number; readonly how: Damage }
  | { readonly do: 'server'; readonly mode: ServerMode }
  /** Order status is so far behind the truth from now on. */
  | { readonly do: 'lag'; readonly ms: number }
  | { readonly do: 'statusForm'; readonly form: StatusForm }
  /** What the server signs for a payment from now on. */
  | { readonly do: 'signs'; readonly as: SignedAs }
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
  /** From now on the other of two processes acts, with a bridge and a storage object of its own. */
  | { readonly do: 'otherProcess' }
  /**
   * Two processes pay one order in the same moment, on a storage that does one thing at a time;
   * `order` decides which.
   */
  | {
      readonly do: 'race';
      readonly orderId: string;
      readonly command: UpiCommand;
      readonly plan: PaymentPlan;
      readonly order: number;
    }
  /** The app stops its flows and makes a new one, as React does with a component. */
  | { readonly do: 'remount' }
  /** The process is killed; a new one starts on the same storage. */
  | { readonly do: 'die' }
  /** The app is taken off the phone and put on it again: nothing is stored any more. */
  | { readonly do: 'reinstall' };

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
  /** How many settled orders the flow keeps; its own default when left out. */
  readonly keepOrders?: number | undefined;
  readonly actions: readonly Action[];
}
