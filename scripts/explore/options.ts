import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

const HELP = `Searches for schedules in which the flow breaks a rule of docs/money-safety.md.

  npm run explore -- --schedules 200000 --seed 1
  npm run explore -- --seconds 60 --seed 7

  --schedules <n>  random schedules (20000)
  --seed <n>       seed of the first one; schedule n has the seed seed + n (1)
  --seconds <n>    begins no further part of the search after so long
  --length <n>     most steps of a random schedule (30)
  --depth <n>      steps of the exhaustive search; 0 leaves it out (5)
  --workers <n>    processes; one per core is the default
  --partial        a short search: transitions never taken are printed, and are no failure
  --help           prints this

It ends with 1 when a rule was broken, or when a transition was never taken: a short run never takes
them all. The last line says which. The same seed does the same.`;

/** What a search is asked for. */
export interface ExploreOptions {
  readonly schedules: number;
  readonly seed: number;
  readonly length: number;
  readonly depth: number;
  readonly workers: number;
  /** No limit where it is left out. */
  readonly seconds: number | undefined;
  readonly partial: boolean;
}

/** The command line cannot be understood, or asks for nothing but help. */
export interface Rejection {
  readonly text: string;
  readonly exitCode: 0 | 2;
}

const NUMBERS = ['schedules', 'seed', 'seconds', 'length', 'depth', 'workers'] as const;

/** Reads the command line. */
export function readOptions(args: readonly string[]): ExploreOptions | Rejection {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    // Node adds advice that is about something else.
    const [why = ''] = error instanceof Error ? error.message.split(/\.\s/) : [];
    return rejected(why);
  }
  if (values.help) return { text: HELP, exitCode: 0 };
  const bad = NUMBERS.find((name) => !isWhole(values[name]));
  if (bad !== undefined) return rejected(`--${bad} takes a whole number, as in --${bad} 100`);
  const { schedules, seed, length, depth, workers, seconds, partial } = values;
  return {
    schedules: Number(schedules),
    seed: Number(seed),
    length: Number(length),
    depth: Number(depth),
    workers: Math.max(1, Number(workers)),
    seconds: seconds === undefined ? undefined : Number(seconds),
    partial,
  };
}

function parse(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      partial: { type: 'boolean', default: false },
      schedules: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      seconds: { type: 'string' },
      length: { type: 'string', default: '30' },
      depth: { type: 'string', default: '5' },
      workers: { type: 'string', default: String(availableParallelism()) },
    },
  });
  return values;
}

function isWhole(text: string | undefined): boolean {
  if (text === undefined) return true;
  return /^\d+$/.test(text) && Number.isSafeInteger(Number(text));
}

function rejected(why: string): Rejection {
  return { text: `${why}. See npm run explore -- --help`, exitCode: 2 };
}
