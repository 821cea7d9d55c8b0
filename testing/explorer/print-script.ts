import type { Script } from './action.js';
import type { Violation } from './invariants.js';

/** Prints a failing script as a test that can be pasted and run. */
export function printScript(script: Script, violations: readonly Violation[]): string {
  const rules = violations.map(({ rule, saw }) => `${rule}: ${saw}`);
  const steps = script.actions.map((action) => `      ${JSON.stringify(action)},`);
  return [
    "import { runScript } from 'upi-flow/testing';",
    "import { expect, it } from 'vitest';",
    '',
    `// ${[...new Set(rules)].join('; ')}`,
    `it('holds every rule, seed ${script.seed}', async () => {`,
    '  const { violations } = await runScript({',
    `    seed: ${script.seed},`,
    `    device: '${script.device}',`,
    `    orderStatus: ${script.orderStatus},`,
    ...(script.keepOrders === undefined ? [] : [`    keepOrders: ${script.keepOrders},`]),
    '    actions: [',
    ...steps,
    '    ],',
    '  });',
    '  expect(violations).toEqual([]);',
    '});',
  ].join('\n');
}
