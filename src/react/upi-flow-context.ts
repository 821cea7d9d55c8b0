import { createContext, useContext } from 'react';
import type { UpiFlow } from '../index.js';

export const UpiFlowContext = createContext<UpiFlow | undefined>(undefined);

/** The flow of the nearest provider; without one, an error that names the hook. */
export function useProvidedFlow(hook: string): UpiFlow {
  const flow = useContext(UpiFlowContext);
  if (flow === undefined) {
    throw new Error(`${hook}() needs a <UpiFlowProvider flow={flow}> above it.`);
  }
  return flow;
}
