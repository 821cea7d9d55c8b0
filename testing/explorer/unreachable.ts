/**
 * Transitions that no schedule can take, with the reason: the explorer lists them as such.
 *
 * @example
 * ```ts
 * const { taken, transitions } = await explore({ seed: 1, schedules: 1_000 });
 * const never = Object.values(transitions).flat().filter((name) => !(name in taken));
 * never.filter((name) => !(name in UNREACHABLE)); // what more schedules should take
 * ```
 */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  'upiFlow: error * -> stays':
    'a child actor would have to throw; none does, and the handler is there in case one ever does',
  'upiFlow.ready: error device -> upiFlow.failed':
    'the device actor would have to throw; it does not, and the handler is there in case it ever does',
  'payment.open.submitted: attempt.unsent -> payment.notSent':
    'the root ends every attempt that was not sent before the SDK stops being ready',
};
