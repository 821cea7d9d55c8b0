import type { UpiState, UpiStep } from '../index.js';
import { useSelected } from './use-selected.js';

/**
 * What to show now. One `switch` on `step.name` is a whole UI.
 *
 * @example
 * ```tsx
 * const step = useUpiStep();
 * if (step.name === 'simList') return <Sims sims={step.sims} />;
 * ```
 */
export function useUpiStep(): UpiStep {
  return useSelected('useUpiStep', stepOf);
}

const stepOf = ({ step }: UpiState): UpiStep => step;
