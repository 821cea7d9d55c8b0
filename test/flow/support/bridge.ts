import type { HyperSdk } from '../../../adapters/hyper-sdk.js';

/** A bridge on which a test can speak as the SDK. */
export interface SpokenBridge {
  readonly sdk: HyperSdk;
  /** Delivers anything to every listener of the app. */
  says(raw: unknown): void;
  /** Everything the app asked, in order. */
  readonly calls: readonly string[];
}

/** Puts a voice of the test's own on a bridge. */
export function speaking(sdk: HyperSdk): SpokenBridge {
  const listeners = new Set<(raw: unknown) => void>();
  const calls: string[] = [];
  return {
    calls,
    says: (raw) => {
      for (const listener of [...listeners]) listener(raw);
    },
    sdk: {
      open: () => {
        calls.push('open');
        return sdk.open();
      },
      initiate: (request) => {
        calls.push('initiate');
        return sdk.initiate(request);
      },
      process: (request) => {
        calls.push('process');
        return sdk.process(request);
      },
      back: () => sdk.back(),
      terminate: () => {
        calls.push('terminate');
        return sdk.terminate();
      },
      subscribe: (listener) => {
        listeners.add(listener);
        const stop = sdk.subscribe(listener);
        return () => {
          listeners.delete(listener);
          stop();
        };
      },
    },
  };
}
