import type { HyperSdk } from '../../../core/ports/hyper-sdk.js';

/** A bridge on which a test can speak as the SDK. */
export interface SpokenBridge {
  readonly sdk: HyperSdk;
  /** Delivers anything to every listener of the app. */
  says(raw: unknown): void;
}

/** Puts a voice of the test's own on a bridge. */
export function speaking(sdk: HyperSdk): SpokenBridge {
  const listeners = new Set<(raw: unknown) => void>();
  const subscribe: HyperSdk['subscribe'] = (listener) => {
    listeners.add(listener);
    return sdk.subscribe(listener);
  };
  const says = (raw: unknown) => listeners.forEach((listener) => void listener(raw));
  return { says, sdk: { ...sdk, subscribe } };
}
