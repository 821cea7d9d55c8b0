import { type OperationName, operations, type SdkResult } from '../../core/protocol/index.js';

/** What a request is about; a `checkout` is a session made by the merchant's server. */
export type RequestName = OperationName | 'checkout';

/** A request, as far as it says what may answer it. */
export interface Asked {
  readonly name: RequestName;
  /** The action on the wire. */
  readonly action?: string | undefined;
}

/** The two actions that pay, in lower case. */
const PAYMENTS = new Set(wireNames((effect) => effect === 'money'));

/** Every action that does not, also as other pages of Juspay's spell some of them. */
const OTHERS = new Set([
  ...wireNames((effect) => effect !== 'money'),
  'getsessiontoken',
  'getsesiontoken',
  'getbanklist',
]);

function wireNames(isMeant: (effect: string) => boolean): string[] {
  return Object.values(operations)
    .filter(({ effect }) => isMeant(effect))
    .map(({ action }) => action.toLowerCase());
}

/** Whether a result says of itself that it answers `initiate`. */
export function isInitiateResult({ event }: SdkResult): boolean {
  return event?.toLowerCase() === 'initiate_result';
}

/** Whether the request moves money. */
export function movesMoney(name: RequestName): boolean {
  return name === 'checkout' || operations[name].effect === 'money';
}

/**
 * Whether a result can be the answer to a request that moves money: a session is answered by what
 * the merchant's server chose, so by everything that is not known to be something else. Of a request
 * nobody remembers, the same is said.
 */
export function answersMoney(asked: Asked | undefined, result: SdkResult): boolean {
  if (isInitiateResult(result)) return false;
  const action = result.action?.toLowerCase();
  if (action === undefined) return true;
  if (asked !== undefined && asked.name !== 'checkout') return PAYMENTS.has(action);
  return action === asked?.action?.toLowerCase() || !OTHERS.has(action);
}
