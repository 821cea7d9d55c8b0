import { fakeSignature } from './signature.js';
import type { VirtualClock } from './virtual-clock.js';

/**
 * Where a device stands on its way to paying, in Juspay's words.
 *
 * @example
 * ```ts
 * createSimulator({ device: 'BOUND' }).phone.status; // 'BOUND'
 * ```
 */
export type DeviceStatus = 'NOPERMISSION' | 'FRESH' | 'BOUND' | 'LINKED';

/**
 * The merchant whose app runs on the phone.
 *
 * @example
 * ```ts
 * createSimulator({ merchant: { merchantId: 'shop', customerId: 'c-1' } });
 * ```
 */
export interface SimulatedMerchant {
  readonly merchantId: string;
  readonly clientId: string;
  /** Whose device the phone is at the start; another customer on the same phone starts FRESH. */
  readonly customerId: string;
  /** Names the key pair the back end signs with. */
  readonly merchantKeyId: string;
  /** What every `upiRequestId` starts with. */
  readonly prefix: string;
  /** The handle of new VPAs, without `@`. */
  readonly handle: string;
}

/**
 * A SIM in the phone.
 *
 * @example
 * ```ts
 * const sim: SimulatedSim = { id: '0', provider: 'JIO', simSerialNo: '8991', phoneNo: '919876543210' };
 * ```
 */
export interface SimulatedSim {
  /** The wire's `simId`. */
  readonly id: string;
  readonly provider: string;
  readonly simSerialNo: string;
  /** Twelve digits with the 91 prefix. */
  readonly phoneNo: string;
}

/**
 * A bank of the bank list.
 *
 * @example
 * ```ts
 * const bank: SimulatedBank = { iin: '607153', name: 'Axis Bank', ifsc: 'UTIB', upiEnabled: true };
 * ```
 */
export interface SimulatedBank {
  /** The wire's bank code. */
  readonly iin: string;
  readonly name: string;
  readonly ifsc: string;
  readonly upiEnabled: boolean;
}

/**
 * An account the customer has at a bank.
 *
 * @example
 * ```ts
 * const account: SimulatedAccount = {
 *   referenceId: 'A1', bankCode: '607153', maskedAccountNumber: 'XXXX203891',
 *   type: 'SAVINGS', ifsc: 'UTIB0000001', mpinSet: true, balance: '5000.00',
 * };
 * ```
 */
export interface SimulatedAccount {
  readonly referenceId: string;
  /** IIN of its bank. */
  readonly bankCode: string;
  readonly maskedAccountNumber: string;
  readonly type: 'SAVINGS' | 'CURRENT' | 'CREDIT';
  /** A UPI Lite account on top of one of that type; its reference id is `<account>||<LRN>`. */
  readonly lite?: boolean | undefined;
  /** Of a UPI Lite account, whether its first top-up arrived. Default `done`. */
  readonly liteTopUp?: 'done' | 'pending' | undefined;
  readonly ifsc: string;
  /** Whether it has a UPI PIN at the start. */
  readonly mpinSet: boolean;
  /** Rupees at the start. */
  readonly balance: string;
}

/**
 * A UPI number of the customer, once the device is bound.
 *
 * @example
 * ```ts
 * const number: SimulatedUpiNumber = { upiNumber: '9876543210', vpa: 'abc@upf', status: 'Active' };
 * ```
 */
export interface SimulatedUpiNumber {
  readonly upiNumber: string;
  readonly vpa: string;
  /** As the wire prints it. */
  readonly status: 'Active' | 'Deleted';
  /** As the wire prints it, for example an ISO time. */
  readonly expiry?: string | undefined;
}

/**
 * A signature group as it came in a payload.
 *
 * @example
 * ```ts
 * const verify = ({ signature, signaturePayload }: SignedPayload) =>
 *   createVerify('SHA256').update(signaturePayload).verify(publicKey, signature, 'base64');
 * const simulator = createSimulator({ verify });
 * ```
 */
export interface SignedPayload {
  readonly merchantKeyId: string;
  readonly signature: string;
  /** The very text that was signed. */
  readonly signaturePayload: string;
}

/**
 * How a simulated world starts. Everything has a default; times are milliseconds.
 *
 * @example
 * ```ts
 * const simulator = createSimulator({ seed: 7, device: 'LINKED', statusLag: 30_000 });
 * ```
 */
export interface SimulatorOptions {
  /** The same seed and the same script give the same bytes. Default 1. */
  readonly seed?: number | undefined;
  readonly clock?: VirtualClock | undefined;
  readonly merchant?: Partial<SimulatedMerchant> | undefined;
  /** Where the phone starts. Default NOPERMISSION, on iOS FRESH. */
  readonly device?: DeviceStatus | undefined;
  /** On iOS permissions are always granted and `back` is never consumed. Default android. */
  readonly platform?: 'android' | 'ios' | undefined;
  readonly sims?: readonly SimulatedSim[] | undefined;
  readonly banks?: readonly SimulatedBank[] | undefined;
  readonly accounts?: readonly SimulatedAccount[] | undefined;
  /** What session tokens name once the device is bound. Default none. */
  readonly upiNumbers?: readonly SimulatedUpiNumber[] | undefined;
  /** What session tokens name. Default none. */
  readonly allowedAccountTypes?: readonly string[] | undefined;
  /** The name under which this SDK links accounts; it does not know the other. Default `both`. */
  readonly linkAction?: 'upiLinkAccount' | 'upiLinkAccounts' | 'both' | undefined;
  /** One trip of the SDK to its servers, before jitter of a quarter either way. Default 400. */
  readonly latency?: number | undefined;
  /** How long a person takes on a screen. Default 2,500. */
  readonly pace?: number | undefined;
  /** How long an SMS token may be verified. Default 60,000. */
  readonly smsTokenLifetime?: number | undefined;
  /** How long a signature, token and session are good. Default 15 minutes. */
  readonly sessionLifetime?: number | undefined;
  /** How far the merchant's order status lags behind the ledger. Default 0. */
  readonly statusLag?: number | undefined;
  /** Whether the merchant's back end offers order status. Default true. */
  readonly orderStatus?: boolean | undefined;
  /**
   * How `upiBindActivateDevice` answers: with the device status (as on Android in-app pages) or
   * with SUCCESS / FAILURE (as on Flutter pages). Default `device`.
   */
  readonly bindVocabulary?: 'device' | 'result' | undefined;
  /**
   * Whether Juspay takes a signature for the merchant's; a throw counts as no. With it, a back end that
   * signs with a real key can be tested, and `simulator.backend`, whose signatures are worth nothing,
   * is refused. JWS and tokens stay as they are. Default: what `simulator.backend` signs.
   */
  readonly verify?: ((signed: SignedPayload) => boolean) | undefined;
  /** Whether `updateAuth` is answered. The documentation defines no answer. Default false. */
  readonly answersUpdateAuth?: boolean | undefined;
}

/** The options with every default filled in. */
export type Settings = {
  readonly [Key in Exclude<keyof SimulatorOptions, 'clock' | 'merchant'>]-?: Exclude<
    SimulatorOptions[Key],
    undefined
  >;
} & { readonly merchant: SimulatedMerchant };

const MERCHANT: SimulatedMerchant = {
  merchantId: 'stock',
  clientId: 'stock_android',
  customerId: 'abcde12345',
  merchantKeyId: '1234',
  prefix: 'UPF',
  handle: 'upf',
};

const SIMS: readonly SimulatedSim[] = [
  { id: '0', provider: 'JIO', simSerialNo: '8991860044718812345', phoneNo: '919876543210' },
  { id: '1', provider: 'AIRTEL', simSerialNo: '8991920055521198765', phoneNo: '919123456780' },
];

const BANKS: readonly SimulatedBank[] = [
  { iin: '607153', name: 'Axis Bank', ifsc: 'UTIB0000001', upiEnabled: true },
  { iin: '607152', name: 'HDFC Bank', ifsc: 'HDFC0000001', upiEnabled: true },
  { iin: '607223', name: 'YES Bank', ifsc: 'YESB0000001', upiEnabled: true },
  { iin: '607239', name: 'Dhanlaxmi Bank', ifsc: 'DLXB0000001', upiEnabled: false },
];

const ACCOUNTS: readonly SimulatedAccount[] = [
  {
    referenceId: 'A0760cb548bb4dda9d32e3030863dd5',
    bankCode: '607153',
    maskedAccountNumber: 'XXXX203891',
    type: 'SAVINGS',
    ifsc: 'UTIB0000123',
    mpinSet: true,
    balance: '25000.00',
  },
  {
    referenceId: 'A1f42b9a70c1d4e6c8aa1be5a2c99d07',
    bankCode: '607153',
    maskedAccountNumber: 'XXXX774410',
    type: 'CURRENT',
    ifsc: 'UTIB0000123',
    mpinSet: false,
    balance: '900.00',
  },
  {
    referenceId: 'A621542c281c4a20b8faf0ee1cb75d0a',
    bankCode: '607152',
    maskedAccountNumber: 'XXXX118026',
    type: 'SAVINGS',
    ifsc: 'HDFC0000456',
    mpinSet: true,
    balance: '120000.00',
  },
];

/** Fills in the defaults. */
export function resolveSettings(options: SimulatorOptions): Settings {
  const platform = options.platform ?? 'android';
  const device = options.device ?? 'NOPERMISSION';
  const merchant = { ...MERCHANT, ...options.merchant };
  return {
    seed: options.seed ?? 1,
    merchant,
    device: platform === 'ios' && device === 'NOPERMISSION' ? 'FRESH' : device,
    platform,
    sims: options.sims ?? SIMS,
    banks: options.banks ?? BANKS,
    accounts: options.accounts ?? ACCOUNTS,
    upiNumbers: options.upiNumbers ?? [],
    allowedAccountTypes: options.allowedAccountTypes ?? [],
    linkAction: options.linkAction ?? 'both',
    latency: options.latency ?? 400,
    pace: options.pace ?? 2_500,
    smsTokenLifetime: options.smsTokenLifetime ?? 60_000,
    sessionLifetime: options.sessionLifetime ?? 15 * 60_000,
    statusLag: options.statusLag ?? 0,
    orderStatus: options.orderStatus ?? true,
    bindVocabulary: options.bindVocabulary ?? 'device',
    verify: options.verify ?? ((signed) => isFakedFor(merchant, signed)),
    answersUpdateAuth: options.answersUpdateAuth ?? false,
  };
}

function isFakedFor({ merchantKeyId }: SimulatedMerchant, signed: SignedPayload): boolean {
  const { signature, signaturePayload } = signed;
  const isOurKey = signed.merchantKeyId === merchantKeyId;
  return isOurKey && signature === fakeSignature(signaturePayload, merchantKeyId);
}
