import type { BridgeCall } from '../../../testing/index.js';

/** Juspay's SDK as a bridge sees it. Events are objects, or a text the bridge is to deliver as it is. */
export interface NativeSdk {
  create(): NativeInstance;
}

export interface NativeInstance {
  initiate(request: unknown, callback: (event: unknown) => void): void;
  process(request: unknown): void;
  terminate(): void;
  onBackPressed(): boolean;
  isInitialised(): boolean;
}

/** An SDK that only says what a test has it say. */
export interface ScriptedSdk extends NativeSdk {
  readonly calls: readonly BridgeCall[];
  usesBack: boolean;
  /** The instance initiated last speaks, or the one before it, and so on. */
  emit(raw: unknown, instancesBefore?: number): void;
}

export function scriptedSdk(): ScriptedSdk {
  const calls: BridgeCall[] = [];
  const callbacks: ((event: unknown) => void)[] = [];
  const sdk: ScriptedSdk = {
    calls,
    usesBack: false,
    emit: (raw, instancesBefore = 0) => callbacks.at(-1 - instancesBefore)?.(raw),
    create: () => {
      calls.push({ call: 'open' });
      let isInitialised = false;
      return {
        initiate: (request, callback) => {
          isInitialised = true;
          calls.push({ call: 'initiate', request: copyOf(request) });
          callbacks.push(callback);
          scribble(request);
        },
        process: (request) => {
          // Android throws here, which nobody catches.
          const call = isInitialised ? 'process' : 'process before initiate';
          calls.push({ call, request: copyOf(request) });
          scribble(request);
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

function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** What it was given is its own to change. */
function scribble(request: unknown): void {
  if (typeof request === 'object' && request !== null) Reflect.set(request, 'seen', true);
}
