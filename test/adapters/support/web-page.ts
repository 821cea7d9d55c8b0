import type { NativeSdk } from './native-sdk.js';

/** What Juspay's script makes `window.HyperServices`, as documented. */
export function hyperServicesClass(sdk: NativeSdk, delivers: 'text' | 'object' = 'object') {
  return class {
    readonly #instance = sdk.create();

    initiate(payload: object, callback: (event: unknown) => void): void {
      const isReady = (event: unknown) => delivers === 'object' || typeof event === 'string';
      this.#instance.initiate(payload, (event) =>
        callback(isReady(event) ? event : JSON.stringify(event)),
      );
    }
    process(payload: object): void {
      this.#instance.process(payload);
    }
    terminate(): void {
      this.#instance.terminate();
    }
    isInitialised(): boolean {
      return this.#instance.isInitialised();
    }
    handleBackpress(): boolean {
      return this.#instance.onBackPressed();
    }
  };
}
