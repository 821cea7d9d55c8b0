import {
  coerceBoolean,
  coerceInteger,
  coerceList,
  coerceObject,
  coerceString,
  isObject,
  type JsonObject,
  textAt,
  withUnknownKeys,
} from '../read.js';

/**
 * A bank account, as registered with UPI. Keys that are not listed are kept.
 *
 * @example
 * ```ts
 * const answer = await flow.call('upiGetAccounts', { bankCodes: ['607153'] });
 * const account: Account | undefined = answer.ok ? answer.value.accounts[0] : undefined;
 * ```
 */
export interface Account {
  /** Names the account in every request. A lite account's is `<account>||<LRN>`. */
  readonly referenceId: string;
  /** IIN code. */
  readonly bankCode?: string | undefined;
  readonly bankName?: string | undefined;
  readonly maskedAccountNumber?: string | undefined;
  /** Whether the customer has set the UPI PIN of this account. */
  readonly mpinSet?: boolean | undefined;
  /** Digits. */
  readonly mpinLength?: number | undefined;
  readonly otpLength?: number | undefined;
  readonly atmPinLength?: number | undefined;
  /** `SAVINGS`, `CURRENT`, `OVERDRAFT`, `CREDIT`, ...: upper case, without the suffix `||LITE`. */
  readonly type?: string | undefined;
  /** Whether it is a UPI Lite account. */
  readonly lite: boolean;
  /**
   * Of a UPI Lite account, whether its first top-up arrived: `isInitialTopUpDone` on the wire.
   * `pending` is rare; the rails look at it again every ten minutes.
   */
  readonly liteTopUp?: 'done' | 'pending' | undefined;
  readonly isPrimary?: boolean | undefined;
  readonly ifsc?: string | undefined;
  /** Name of the account holder. */
  readonly name?: string | undefined;
  readonly branchName?: string | undefined;
  readonly [key: string]: unknown;
}

/** A UPI address and the accounts behind it. Keys that are not listed are kept. */
export interface VpaAccount {
  readonly vpa: string;
  readonly accounts: readonly Account[];
  readonly isDefault?: boolean | undefined;
  readonly [key: string]: unknown;
}

const LITE = '||LITE';

/** Whether a UPI PIN has yet to be set. A UPI Lite account pays without one, so it never lacks it. */
export function lacksPin({ lite, mpinSet }: Pick<Account, 'lite' | 'mpinSet'>): boolean {
  return mpinSet === false && !lite;
}

function readTopUp(value: unknown): Account['liteTopUp'] {
  if (coerceBoolean(value) === true) return 'done';
  return coerceString(value)?.toUpperCase() === 'TOPUP_TXN_PENDING' ? 'pending' : undefined;
}

/** Reads one account; `undefined` when nothing names it, as it could not be used. */
function readAccount(value: unknown): Account | undefined {
  const wire = coerceObject(value);
  if (wire === undefined) return undefined;
  const referenceId = textAt(wire, 'referenceId', 'accountReferenceId', 'accountRefId');
  if (referenceId === undefined) return undefined;
  const type = coerceString(wire['type'])?.toUpperCase();
  const lite = type?.endsWith(LITE) === true;
  return withUnknownKeys(
    {
      referenceId,
      bankCode: coerceString(wire['bankCode']),
      bankName: coerceString(wire['bankName']),
      maskedAccountNumber: coerceString(wire['maskedAccountNumber']),
      mpinSet: coerceBoolean(wire['mpinSet']),
      mpinLength: coerceInteger(wire['mpinLength']),
      otpLength: coerceInteger(wire['otpLength']),
      atmPinLength: coerceInteger(wire['atmPinLength']),
      type: lite ? type.slice(0, -LITE.length) : type,
      lite: lite || referenceId.includes('||'),
      liteTopUp: readTopUp(wire['isInitialTopUpDone']),
      isPrimary: coerceBoolean(wire['isPrimary']),
      ifsc: coerceString(wire['ifsc']),
      name: coerceString(wire['name']),
      branchName: coerceString(wire['branchName']),
    },
    wire,
  );
}

/** Reads accounts from an array, a single object or JSON text; what names no account is dropped. */
export function readAccounts(value: unknown): readonly Account[] {
  return coerceList(value)
    .map(readAccount)
    .filter((account) => account !== undefined);
}

/** Reads the VPAs of a customer; entries without a VPA are dropped. */
export function readVpaAccounts(value: unknown): readonly VpaAccount[] {
  return coerceList(value)
    .map(readVpaAccount)
    .filter((entry) => entry !== undefined);
}

function readVpaAccount(value: unknown): VpaAccount | undefined {
  if (!isObject(value)) return undefined;
  const vpa = coerceString(value['vpa']);
  if (vpa === undefined) return undefined;
  const { account, accounts, ...kept } = value;
  return withUnknownKeys(
    {
      vpa,
      accounts: readAccounts(accounts ?? account),
      isDefault: coerceBoolean(value['isDefault']),
    },
    kept,
  );
}

/** The account a payment used. */
export interface SelectedAccount {
  readonly vpa?: string | undefined;
  readonly account?: Account | undefined;
}

/** Reads `selectedAccount`, which one page tags as a string. */
export function readSelectedAccount(payload: JsonObject): SelectedAccount | undefined {
  const selected = coerceObject(payload['selectedAccount']);
  if (selected === undefined) return undefined;
  return { vpa: coerceString(selected['vpa']), account: readAccounts(selected['account'])[0] };
}
