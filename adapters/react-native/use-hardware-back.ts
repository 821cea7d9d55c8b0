import { useEffect } from 'react';
import type { HyperSdk } from '../../src/index.js';
import { useUpiState } from '../../src/react/index.js';
import { onBackPress } from './native.js';

/**
 * Forwards Android's back button to the SDK, and consumes only the presses that the SDK consumed:
 * all others go on to the app's navigation. Use it once, high up in the app, with the `sdk` that the
 * flow was created with. Does nothing where there is no such button.
 *
 * Of a bridge that answers with a promise, a press is consumed while the flow is `busy`: React
 * Native cannot wait.
 *
 * @example
 * ```tsx
 * const sdk = createReactNativeSdk();
 * const flow = createUpiFlow({ sdk, merchant, backend, storage });
 *
 * function Root() {
 *   useHardwareBack(sdk);
 *   useAppStateBridge();
 *   return <Navigation />;
 * }
 * ```
 */
export function useHardwareBack(sdk: Pick<HyperSdk, 'back'>): void {
  const isBusy = useUpiState(({ busy }) => busy);
  useEffect(() => {
    // The last to register is asked first: each time the SDK takes the screen, that is this one.
    return onBackPress(() => isConsumed(sdk, isBusy));
  }, [sdk, isBusy]);
}

function isConsumed(sdk: Pick<HyperSdk, 'back'>, isBusy: boolean): boolean {
  try {
    const answer = sdk.back();
    if (typeof answer === 'boolean') return answer;
    answer.catch(() => undefined);
    return isBusy;
  } catch {
    // A bridge that fails has consumed nothing.
    return false;
  }
}
