import type { BridgeCall } from '../../../testing/index.js';

/** Juspay's SDK as a bridge sees it. Events are objects, or a text the bridge is to deliver as it is. */
export type NativeSdk = Pick<ScriptedSdk, 'create'>;
export type NativeInstance = ReturnType<ScriptedSdk['create']>;
export type ScriptedSdk = ReturnType<typeof scriptedSdk>;

/** An SDK that says what a test has it say. */
export function scriptedSdk() {
  const calls: BridgeCall[] = [];
  const callbacks: ((event: unknown) => void)[] = [];

  function note(call: string, request: unknown): void {
    calls.push({ call, request: JSON.parse(JSON.stringify(request)) });
    // What it was given is its own to change.
    Object.assign(Object(request), { seen: true });
  }

  const sdk = {
    calls,
    usesBack: false,
    /** The instance initiated last speaks, or the one before it, and so on. */
    emit: (raw: unknown, instancesBefore = 0) => callbacks.at(-1 - instancesBefore)?.(raw),
    create: () => {
      calls.push({ call: 'open' });
      let isInitialised = false;
      return {
        initiate: (request: unknown, callback: (event: unknown) => void) => {
          isInitialised = true;
          note('initiate', request);
          callbacks.push(callback);
        },
        process: (request: unknown) => {
          // Before initiate, Android throws, which nobody catches.
          note(isInitialised ? 'process' : 'process before initiate', request);
        },
        terminate: () => {
          isInitialised = false;
          calls.push({ call: 'terminate' });
        },
        onBackPressed: () => {
          calls.push({ call: 'back' });
          return sdk.usesBack && isInitialised;
        },
        isInitialised: () => isInitialised,
      };
    },
  };
  return sdk;
}
