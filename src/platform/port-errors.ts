/**
 * Where an exception came from: the port and its method, or the method that took the listener.
 *
 * @example
 * ```ts
 * const where: ErrorSource = 'backend.authorize';
 * ```
 */
export type ErrorSource =
  | 'backend.authorize'
  | 'backend.orderStatus'
  | 'storage.getItem'
  | 'storage.setItem'
  | 'storage.removeItem'
  | 'clock.now'
  | 'clock.setTimeout'
  | 'clock.clearTimeout'
  | 'newId'
  | 'sdk.open'
  | 'sdk.initiate'
  | 'sdk.process'
  | 'sdk.back'
  | 'sdk.terminate'
  | 'sdk.subscribe'
  | 'sdk.unsubscribe'
  | 'inspect'
  | 'flow.subscribe'
  | 'flow.on';

/** Hears of what the app's own code threw, or rejected with. Never throws. */
export type ErrorReporter = (error: unknown, where: ErrorSource) => void;

/** The app's own listeners: what they throw is nobody's to catch. */
const LISTENERS: ReadonlySet<ErrorSource> = new Set(['inspect', 'flow.subscribe', 'flow.on']);

/**
 * Tells `onError`, a moment later: it may be called from the middle of a step of a statechart. What
 * it throws, and what it makes others throw while it runs, is ignored.
 */
export function errorReporter(onError: ErrorReporter | undefined): ErrorReporter {
  let isTelling = false;
  const tell = (error: unknown, where: ErrorSource): unknown => {
    isTelling = true;
    try {
      return onError?.(error, where);
    } finally {
      isTelling = false;
    }
  };
  return (error, where) => {
    if (isTelling) return;
    if (onError !== undefined) {
      Promise.resolve()
        .then(() => tell(error, where))
        .catch(() => {});
    } else if (LISTENERS.has(where)) {
      // Reported as unhandled, outside the flow's work.
      Promise.reject(error);
    }
  };
}

/** For those that nobody wants to tell anything. */
export const ignoreError: ErrorReporter = () => {};

/** Runs what may throw, reject, or answer a promise that never settles. */
export function observed<T>(
  reportError: ErrorReporter,
  where: ErrorSource,
  run: () => T | PromiseLike<T>,
): Promise<T> {
  const answer = new Promise<T>((resolve) => resolve(run()));
  answer.catch((error: unknown) => reportError(error, where));
  return answer;
}

/** The classes of errors: nothing else may stand where a text of the app's could. */
const CLASS = /^(?:[A-Z]{0,5}[A-Z][a-z]{1,15}){0,4}(?:Error|Exception)$/;
const LONGEST_CLASS = 40;

/**
 * What may be said of an exception: who threw it, and its class or the server's status. Its own words
 * may hold anything.
 */
export function failureText(who: string, error: unknown): string {
  const status = httpStatus(error);
  if (status !== undefined) return `${who} rejected with status ${status}.`;
  const name = className(error);
  if (name === undefined) return `${who} rejected.`;
  return `${who} rejected with ${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}.`;
}

function className(error: unknown): string | undefined {
  const names = [at(error, 'name'), at(at(error, 'constructor'), 'name')];
  return names.find(
    (name): name is string =>
      typeof name === 'string' &&
      name !== 'Error' &&
      name.length <= LONGEST_CLASS &&
      CLASS.test(name),
  );
}

/** The status of the server's answer that an error of a client tells, 400 to 599. */
export function httpStatus(error: unknown): number | undefined {
  const said = [at(error, 'status'), at(error, 'statusCode'), at(at(error, 'response'), 'status')];
  // Some clients print it.
  const received = said.map((one) =>
    typeof one === 'string' && /^\d{3}$/.test(one) ? Number(one) : one,
  );
  return received.find(
    (status): status is number =>
      typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599,
  );
}

/** A property of anything. */
function at(value: unknown, key: string): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
    return undefined;
  try {
    return Reflect.get(value, key);
  } catch {
    // A getter or a proxy of the app's: there is nothing to be told.
    return undefined;
  }
}
