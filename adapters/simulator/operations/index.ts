import type { Operation } from '../call.js';
import {
  deleteAccount,
  deregister,
  getAccounts,
  getBankList,
  linkAccounts,
  makePrimary,
  vpaAvailability,
} from './accounts.js';
import { bindActivateDevice } from './bind.js';
import { paymentPage } from './checkout.js';
import { onboarding } from './onboarding.js';
import { listPendingTransactions, management, validVpa } from './others.js';
import { onboardingAndPay, upiTxn } from './pay.js';
import { checkPermission, getPermission, getSimDetails } from './permissions.js';
import { changeMpin, checkBalance, setMpin } from './pin.js';
import { getSessionToken, updateAuth } from './session-token.js';

const UPI: Readonly<Record<string, Operation>> = {
  upiGetSessionToken: getSessionToken,
  upiCheckPermission: checkPermission,
  upiGetPermission: getPermission,
  upiGetSimDetails: getSimDetails,
  upiBindActivateDevice: bindActivateDevice,
  upiGetBankList: getBankList,
  upiGetAccounts: getAccounts,
  upiVpaAvailability: vpaAvailability,
  upiLinkAccounts: linkAccounts,
  upiLinkAccount: linkAccounts,
  upiMakePrimary: makePrimary,
  upiDeleteAccount: deleteAccount,
  upiDeregister: deregister,
  upiSetMpin: setMpin,
  upiChangeMpin: changeMpin,
  upiCheckBalance: checkBalance,
  upiTxn,
  onboardingAndPay,
  onboarding,
  management,
  upiValidVpa: validVpa,
  upiListPendingTransactions: listPendingTransactions,
  updateAuth,
};

/**
 * What the SDK does for an action of a service, or `undefined` when it knows no such action. The
 * payment page has a service of its own; the other spellings of the service all mean UPI.
 */
export function operationFor(service: string, action: string): Operation | undefined {
  if (service === 'in.juspay.hyperpay' && action === 'paymentPage') {
    return paymentPage;
  }
  return Object.hasOwn(UPI, action) ? UPI[action] : undefined;
}
