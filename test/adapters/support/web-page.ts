import type { NativeSdk } from './native-sdk.js';

/** What Juspay's script makes `window.HyperServices`, as documented. */
export function hyperServicesClass(
  sdk: NativeSdk,
  delivers: 'text' | 'object' = 'object',
): new () => object {
  return class {
    readonly #instance = sdk.create();

    initiate(payload: object, callback: (event: unknown) => void): void {
      this.#instance.initiate(payload, (event) => callback(delivered(event, delivers)));
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

function delivered(event: unknown, delivers: 'text' | 'object'): unknown {
  const isText = typeof event === 'string';
  if (isText === (delivers === 'text')) return event;
  return isText ? JSON.parse(event) : JSON.stringify(event);
}
