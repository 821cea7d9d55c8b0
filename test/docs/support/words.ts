import type {
  OrderStatusWord,
  ProblemReason,
  RejectionReason,
  UpiCommand,
  UpiNotice,
  UpiStep,
} from '../../../src/index.js';

/** All words of a union; the compiler refuses a list with one too many or one too few. */
function all<Word extends string>(words: Record<Word, true>): string[] {
  return Object.keys(words);
}

export const steps = all<UpiStep['name']>({
  starting: true,
  unavailable: true,
  checking: true,
  permission: true,
  permissionRefused: true,
  simList: true,
  binding: true,
  bindExpired: true,
  bindRefused: true,
  bankList: true,
  accountList: true,
  vpa: true,
  linking: true,
  mpin: true,
  ready: true,
  onboarding: true,
  authorizing: true,
  paying: true,
  outcome: true,
  terminated: true,
});

export const commands = all<UpiCommand['type']>({
  'sdk.retry': true,
  'sdk.terminate': true,
  'device.refresh': true,
  'device.retry': true,
  'device.cancel': true,
  'device.deregister': true,
  'permission.request': true,
  'sim.select': true,
  'bank.select': true,
  'account.select': true,
  'vpa.select': true,
  'mpin.set': true,
  'mpin.skip': true,
  onboard: true,
  pay: true,
  'mandate.create': true,
  checkout: true,
  'order.recheck': true,
  'order.retry': true,
  'order.inform': true,
  'order.dismiss': true,
  back: true,
  'app.foreground': true,
  'app.background': true,
});

export const problemReasons = all<ProblemReason>({
  timeout: true,
  authorizeFailed: true,
  authorizeMismatch: true,
  storageFailed: true,
  permissionDenied: true,
  smsTokenExpired: true,
  simMismatch: true,
  registrationDeclined: true,
  bindLimit: true,
  boundElsewhere: true,
  vpaTaken: true,
  invalid: true,
  offline: true,
  cancelled: true,
  notReady: true,
  declined: true,
  unreadable: true,
});

export const rejectionReasons = all<RejectionReason>({
  invalid: true,
  notStarted: true,
  notReady: true,
  busy: true,
  notAllowed: true,
});

export const orderStatuses = all<OrderStatusWord>({
  authorizing: true,
  submitted: true,
  pending: true,
  success: true,
  failure: true,
  payFailure: true,
  backPress: true,
  userAborted: true,
  refunded: true,
  unresolved: true,
});

export const notices = all<UpiNotice['type']>({
  'order.settled': true,
  'order.pending': true,
  'command.rejected': true,
  'sdk.late': true,
  'sdk.malformed': true,
  error: true,
});
