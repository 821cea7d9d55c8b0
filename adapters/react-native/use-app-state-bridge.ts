import { useEffect } from 'react';
import type { UpiCommand, UpiFlow } from '../../src/index.js';
import { useUpiFlow } from '../../src/react/index.js';
import { isInBackground, onAppStateChange } from './native.js';

/**
 * Tells the flow when the app goes to the background and when it is back, so that deadlines that
 * passed meanwhile are seen and open orders are looked up: timers sleep in the background. Use it
 * once, high up in the app.
 *
 * iOS's `inactive` (a dialog, a call, the app switcher) is neither: nothing sleeps then.
 *
 * @example
 * ```tsx
 * function Root() {
 *   useHardwareBack(sdk);
 *   useAppStateBridge();
 *   return <Navigation />;
 * }
 * ```
 */
export function useAppStateBridge(): void {
  const flow = useUpiFlow();
  useEffect(() => {
    let wasAway = isInBackground();
    return onAppStateChange((state) => {
      if (state === 'background' && !wasAway) {
        wasAway = true;
        sendIfTaken(flow, { type: 'app.background' });
      } else if (state === 'active' && wasAway) {
        wasAway = false;
        sendIfTaken(flow, { type: 'app.foreground' });
      }
    });
  }, [flow]);
}

/** A flow that was not started yet, or was stopped, needs to know nothing. */
function sendIfTaken(flow: UpiFlow, command: UpiCommand): void {
  if (flow.can(command)) flow.send(command);
}
