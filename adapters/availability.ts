/**
 * Whether a bridge can be used here and now. `reason` says what is missing and what to do about it.
 *
 * @example
 * ```ts
 * const availability: SdkAvailability = checkReactNativeSdk();
 * const sdk = availability.available ? createReactNativeSdk() : undefined;
 * ```
 */
export type SdkAvailability =
  | { readonly available: true }
  | { readonly available: false; readonly reason: string };

/** A bridge that can be used. */
export const AVAILABLE: SdkAvailability = { available: true };

/** A bridge that cannot be used. */
export function unavailable(reason: string): SdkAvailability {
  return { available: false, reason };
}

/** Throws what is missing: without its bridge an adapter cannot be made. */
export function assertAvailable(availability: SdkAvailability): void {
  if (!availability.available) throw new Error(availability.reason);
}
