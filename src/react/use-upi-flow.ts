import type { UpiFlow } from '../index.js';
import { useProvidedFlow } from './upi-flow-context.js';

/**
 * The flow, to send commands. Reading it renders nothing: for that, there are the other hooks.
 *
 * @example
 * ```tsx
 * const flow = useUpiFlow();
 * return <button onClick={() => flow.send({ type: 'pay', order })}>Pay</button>;
 * ```
 */
export function useUpiFlow(): UpiFlow {
  return useProvidedFlow('useUpiFlow');
}
