/**
 * Why a command was rejected.
 *
 * - `invalid`: it is malformed; `issues` say what and what to do
 * - `notStarted`: the flow was not started, or was stopped
 * - `notReady`: the SDK is not ready, or it is not known yet what was paid
 * - `notLinked`: the phone has no linked account to pay from; `onboard: true` links one on the way
 * - `busy`: something else owns the SDK's screen
 * - `notAllowed`: not possible in the present step, or not for this order
 *
 * @example
 * ```ts
 * flow.on('command.rejected', ({ command, reason, message }) => {
 *   if (reason === 'invalid' || reason === 'notAllowed') report(`${command}: ${message ?? reason}`);
 * });
 * ```
 */
export type RejectionReason =
  | 'invalid'
  | 'notStarted'
  | 'notReady'
  | 'notLinked'
  | 'busy'
  | 'notAllowed';

/**
 * What stands in the way of a command, where the reason alone does not say it.
 *
 * - of `notStarted`: `flowNotStarted`, `flowStopped`
 * - of `notReady`: `sdkStarting`, `sdkFailed`, `sdkTerminated`, `deviceUnknown` (its status is being
 *   asked), `ordersUnknown` (the storage could not be read yet)
 * - of `busy`, what owns the screen: `device`, `order`, `call`
 * - of `notAllowed`, what is wrong with the order: `unknownOrder`, `otherSpelling`, `paid`, `refunded`, `unresolved`,
 *   `pending`, `settled`, `sentBefore` (this very session), `requestForgotten` (the app was
 *   restarted), `mandateOver`, `noOrderStatus`, `nothingNew`, `notOnScreen`; of the account:
 *   `noDefaultAccount`; of anything else: `step`
 *
 * @example
 * ```ts
 * flow.on('command.rejected', ({ because }) => {
 *   if (because === 'paid') showReceipt();
 * });
 * ```
 */
export type RejectionCause = keyof typeof SENTENCES;

/** What stands in the way, and what to do. */
const SENTENCES = {
  flowNotStarted: 'Call flow.start() first.',
  flowStopped: 'The flow was stopped, for good: create a new one.',
  sdkStarting: 'The SDK is starting: wait for state.sdk to be "ready".',
  sdkFailed: 'The SDK could not be started: send sdk.retry.',
  sdkTerminated: 'The SDK was ended: send sdk.retry.',
  deviceUnknown: 'The status of the device is not known yet: wait for state.device.',
  ordersUnknown: 'What the storage remembers could not be read yet: it is tried again.',
  notLinked: 'The phone has no linked account: link one, or send the command with onboard: true.',
  device: 'The device owns the screen: wait for state.busy to be false.',
  order: 'A payment owns the screen: wait for state.busy to be false.',
  call: 'A call of flow.call owns the screen: wait for its answer.',
  unknownOrder: 'No such order is known: see state.orders.',
  otherSpelling:
    'The order is known by the same id in other letters, and ids are compared without regard to case.',
  paid: 'The order is paid: nothing is paid twice. Use another orderId for another payment.',
  refunded: 'The order was paid and refunded. Use another orderId for another payment.',
  unresolved: 'The server confirms another amount: a person must look at this order.',
  pending: 'It is not known yet whether the order was paid: send order.recheck, and wait.',
  settled: 'The order is settled: there is nothing to ask.',
  sentBefore: 'This session was sent before: make another one on your server.',
  requestForgotten: 'The app was restarted since: send pay or mandate.create again.',
  mandateOver: 'The mandate would start in the past, or has ended: send mandate.create anew.',
  noOrderStatus: 'The backend offers no orderStatus, so there is nobody to ask.',
  nothingNew: 'That is no news about this order.',
  notOnScreen: 'The order is not on the outcome screen.',
  noDefaultAccount: 'No linked account may stand in: name one with accountRefId.',
  step: 'Not possible in the present step: ask flow.can before offering it.',
} as const;

/** Why a command is not possible now. */
export interface Rejection {
  readonly reason: RejectionReason;
  readonly because?: RejectionCause | undefined;
  /** The order that stands in the way. */
  readonly orderId?: string | undefined;
}

/** What to do about it, for a developer. */
export function rejectionMessage(because: RejectionCause): string {
  return SENTENCES[because];
}
