/**
 * What the person does when the phone asks for permissions.
 *
 * @example
 * ```ts
 * simulator.person.answersPermission('deny');
 * ```
 */
export type PermissionAnswer = 'grant' | 'deny' | 'ignore';

/**
 * What the person does on a PIN page that is not a payment's, or in the onboarding screens.
 *
 * @example
 * ```ts
 * simulator.person.answersPin('goesBack');
 * ```
 */
export type ScreenAnswer = 'completes' | 'fails' | 'goesBack' | 'ignores';

/**
 * How one bind attempt goes after its SMS was sent:
 * - `arrives`: verified in time, the device is bound
 * - `late`: verified after the token's lifetime; the SDK answers BOUND that late
 * - `expired`: the SDK answers SMS_VERIFICATION_EXPIRED after the token's lifetime
 * - `never`: the token expires and the SDK says nothing
 * - `pending`: the SDK answers SMS_VERIFICATION_PENDING with an `expiryTimestamp`; the device
 *   becomes bound later, without a word
 * - `mismatch`, `declined`, `limit`, `otherBinding`: refused by the rails
 *
 * @example
 * ```ts
 * simulator.person.sms('expired', 'arrives'); // the second try works
 * ```
 */
export type SmsOutcome =
  | 'arrives'
  | 'late'
  | 'expired'
  | 'never'
  | 'pending'
  | 'mismatch'
  | 'declined'
  | 'limit'
  | 'otherBinding';

/**
 * What the SDK answers to a payment; `silence`: nothing at all.
 *
 * @example
 * ```ts
 * simulator.person.plansOrder('order1', { answer: 'silence' });
 * ```
 */
export type PaymentAnswer =
  | 'SUCCESS'
  | 'PENDING'
  | 'FAILURE'
  | 'Pay_Failure'
  | 'BACKPRESS'
  | 'USER_ABORTED'
  | 'silence';

/**
 * What the bank does with the money.
 *
 * @example
 * ```ts
 * simulator.person.plansOrder('order1', { answer: 'PENDING', money: 'declined' });
 * ```
 */
export type MoneyOutcome = 'debited' | 'debitedLater' | 'declined' | 'none';

/**
 * How the payment of one order goes. What the SDK answers and what the bank does are independent,
 * so a plan can hold the lies real payments tell. Times are milliseconds.
 *
 * @example
 * ```ts
 * // The SDK says FAILURE, and the money goes out a minute later.
 * person.plansOrder('order1', { answer: 'FAILURE', money: 'debitedLater', debitAfter: 60_000 });
 * ```
 */
export interface PaymentPlan {
  readonly answer: PaymentAnswer;
  /** Default: what the answer says; `silence` has the money `debited`, PENDING `debitedLater`. */
  readonly money?: MoneyOutcome | undefined;
  /** How long the person takes on the screen; `Infinity`: until back is pressed. */
  readonly actsAfter?: number | undefined;
  /** From the bank's taking the request to its decision. Default 0, `debitedLater` 20,000. */
  readonly debitAfter?: number | undefined;
  /** From the person's act to the SDK's answer. Default one trip to the servers. */
  readonly answerAfter?: number | undefined;
  /** Default 00, 01 or Z9, after the answer. */
  readonly gatewayResponseCode?: string | undefined;
  /** Puts the answer into an error envelope with this code. */
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
  /** From the debit to the refund. Default: no refund. */
  readonly refundAfter?: number | undefined;
  /** Default after the answer: SUCCESS `active`, PENDING `pending`, else `failed`. */
  readonly mandate?: 'active' | 'failed' | 'pending' | undefined;
  /** The amount the bank debits when it is not the signed one, rupees. */
  readonly amount?: string | undefined;
  /** What order status says while the bank decides. Default `AUTHORIZING`. */
  readonly waitsAs?: 'AUTHORIZING' | 'PENDING_VBV' | undefined;
  /** Everything happens, and is answered, inside the call of `process`: no screen, no trip. */
  readonly atOnce?: boolean | undefined;
  /** What the SDK answers a second time, for the same request. Default: it answers once. */
  readonly thenAnswer?: PaymentAnswer | undefined;
  /** From the first answer to the second. Default 1,000. */
  readonly thenAfter?: number | undefined;
  /** What the answers name instead of what they are about. */
  readonly names?: AnswerNames | undefined;
}

/**
 * What the SDK's answer to a payment names. What is left out is named as it is.
 *
 * @example
 * ```ts
 * person.plansOrder('order1', { answer: 'SUCCESS', names: { txnUuid: 'none' } });
 * ```
 */
export interface AnswerNames {
  /** `none`: no transaction; `other`: one that no bank knows. */
  readonly txnUuid?: 'none' | 'other' | undefined;
  readonly orderId?: string | undefined;
  readonly action?: string | undefined;
}

/**
 * Scripts what the person at the phone, and the world around the person, do.
 *
 * @example
 * ```ts
 * simulator.person.answersPermission('grant');
 * simulator.person.sms('expired', 'arrives');
 * simulator.person.plansOrder('order1', { answer: 'PENDING' });
 * ```
 */
export interface Person {
  /** For every permission dialog from now on. Default `grant`. */
  answersPermission(answer: PermissionAnswer): void;
  /** For every payment of the order from now on. Default `{ answer: 'SUCCESS' }`. */
  plansOrder(orderId: string, plan: PaymentPlan): void;
  /** For every PIN page outside payments from now on. Default `completes`. */
  answersPin(answer: ScreenAnswer): void;
  /** For the SDK's own onboarding screens from now on. Default `completes`. */
  answersOnboarding(answer: ScreenAnswer): void;
  /** Queues how the next bind attempts go; when the queue is empty the SMS arrives. */
  sms(...outcomes: readonly SmsOutcome[]): void;
}

/** The person as the simulator reads it. */
export interface PersonScript extends Person {
  readonly permission: PermissionAnswer;
  readonly pin: ScreenAnswer;
  readonly onboarding: ScreenAnswer;
  /** The plan of the order, or `undefined` when none was made. */
  plan(orderId: string): PaymentPlan | undefined;
  /** Takes the next SMS outcome off the queue. */
  nextSms(): SmsOutcome;
}

/** Creates a person who grants, completes and pays. */
export function createPerson(): PersonScript {
  const plans = new Map<string, PaymentPlan>();
  const queue: SmsOutcome[] = [];
  let permission: PermissionAnswer = 'grant';
  let pin: ScreenAnswer = 'completes';
  let onboarding: ScreenAnswer = 'completes';

  return {
    get permission() {
      return permission;
    },
    get pin() {
      return pin;
    },
    get onboarding() {
      return onboarding;
    },
    answersPermission(answer) {
      permission = answer;
    },
    answersPin(answer) {
      pin = answer;
    },
    answersOnboarding(answer) {
      onboarding = answer;
    },
    plansOrder: (orderId, plan) => void plans.set(orderId, plan),
    plan: (orderId) => plans.get(orderId),
    sms: (...outcomes) => void queue.push(...outcomes),
    nextSms: () => queue.shift() ?? 'arrives',
  };
}
