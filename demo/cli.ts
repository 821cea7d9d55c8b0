import { parseArgs } from 'node:util';
import type { Paint } from './paint.js';
import { createRenderer } from './renderer.js';
import { runScenario } from './run-scenario.js';
import { scenarios } from './scenarios/index.js';
import { isGood } from './summary.js';
import { printSummary } from './table.js';

/** Where the demo writes to. */
export interface Terminal {
  print(line: string): void;
  complain(line: string): void;
  readonly paint: Paint;
}

/** What the command line asks for. */
interface Wish {
  readonly scenario: string;
  readonly seed: number;
  readonly json: boolean;
  readonly list: boolean;
}

const USAGE = 'npm run demo -- [--scenario NAME] [--seed N] [--json] [--list]';

/**
 * Runs the demo. Answers the exit code: 0 when all went as promised, 1 when an order disagrees with
 * the ledger or a promise broke, 2 when the command line cannot be understood.
 */
export async function runDemo(argv: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  const wish = readWish(argv);
  if (typeof wish === 'string') {
    terminal.complain(wish);
    terminal.complain(USAGE);
    return 2;
  }
  if (wish.list) {
    printList(wish.json, terminal);
    return 0;
  }
  return wish.json ? runAsJson(wish, terminal) : runAsText(wish, terminal);
}

/** The wish, or what is wrong with the command line. */
function readWish(argv: readonly string[]): Wish | string {
  const options = {
    scenario: { type: 'string', default: 'story' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  } as const;
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true });
    const { scenario, seed, json, list } = values;
    if (!scenarios.some((one) => one.name === scenario)) {
      return `There is no scenario "${scenario}". --list names them all.`;
    }
    return /^\d{1,9}$/.test(seed)
      ? { scenario, seed: Number(seed), json, list }
      : `"${seed}" is no seed. It must be a whole number of at most nine digits.`;
  } catch (error) {
    return error instanceof Error ? error.message : 'The command line cannot be understood.';
  }
}

function printList(json: boolean, { print, paint }: Terminal): void {
  const longest = Math.max(...scenarios.map((one) => one.name.length));
  for (const { name, about } of scenarios) {
    print(
      json ? JSON.stringify({ name, about }) : `${paint('bold', name.padEnd(longest))}  ${about}`,
    );
  }
}

async function runAsJson(wish: Wish, { print }: Terminal): Promise<0 | 1> {
  const { summary } = await runScenario(wish.scenario, {
    seed: wish.seed,
    onEvent: (event) => print(JSON.stringify(event)),
  });
  print(JSON.stringify(summary));
  return isGood(summary) ? 0 : 1;
}

async function runAsText(wish: Wish, { print, paint }: Terminal): Promise<0 | 1> {
  const about = scenarios.find((one) => one.name === wish.scenario)?.about ?? '';
  print(
    `${paint('bold', `upi-flow demo: ${wish.scenario}`)}  ${paint('dim', `seed ${wish.seed}`)}`,
  );
  print(paint('dim', about));
  const renderer = createRenderer(print, paint);
  const { summary } = await runScenario(wish.scenario, {
    seed: wish.seed,
    onEvent: (event) => renderer.render(event),
  });
  renderer.flush();
  printSummary(summary, print, paint);
  return isGood(summary) ? 0 : 1;
}
