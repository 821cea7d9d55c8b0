import type { Profile, UpiNumber } from '../../core/protocol/index.js';
import { omitUndefined } from '../../core/protocol/omit-undefined.js';

/**
 * What the last session token says about the customer and the phone besides the accounts.
 *
 * @example
 * ```ts
 * const { profile } = flow.getSnapshot();
 * const mayLink = (type: string) => profile.allowedAccountTypes.includes(type);
 * ```
 */
export interface UpiProfile {
  /** Digits that stand for an address. Show them; never log them. */
  readonly upiNumbers: readonly UpiNumber[];
  /** `SAVINGS`, `CURRENT`, ...: what may be linked. Empty where the SDK names none. */
  readonly allowedAccountTypes: readonly string[];
  /** For support: the last four characters, the others masked. */
  readonly deviceFingerPrint?: string | undefined;
  /** As it came: the JSON text of `merchant.udf`. */
  readonly otherInfo?: string | undefined;
}

/** The view of a profile. */
export function profileOf(profile: Profile): UpiProfile {
  const { upiNumbers, allowedAccountTypes, deviceFingerPrint, otherInfo } = profile;
  return omitUndefined({
    upiNumbers: upiNumbers.map((number) => omitUndefined(number)),
    allowedAccountTypes,
    deviceFingerPrint: deviceFingerPrint === undefined ? undefined : masked(deviceFingerPrint),
    otherInfo,
  });
}

/** A short one would be half said by its last four. */
function masked(fingerPrint: string): string {
  return `••••${fingerPrint.length < 8 ? '' : fingerPrint.slice(-4)}`;
}
