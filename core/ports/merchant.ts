/**
 * Who pays to whom. `customerId` must stay the same for the same person, SIM and device.
 *
 * @example
 * ```ts
 * const merchant: Merchant = {
 *   merchantId: 'stock',
 *   clientId: 'stock_android',
 *   customerId: 'abcde12345',
 *   environment: 'sandbox',
 *   issuingPsp: 'YES_BIZ',
 * };
 * ```
 */
export interface Merchant {
  readonly merchantId: string;
  /** Usually the merchant id, or `<merchant id>_<os>`. */
  readonly clientId: string;
  readonly customerId: string;
  readonly environment: 'sandbox' | 'production';
  /** `YES_BIZ`, `AXIS_BIZ`, ...: needed for mandates and for `gatewayReferenceId`. */
  readonly issuingPsp?: string | undefined;
  /**
   * The customer's number: 10 digits, or 12 with the 91 prefix. It goes along with every session
   * token, signed as well, and limits the binding to this number; an issuing PSP such as BHIM asks
   * for it. Left out, nothing is sent in its place. It is in no log, state or record.
   */
  readonly mobileNumber?: string | undefined;
  /** The SIM that session tokens are asked for: `0`, `1`, ..., as `upiGetSimDetails` numbers them. */
  readonly simId?: string | undefined;
  /**
   * Goes along with every session token and every binding; that of a session token comes back as
   * `UpiState.profile.otherInfo`. At most 50 keys of 64 characters, with 1000 characters each.
   */
  readonly udf?: Readonly<Record<string, string>> | undefined;
  /**
   * What your product calls the linking of accounts; Juspay's pages about it say. Left out, it is
   * `upiLinkAccounts`. The other one is tried once where the SDK does not know this one.
   */
  readonly linkAction?: 'upiLinkAccount' | 'upiLinkAccounts' | undefined;
  /** `true` when the app shows loaders itself; then `UpiState.loader` says when. */
  readonly merchantLoader?: boolean | undefined;
  /** `"1"` for the SDK's click stream. */
  readonly logLevel?: string | undefined;
  readonly theme?: 'light' | 'dark' | undefined;
}
