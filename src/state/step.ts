import type { DeviceStatus } from '../../machines/device/types.js';
import type { UpiAccount } from './accounts.js';
import type { UpiBank, UpiSim } from './lists.js';
import type { UpiOrder } from './order-view.js';
import type { ShownProblem } from './shown-problem.js';

interface Step<Name extends string> {
  readonly name: Name;
}

interface StepThatMayFail<Name extends string> extends Step<Name> {
  /** Why the last try on this step failed. */
  readonly problem?: ShownProblem | undefined;
}

/**
 * What to show now, with exactly the data that screen needs. A UI is one exhaustive `switch` on
 * `name`; a step whose last try failed stays, with `problem` on it. Times are epoch milliseconds.
 *
 * @example
 * ```ts
 * switch (step.name) {
 *   case 'simList':
 *     return showSims(step.sims, step.problem?.reason);
 *   case 'outcome':
 *     return showOrder(step.order);
 *   // ... one case per step
 * }
 * ```
 */
export type UpiStep =
  /** The SDK is being started. */
  | Step<'starting'>
  /** The SDK could not be started: offer `sdk.retry`. */
  | StepThatMayFail<'unavailable'>
  /** The device's status is being read; with a problem: offer `device.retry`. */
  | StepThatMayFail<'checking'>
  /** Explain, then `permission.request`. `asking`: the system's dialog is up. */
  | (StepThatMayFail<'permission'> & { readonly asking: boolean })
  /** The person or the system said no: explain, or lead to the settings. */
  | StepThatMayFail<'permissionRefused'>
  /** `sim.select`; with a problem, `device.retry` as well. */
  | (StepThatMayFail<'simList'> & { readonly sims: readonly UpiSim[]; readonly loading: boolean })
  /** The device is being bound. An SMS token is alive until `endsAt` (epoch ms), once there is one. */
  | (Step<'binding'> & {
      readonly simId: string;
      readonly endsAt?: number | undefined;
      readonly attemptsLeft: number;
    })
  /** `device.retry` asks for a new SMS token, while `attemptsLeft`. */
  | (StepThatMayFail<'bindExpired'> & { readonly attemptsLeft: number })
  /** The rails said no; `problem` says why. */
  | (StepThatMayFail<'bindRefused'> & { readonly attemptsLeft: number })
  /** `bank.select` */
  | (StepThatMayFail<'bankList'> & {
      readonly banks: readonly UpiBank[];
      readonly loading: boolean;
    })
  /** `account.select` */
  | (StepThatMayFail<'accountList'> & {
      readonly bankCode: string;
      readonly accounts: readonly UpiAccount[];
      readonly loading: boolean;
    })
  /** `vpa.select`; `suggestions` are free when the wanted one was taken. */
  | (StepThatMayFail<'vpa'> & {
      readonly vpa?: string | undefined;
      readonly suggestions: readonly string[];
      readonly checking: boolean;
    })
  | (Step<'linking'> & { readonly vpa: string })
  /** `mpin.set` or `mpin.skip`; `accounts` lack a UPI PIN. */
  | (StepThatMayFail<'mpin'> & {
      readonly accounts: readonly UpiAccount[];
      readonly setting: boolean;
    })
  /** Nothing is asked of the person. `device` says what is possible: pay, or onboard. */
  | (StepThatMayFail<'ready'> & { readonly device: DeviceStatus })
  /** The SDK's own screens are up. */
  | Step<'onboarding'>
  /** The merchant's server signs; nothing was sent. */
  | (Step<'authorizing'> & { readonly orderId: string })
  /** The SDK owns the screen, or its answer is being confirmed. */
  | (Step<'paying'> & { readonly orderId: string })
  /** Show what became of the order, until `order.dismiss`. It may still change. */
  | (Step<'outcome'> & { readonly order: UpiOrder })
  /** The SDK was ended: `sdk.retry` starts it again. With a problem, the flow itself was stopped. */
  | StepThatMayFail<'terminated'>;
