import { createElement, type ReactElement, type ReactNode } from 'react';
import type { UpiFlow } from '../index.js';
import { UpiFlowContext } from './upi-flow-context.js';

/**
 * What `UpiFlowProvider` takes.
 *
 * @example
 * ```ts
 * const props: UpiFlowProviderProps = { flow, children: createElement(Checkout) };
 * ```
 */
export interface UpiFlowProviderProps {
  /** Made with `createUpiFlow`, outside React. Another flow later on is read from then on. */
  readonly flow: UpiFlow;
  readonly children?: ReactNode;
}

/**
 * Gives a flow to the hooks below. It only hands the flow on: whoever created it starts and stops it,
 * so that a remount never does.
 *
 * @example
 * ```tsx
 * const flow = createUpiFlow(config);
 * flow.start();
 * root.render(<UpiFlowProvider flow={flow}><Checkout /></UpiFlowProvider>);
 * ```
 */
export function UpiFlowProvider({ flow, children }: UpiFlowProviderProps): ReactElement {
  // JavaScript reaches this, too.
  if (flow === undefined || flow === null) {
    throw new Error('<UpiFlowProvider> needs its flow: <UpiFlowProvider flow={flow}>.');
  }
  return createElement(UpiFlowContext.Provider, { value: flow }, children);
}
