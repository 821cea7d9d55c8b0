import type { MandateOptions, MandateTerms, Order, Tpv } from '../../core/protocol/index.js';

/** What every payment may carry besides its order. */
interface PayOptions {
  /**
   * `referenceId` of the account to pay from, at most 128 characters. Default: the primary account, else
   * the first; never one of UPI Lite or with a pending first top-up, and for a mandate no credit account.
   */
  readonly accountRefId?: string | undefined;
  /** `true`: the SDK's own screens onboard the person first, if need be. */
  readonly onboard?: boolean | undefined;
  /** 10 digits, or 12 with the 91 prefix. With `onboard`: the device is bound by this number. */
  readonly mobileNumber?: string | undefined;
  /** With `onboard`: `false` hides the SDK's status screen. */
  readonly showStatusScreen?: boolean | undefined;
  /** Goes along as `udfParameters`: at most 50 keys of 64 characters, with 1000 characters each. */
  readonly udf?: Readonly<Record<string, string>> | undefined;
}

/**
 * Everything a UI can ask for. A command that is malformed, or not possible now, changes nothing and
 * raises the notice `command.rejected`; it never throws and is never lost silently. An `orderId` has at
 * most 64 characters, the id of a SIM, a bank or an account at most 128, an address at most 255, a list of
 * ids at most 50 entries; none has a control character.
 *
 * @example
 * ```ts
 * flow.send({ type: 'sim.select', simId: '1' });
 * flow.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
 * ```
 */
export type UpiCommand =
  /** Start failed, or terminated: starts the SDK (again). */
  | { readonly type: 'sdk.retry' }
  /** Ready: ends the SDK. Unsettled orders go on being asked about. */
  | { readonly type: 'sdk.terminate' }
  /** Reads the device's status anew. */
  | { readonly type: 'device.refresh' }
  /** Tries a failed read, bind or link once more, and a failed start of the device. */
  | { readonly type: 'device.retry' }
  /** Back to the resting state of the device's status. */
  | { readonly type: 'device.cancel' }
  /** Bound or linked: removes the binding and every link. */
  | { readonly type: 'device.deregister' }
  | { readonly type: 'permission.request' }
  /** Starts binding. `mobileNumber` (10 digits, or 12 with the 91 prefix) limits it to that number. */
  | {
      readonly type: 'sim.select';
      readonly simId: string;
      readonly mobileNumber?: string | undefined;
    }
  | { readonly type: 'bank.select'; readonly bankCode: string }
  | { readonly type: 'account.select'; readonly referenceIds: readonly string[] }
  | { readonly type: 'vpa.select'; readonly vpa: string }
  /** The debit card's last six digits and its expiry, MMYY. The PIN itself is never seen here. */
  | {
      readonly type: 'mpin.set';
      readonly referenceId: string;
      readonly cardLastSix: string;
      readonly cardExpiry: string;
    }
  | { readonly type: 'mpin.skip' }
  /** The SDK's own onboarding screens. */
  | { readonly type: 'onboard' }
  | ({ readonly type: 'pay'; readonly order: Order } & PayOptions)
  | ({
      readonly type: 'mandate.create';
      /** The first debit. */
      readonly order: Order;
      readonly mandate: MandateTerms;
      /** Only these banks and accounts may pay. */
      readonly tpv?: Tpv | undefined;
    } & MandateOptions &
      PayOptions)
  /**
   * The `sdk_payload` of a session made by your server, or its JSON text: copied when it is sent to
   * the flow, and passed on verbatim. Its order and request ids have at most 64 characters.
   */
  | { readonly type: 'checkout'; readonly sdkPayload: unknown }
  /** Asks the server about an unsettled order now. */
  | { readonly type: 'order.recheck'; readonly orderId: string }
  /** Another attempt for an order that ended unpaid. */
  | { readonly type: 'order.retry'; readonly orderId: string }
  /** What your server told the app by another way; counts like a status read. */
  | { readonly type: 'order.inform'; readonly orderId: string; readonly status: unknown }
  /** Leaves the outcome screen; a pending order goes on being asked about. */
  | { readonly type: 'order.dismiss'; readonly orderId: string }
  /** Hardware back, forwarded to the SDK. */
  | { readonly type: 'back' }
  | { readonly type: 'app.foreground' }
  | { readonly type: 'app.background' };
