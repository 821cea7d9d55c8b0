import type { UpiFlow } from '../../src/index.js';
import type { Action, Script } from './action.js';
import { fingerprint } from './fingerprint.js';
import { type Run, runScript } from './run.js';

/**
 * What the exhaustive search found.
 *
 * @example
 * ```ts
 * const { exhausted } = await explore({ seed: 1, schedules: 0, depth: 3 });
 * exhausted?.states; // distinct states within three steps
 * ```
 */
export interface Exhausted {
  /** Scripts that were run. */
  readonly schedules: number;
  /** Distinct states, by fingerprint. */
  readonly states: number;
  /** How many steps every one of them was followed for. */
  readonly depth: number;
  readonly failed: readonly Run[];
}

/** Where an exhaustive search begins, and what it tries. */
export interface Search {
  readonly device: Script['device'];
  /** What happens before its first move. */
  readonly path: readonly Action[];
  readonly moves: readonly Action[];
}

/** The moves that matter for money, one order, from a phone that is ready to pay. */
const MONEY_MOVES: readonly Action[] = [
  pay({ answer: 'FAILURE', money: 'debitedLater' }),
  pay({ answer: 'SUCCESS' }),
  pay({ answer: 'USER_ABORTED', money: 'debited' }),
  pay({ answer: 'SUCCESS', thenAnswer: 'FAILURE', thenAfter: 1 }),
  { do: 'tick' },
  { do: 'deliver', nth: 0 },
  { do: 'deliver', nth: 0, as: 'emptyPayload' },
  { do: 'drop', nth: 0 },
  { do: 'duplicate', nth: 0 },
  { do: 'sleep', ms: 1_200_000 },
  { do: 'storage', mode: 'fails' },
  { do: 'server', mode: 'fails' },
  { do: 'lag', ms: 600_000 },
  { do: 'elsewhere', orderId: 'O1', plan: { money: 'declined' } },
  { do: 'emit', status: 'SUCCESS', about: 'own', times: 1 },
  { do: 'die' },
  { do: 'send', command: { type: 'order.retry', orderId: 'O1' } },
  { do: 'send', command: { type: 'order.recheck', orderId: 'O1' } },
  { do: 'send', command: { type: 'sdk.terminate' } },
  { do: 'send', command: { type: 'sdk.retry' } },
];

/** Two accounts of the simulated bank 607153: the second has no PIN. */
const WITH_PIN = 'A0760cb548bb4dda9d32e3030863dd5';
const WITHOUT_PIN = 'A1f42b9a70c1d4e6c8aa1be5a2c99d07';
const ANSWERED: readonly Action[] = [{ do: 'deliver', nth: 0 }, { do: 'tick' }];

/** From a bound phone to the step that asks for the PIN of the second account. */
const PATH_TO_PIN: readonly Action[] = [
  { do: 'send', command: { type: 'bank.select', bankCode: '607153' } },
  ...ANSWERED,
  ...ANSWERED,
  { do: 'send', command: { type: 'account.select', referenceIds: [WITH_PIN, WITHOUT_PIN] } },
  { do: 'send', command: { type: 'vpa.select', vpa: 'asha@upf' } },
  ...ANSWERED,
  ...ANSWERED,
  ...ANSWERED,
  ...ANSWERED,
];

/** What can happen to a PIN: chance seldom meets a person there just when something breaks. */
const PIN_MOVES: readonly Action[] = [
  {
    do: 'send',
    command: {
      type: 'mpin.set',
      referenceId: WITHOUT_PIN,
      cardLastSix: '482913',
      cardExpiry: '0930',
    },
  },
  { do: 'send', command: { type: 'mpin.skip' } },
  { do: 'send', command: { type: 'device.refresh' } },
  { do: 'send', command: { type: 'device.retry' } },
  { do: 'breaks', port: 'newId', times: 1 },
  { do: 'bridge', mode: 'rejects' },
  { do: 'tick' },
  { do: 'deliver', nth: 0 },
  { do: 'deliver', nth: 0, as: 'emptyPayload' },
  { do: 'drop', nth: 0 },
  { do: 'expireSession' },
  { do: 'die' },
];

/** The searches of one exploration: the first is about money. */
export const SEARCHES: readonly Search[] = [
  { device: 'LINKED', path: [], moves: MONEY_MOVES },
  { device: 'BOUND', path: PATH_TO_PIN, moves: PIN_MOVES },
];

function pay(plan: Extract<Action, { do: 'pay' }>['plan']): Action {
  const command = { type: 'pay', order: { orderId: 'O1', amount: '2.00' } } as const;
  return { do: 'pay', orderId: 'O1', command, plan };
}

/**
 * Tries every sequence of moves up to `depth`, and goes on only from states not seen before. Every
 * new state is also calmed, so that "reaches rest" is checked from each.
 */
export async function exhaust(
  seed: number,
  { device, path, moves }: Search,
  depth: number,
  watch: (flow: UpiFlow) => void,
): Promise<Exhausted> {
  const seen = new Set<string>();
  const failed: Run[] = [];
  let frontier: (readonly Action[])[] = [path];
  let schedules = 0;
  for (let step = 0; step < depth; step += 1) {
    const next: (readonly Action[])[] = [];
    for (const prefix of frontier) {
      for (const move of moves) {
        const actions = [...prefix, move];
        schedules += 1;
        let print = '';
        const run = await runScript(
          { seed, device, orderStatus: true, actions },
          {
            flow: watch,
            goOn: (harness) => {
              print = fingerprint(harness);
              return !seen.has(print);
            },
          },
        );
        if (run.violations.length > 0) failed.push(run);
        if (print === '' || seen.has(print)) continue;
        seen.add(print);
        next.push(actions);
      }
    }
    frontier = next;
  }
  return { schedules, states: seen.size, depth, failed };
}
