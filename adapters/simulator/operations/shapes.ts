import type { JsonObject } from '../json.js';
import type { LinkedAccount, PhoneState } from '../phone.js';
import type { Settings, SimulatedAccount } from '../settings.js';

/** An account as the wire prints it: every value a string. */
export function accountShape(
  account: SimulatedAccount,
  world: { readonly phone: PhoneState; readonly settings: Settings },
): JsonObject {
  const { phone, settings } = world;
  const bank = settings.banks.find((one) => one.iin === account.bankCode);
  const primary = phone.linkedAccounts[0]?.account.referenceId;
  return {
    bankCode: account.bankCode,
    bankName: bank?.name ?? '',
    maskedAccountNumber: account.maskedAccountNumber,
    mpinLength: '6',
    mpinSet: String(phone.hasPin(account.referenceId)),
    referenceId: account.referenceId,
    isPrimary: String(primary === account.referenceId),
    otpLength: '6',
    atmPinLength: '4',
    type: account.lite === true ? `${account.type}||LITE` : account.type,
    ifsc: account.ifsc,
    branchName: '',
    name: 'XXXXat',
    bankAccountUniqueId: `u${account.referenceId}`,
    ...(account.lite === true && {
      isInitialTopUpDone: account.liteTopUp === 'pending' ? 'topup_txn_pending' : 'true',
    }),
  };
}

/** Linked accounts as the wire prints them. */
export function vpaAccountShapes(world: {
  readonly phone: PhoneState;
  readonly settings: Settings;
}): JsonObject[] {
  return world.phone.linkedAccounts.map((link: LinkedAccount, index) => ({
    account: accountShape(link.account, world),
    vpa: link.vpa,
    isDefault: String(index === 0),
  }));
}

/** The members a session token and a bind answer share. */
export function tokenShape(world: {
  readonly phone: PhoneState;
  readonly settings: Settings;
}): JsonObject {
  const { phone, settings } = world;
  const isBound = phone.status === 'BOUND' || phone.status === 'LINKED';
  return {
    status: phone.status,
    isDeviceBound: String(isBound),
    isDeviceActivated: String(isBound),
    vpaAccounts: phone.status === 'LINKED' ? vpaAccountShapes(world) : [],
    prefix: settings.merchant.prefix,
    deviceFingerPrint: phone.fingerprint,
    ...(isBound && { customerMobileNumber: masked(phone.boundNumber) }),
  };
}

/** A phone number as the wire shows it. */
export function masked(phoneNo: string | undefined): string {
  return phoneNo === undefined ? '' : `XXXXXXXX${phoneNo.slice(-4)}`;
}

const MEANINGS: Readonly<Record<string, string>> = {
  '00': 'Your transaction is successful',
  '01': 'Your transaction is pending',
  U30: 'Debit has been failed',
  Z9: 'Insufficient funds in customer account',
  ZM: 'Invalid MPIN',
  RB: 'Credit reversal timeout',
  '96': 'Reversal failure',
};

/** The two members that carry the rails' answer. */
export function gateway(code: string): {
  readonly gatewayResponseCode: string;
  readonly gatewayResponseMessage: string;
} {
  const gatewayResponseMessage = MEANINGS[code] ?? 'Your transaction could not be completed';
  return { gatewayResponseCode: code, gatewayResponseMessage };
}
