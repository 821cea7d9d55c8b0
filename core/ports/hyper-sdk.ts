/**
 * The port through which upi-flow reaches a HyperSDK bridge. An adapter implements it once per
 * bridge (React Native, Capacitor, Cordova, web, simulator); nothing else in the library knows
 * which bridge is there.
 *
 * An adapter is thin: it hands over what the bridge delivered, untouched, and hides only how the
 * bridge is called. It never parses, retries or times anything.
 *
 * @example
 * ```ts
 * const sdk: HyperSdk = {
 *   open: () => bridge.createHyperServices(),
 *   initiate: (request) => bridge.initiate(JSON.stringify(request)),
 *   process: (request) => bridge.process(JSON.stringify(request)),
 *   back: () => bridge.onBackPressed(),
 *   terminate: () => bridge.terminate(),
 *   subscribe: (listener) => {
 *     const subscription = bridge.addListener('HyperEvent', listener);
 *     return () => subscription.remove();
 *   },
 * };
 * ```
 */
export interface HyperSdk {
  /** Creates the native instance. Called before every `initiate`, also after `terminate`. */
  open(): void | Promise<void>;
  /** Hands the initiate request over. Its result arrives as an event, never as a return value. */
  initiate(request: object): void | Promise<void>;
  /**
   * Hands a process request over. Its result arrives as an event. A throw or a rejection means the
   * bridge did not take the request; for a request that moves money it is read as "unknown".
   */
  process(request: object): void | Promise<void>;
  /** Hardware back. `true` when the SDK consumed it (Android); `false` elsewhere. */
  back(): boolean | Promise<boolean>;
  /** Ends the native instance. The SDK never acknowledges it, and late events may still come. */
  terminate(): void | Promise<void>;
  /**
   * Registers for everything the SDK says: a JSON string or an object, exactly as the bridge
   * delivered it. Returns the function that removes the listener.
   */
  subscribe(listener: (raw: unknown) => void): () => void;
}
