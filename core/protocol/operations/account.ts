import {
  count,
  flag,
  isObject,
  type JsonObject,
  keeping,
  list,
  object,
  text,
  textAt,
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
  if (flag(value) === true) return 'done';
  return text(value)?.toUpperCase() === 'TOPUP_TXN_PENDING' ? 'pending' : undefined;
}

/** Reads one account; `undefined` when nothing names it, as it could not be used. */
function readAccount(value: unknown): Account | undefined {
  const wire = object(value);
  if (wire === undefined) return undefined;
  const referenceId = textAt(wire, 'referenceId', 'accountReferenceId', 'accountRefId');
  if (referenceId === undefined) return undefined;
  const type = text(wire['type'])?.toUpperCase();
  const lite = type?.endsWith(LITE) === true;
  return keeping(
    {
      referenceId,
      bankCode: text(wire['bankCode']),
      bankName: text(wire['bankName']),
      maskedAccountNumber: text(wire['maskedAccountNumber']),
      mpinSet: flag(wire['mpinSet']),
      mpinLength: count(wire['mpinLength']),
      otpLength: count(wire['otpLength']),
      atmPinLength: count(wire['atmPinLength']),
      type: lite ? type.slice(0, -LITE.length) : type,
      lite: lite || referenceId.includes('||'),
      liteTopUp: readTopUp(wire['isInitialTopUpDone']),
      isPrimary: flag(wire['isPrimary']),
      ifsc: text(wire['ifsc']),
      name: text(wire['name']),
      branchName: text(wire['branchName']),
    },
    wire,
  );
}

/** Reads accounts from an array, a single object or JSON text; what names no account is dropped. */
export function readAccounts(value: unknown): readonly Account[] {
  return list(value)
    .map(readAccount)
    .filter((account) => account !== undefined);
}

/** Reads the VPAs of a customer; entries without a VPA are dropped. */
export function readVpaAccounts(value: unknown): readonly VpaAccount[] {
  return list(value)
    .map(readVpaAccount)
    .filter((entry) => entry !== undefined);
}

function readVpaAccount(value: unknown): VpaAccount | undefined {
  if (!isObject(value)) return undefined;
  const vpa = text(value['vpa']);
  if (vpa === undefined) return undefined;
  const { account, accounts, ...kept } = value;
  return keeping(
    { vpa, accounts: readAccounts(accounts ?? account), isDefault: flag(value['isDefault']) },
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
  const selected = object(payload['selectedAccount']);
  if (selected === undefined) return undefined;
  return { vpa: text(selected['vpa']), account: readAccounts(selected['account'])[0] };
}
