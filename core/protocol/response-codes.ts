/**
 * Why a bank, NPCI or the PSP said no, in words a screen can be chosen by.
 *
 * @example
 * ```ts
 * const texts: Partial<Record<ResponseCategory, string>> = {
 *   insufficientFunds: 'There is not enough money in the account.',
 *   wrongPin: 'The UPI PIN was wrong.',
 * };
 * show(texts[order.category ?? 'outcomeUnknown'] ?? 'The bank said no.');
 * ```
 */
export type ResponseCategory =
  | 'approved'
  | 'pending'
  /** No verdict: money may have moved. */
  | 'outcomeUnknown'
  | 'insufficientFunds'
  | 'wrongPin'
  | 'pinTriesExceeded'
  | 'pinNotSet'
  /** A wrong card detail, ATM PIN or OTP while setting the UPI PIN. */
  | 'wrongCardOrOtp'
  | 'limitExceeded'
  /** A bank, a PSP or the network is down: nothing the customer did. */
  | 'bankUnavailable'
  /** The payer's account cannot pay this way. */
  | 'accountUnavailable'
  /** The payee's side cannot be paid. */
  | 'payeeUnavailable'
  | 'declinedByCustomer'
  /** The request waited too long for the customer. */
  | 'expired'
  | 'mandateEnded'
  | 'mandatePaused'
  | 'riskBlocked'
  | 'legalStop'
  /** Somebody's software is wrong; trying again does not help. */
  | 'integration'
  | 'alreadyRegistered'
  | 'simVerificationPending'
  | 'simVerificationExpired'
  | 'simVerificationFailed'
  /** Another phone is bound: deregister it first. */
  | 'boundElsewhere';

/**
 * Whether another try may follow. About the code alone: the money rules decide first.
 *
 * @example
 * ```ts
 * const retry: ResponseRetry | undefined = responseCode('Z9')?.retry; // 'no'
 * if (order.canRetry && retry === 'newAttempt') offerAnotherTry(order);
 * ```
 */
export type ResponseRetry =
  | 'never'
  | 'no'
  /** A new attempt, when the customer agrees. */
  | 'newAttempt'
  /** Only after the customer has changed something. */
  | 'userOnly'
  | 'later'
  /** Not before 24 hours have passed. */
  | 'nextDay'
  /** The same request, asked again: it is still being worked on. */
  | 'poll'
  /** With a new SMS token. */
  | 'newToken'
  | 'afterDeregister'
  /** On the code it is paired with. */
  | 'depends';

/**
 * What a response code means for the flow.
 *
 * @example
 * ```ts
 * const code: ResponseCode | undefined = responseCode('u68');
 * code?.moneyMayHaveMoved; // 'maybe': ask the order status
 * ```
 */
export interface ResponseCode {
  /** Upper case. */
  readonly code: string;
  readonly category: ResponseCategory;
  /** `maybe`: never show it as a failure; ask the order status. */
  readonly moneyMayHaveMoved: 'no' | 'maybe' | 'yes';
  readonly retry: ResponseRetry;
}

type Group = readonly [
  ResponseCategory,
  ResponseCode['moneyMayHaveMoved'],
  ResponseRetry,
  codes: string,
];

/** All codes of NPCI's list v2.9, the gateway and the PSP's device binding, by what they mean. */
const groups: readonly Group[] = [
  [
    'bankUnavailable',
    'no',
    'newAttempt',
    `
      HS IR LD UB X7 XT XU XY Y1 ZC ZJ ZK 21 U08 U09 U13 U18 U20 U22 U23 U24 U27 U28 U40 U41
      U44 U45 U72 U78 U80 U81 U84 U85 U86 U89 U90 U91 U92 U93 U94 S93 S94 S96 S97 S98 HS1 HS2
      HS3`,
  ],
  ['insufficientFunds', 'no', 'no', 'IE Z9'],
  [
    'accountUnavailable',
    'no',
    'no',
    '15 B1 B3 QU VG VJ VL VM XH XJ XL XN XP XR XX YC YE ZF ZX MR ZE BR B2',
  ],
  ['accountUnavailable', 'no', 'userOnly', 'ZG'],
  ['mandateEnded', 'no', 'no', 'IC VA VF VU'],
  ['pinTriesExceeded', 'no', 'no', 'Z6'],
  ['pinNotSet', 'no', 'userOnly', 'AM'],
  ['mandatePaused', 'no', 'userOnly', 'VT'],
  ['wrongPin', 'no', 'userOnly', 'ZM RM'],
  ['wrongCardOrOtp', 'no', 'userOnly', 'ZR ZS ZV SP AJ'],
  ['expired', 'no', 'userOnly', 'U69'],
  ['riskBlocked', 'no', 'never', '59 CI K1 VH XV YA ZI M16 U16 U66 REGISTRATION_DECLINED'],
  [
    'outcomeUnknown',
    'maybe',
    'never',
    `
      DF DT UP VE VS ZL ZQ 32 BT RB RP RR UT U01 U26 U32 U33 U35 U36 U37 U38 U42 U53 U67 U68
      U70 U82 U87 U88 S95 U31 96`,
  ],
  ['outcomeUnknown', 'maybe', 'depends', 'U19 U30 U34 U39 U43'],
  ['outcomeUnknown', 'maybe', 'no', 'XB XC YI U29 NO'],
  ['legalStop', 'no', 'never', 'VO VP VQ VR VZ'],
  ['limitExceeded', 'no', 'later', 'ID VK Z7 Z8 ZT ZU FL FP U02 U03 RN'],
  ['limitExceeded', 'no', 'nextDay', 'BIND_DEVICE_LIMIT_EXCEEDED'],
  [
    'payeeUnavailable',
    'no',
    'no',
    'CA LC PS VY X6 XI XK XM XO XQ XS XW YB YD YF YH Z5 ZN ZO ZP ZY MB MQ7 U71 U77 U95',
  ],
  ['payeeUnavailable', 'no', 'userOnly', 'ZH'],
  [
    'integration',
    'no',
    'never',
    `
      B6 UA VB VC VD VI XD XE XF XG ZD U04 U05 MB7 U06 U07 U10 U11 U12 U14 U15 U17 U21 U25 U46
      U47 U48 U49 U50 U51 U52 U54 U55 U56 U57 U58 U59 U60 U61 U62 U63 U64 U65 U74 U75 U76 U96
      U97 U98 U99 12 52`,
  ],
  ['integration', 'no', 'later', 'NU'],
  ['approved', 'yes', 'no', '00'],
  ['pending', 'maybe', 'never', '01'],
  ['declinedByCustomer', 'no', 'userOnly', 'ZA'],
  ['alreadyRegistered', 'no', 'no', 'RZ'],
  ['simVerificationPending', 'no', 'poll', 'SMS_VERIFICATION_PENDING TRIGGER_OTP_PENDING'],
  ['simVerificationExpired', 'no', 'newToken', 'SMS_VERIFICATION_EXPIRED'],
  [
    'simVerificationFailed',
    'no',
    'userOnly',
    'SMS_VERIFICATION_MISMATCH TRIGGER_OTP_FAILURE OTP_VERIFICATION_FAILURE',
  ],
  ['boundElsewhere', 'no', 'afterDeregister', 'OPERATION_RESTRICTED_DEREGISTER_CUSTOMER'],
];

let table: ReadonlyMap<string, ResponseCode> | undefined;

/** Built at the first look-up: most sessions see no code at all. */
function expand(): ReadonlyMap<string, ResponseCode> {
  return new Map(
    groups.flatMap(([category, moneyMayHaveMoved, retry, codes]) =>
      codes
        .trim()
        .split(/\s+/)
        .map((code) => [code, { code, category, moneyMayHaveMoved, retry }] as const),
    ),
  );
}

/**
 * Looks up a response code, whatever its case. `undefined` for a code nobody listed: treat it like
 * `outcomeUnknown`.
 *
 * @example
 * ```ts
 * responseCode('u68'); // { code: 'U68', category: 'outcomeUnknown', moneyMayHaveMoved: 'maybe', ... }
 * ```
 */
export function responseCode(code: string): ResponseCode | undefined {
  table ??= expand();
  return table.get(code.trim().toUpperCase());
}
