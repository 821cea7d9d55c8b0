import type { MandateFrequency } from '../../../core/protocol/index.js';

/**
 * An order to be paid on Juspay's payment page. Everything is checked before it is sent.
 *
 * @example
 * ```ts
 * const request: SessionRequest = {
 *   orderId: 'A1',
 *   amount: '200.00',
 *   customerId: 'abcde12345',
 *   customerEmail: 'asha@example.com',
 *   customerPhone: '9876543210',
 *   paymentPageClientId: 'stock',
 *   returnUrl: 'https://shop.example.com/paid',
 * };
 * ```
 */
export interface SessionRequest {
  /** 1 to 20 letters, digits, hyphens, underscores; unique per order. */
  readonly orderId: string;
  /** Rupees with exactly two decimals, at least `"1.00"`. */
  readonly amount: string;
  /** Your name for the customer, in ASCII without blanks; `''` is a guest. */
  readonly customerId: string;
  readonly customerEmail: string;
  /** 10 digits. */
  readonly customerPhone: string;
  /** From Juspay's welcome mail. */
  readonly paymentPageClientId: string;
  /** `paymentManagement` shows saved cards and wallets. Default `paymentPage`. */
  readonly action?: 'paymentPage' | 'paymentManagement' | undefined;
  /**
   * Where the customer comes back to: https with a host name, without query or fragment. Without it,
   * and without one in the dashboard, the SDK does not close.
   */
  readonly returnUrl?: string | undefined;
  /** ASCII letters, digits, blanks and `().-_`; the same for `lastName`. */
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  /** Shown to the customer, at most 255 characters. */
  readonly description?: string | undefined;
  /** Three capitals. Left out, it is INR. */
  readonly currency?: string | undefined;
  /** Which of several accounts of yours is paid, as agreed with Juspay. */
  readonly gatewayReferenceId?: string | undefined;
  /** Where this order's webhooks go instead: an address as `returnUrl`. */
  readonly webhookUrl?: string | undefined;
  /** Only these accounts may pay. */
  readonly tpv?: SessionTpv | undefined;
  readonly mandate?: SessionMandate | undefined;
}

/**
 * Third-party validation: the payment may come only from these accounts of the customer, 1 to 50.
 *
 * @example
 * ```ts
 * const tpv: SessionTpv = { bankAccounts: [{ accountNumber: '198731890', ifsc: 'ICIC0000300' }] };
 * ```
 */
export interface SessionTpv {
  readonly bankAccounts: readonly SessionBankAccount[];
}

/**
 * An account, by its number or by Juspay's id of it: one of the two.
 *
 * @example
 * ```ts
 * const account: SessionBankAccount = { accountId: 'acc_1', juspayBankCode: 'JP_HDFC' };
 * ```
 */
export interface SessionBankAccount {
  /** 4 to 35 letters and digits. */
  readonly accountNumber?: string | undefined;
  /** Juspay's, of an account that it keeps. */
  readonly accountId?: string | undefined;
  readonly ifsc?: string | undefined;
  /** From the eligibility API, such as `JP_HDFC`. */
  readonly juspayBankCode?: string | undefined;
  /** The name of the account's holder. */
  readonly beneficiaryName?: string | undefined;
}

/**
 * A mandate that is made with the payment. Whether funds are blocked follows from the frequency and is
 * always sent.
 *
 * @example
 * ```ts
 * const mandate: SessionMandate = {
 *   create: 'REQUIRED',
 *   maxAmount: '500.00',
 *   amountRule: 'VARIABLE',
 *   frequency: 'MONTHLY',
 *   ruleType: 'ON',
 *   ruleValue: 5,
 *   endDate: Date.UTC(2027, 0, 5),
 * };
 * ```
 */
export interface SessionMandate {
  /** `OPTIONAL` leaves it to the customer. */
  readonly create: 'REQUIRED' | 'OPTIONAL';
  /** Rupees with two decimals: the most one execution may debit. The UPI app shows it. */
  readonly maxAmount: string;
  /** `FIXED`: every debit is the order's amount, and `maxAmount` equals it. */
  readonly amountRule: 'FIXED' | 'VARIABLE';
  readonly frequency: MandateFrequency;
  /** Not for ONETIME, DAILY, ASPRESENTED; with `ruleValue`. */
  readonly ruleType?: 'ON' | 'BEFORE' | 'AFTER' | undefined;
  /** WEEKLY 1 to 7 (Monday is 1), FORTNIGHTLY 1 to 16, MONTHLY and longer 1 to 31. */
  readonly ruleValue?: number | undefined;
  /** Epoch milliseconds: today in India, or later. Left out, it is now. */
  readonly startDate?: number | undefined;
  /**
   * Epoch milliseconds. Left out, it is 30 years after the start; ONETIME needs one, at most 90 days
   * after the start.
   */
  readonly endDate?: number | undefined;
}
