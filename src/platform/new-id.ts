import { v4 } from 'uuid';

declare const crypto:
  | { readonly randomUUID?: unknown; readonly getRandomValues?: unknown }
  | undefined;

/** Thrown at creation when the platform has no source of ids and none was passed. */
const NO_SOURCE =
  'createUpiFlow: this platform has no crypto.randomUUID or crypto.getRandomValues. ' +
  'Pass newId, a function that returns a uuid v4, or install a polyfill such as ' +
  'react-native-get-random-values before upi-flow is loaded.';

/**
 * The source of uuid v4. Throws at creation where the platform has no random numbers to make them
 * of: an id that repeats would let one payment answer for another.
 */
export function platformNewId(): () => string {
  const source = typeof crypto === 'undefined' ? undefined : crypto;
  const makers = [source?.randomUUID, source?.getRandomValues];
  if (!makers.some((maker) => typeof maker === 'function')) throw new Error(NO_SOURCE);
  return () => v4();
}
