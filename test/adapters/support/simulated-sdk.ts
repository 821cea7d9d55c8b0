import type { Simulator } from '../../../adapters/simulator/index.js';
import type { NativeSdk } from './native-sdk.js';

/** The simulator below a bridge. The callback given last hears the events, also late ones. */
export function simulatedSdk({ sdk }: Simulator): NativeSdk {
  let hangUp = () => {};
  return {
    create: () => {
      let isInitialised = false;
      return {
        initiate: (request, callback) => {
          isInitialised = true;
          // An instance can be initiated again after terminate; iOS keeps one for ever.
          void sdk.open();
          hangUp();
          hangUp = sdk.subscribe(callback);
          void sdk.initiate(objectOf(request));
        },
        process: (request) => void sdk.process(objectOf(request)),
        terminate: () => {
          isInitialised = false;
          void sdk.terminate();
        },
        onBackPressed: () => sdk.back() === true,
        isInitialised: () => isInitialised,
      };
    },
  };
}

function objectOf(request: unknown): object {
  if (typeof request === 'object' && request !== null) return request;
  throw new Error('the bridge was given no JSON object');
}
