import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { normalizePath, type Plugin } from 'vite';
import { describe, expect, it } from 'vitest';
import { bundle } from '../../../scripts/bundle.js';

const ROOT = join(import.meta.dirname, '../../..');

/** One place of the product, and what stands there instead. */
interface Edit {
  readonly file: string;
  /** Must stand once in the file. */
  readonly text: string;
  readonly instead: string;
}

/** A fault that the product once had, put back. */
interface Fault {
  readonly name: string;
  /** Where the search starts. */
  readonly seed: number;
  /** The rules that may notice: any other one would be luck. */
  readonly rules: readonly string[];
  readonly edits: readonly Edit[];
}

/** What the product did before its world got worse. The explorer must find every one of them. */
const PLANTED: readonly Fault[] = [
  {
    name: 'a server that knows of no transaction yet is believed at once',
    seed: 225,
    rules: ['S3'],
    edits: [
      {
        file: 'core/protocol/outcome.ts',
        text: 'unseenFor < patienceFor(',
        instead: 'unseenFor > patienceFor(',
      },
    ],
  },
  {
    name: 'the failure of another transaction counts as this one’s',
    seed: 385,
    rules: ['S3'],
    edits: [
      {
        file: 'core/protocol/outcome.ts',
        text: 'if (foreignTxns.includes(txnUuid)) return false;',
        instead: 'return true;',
      },
    ],
  },
  {
    name: 'what the server says before the order is sent stops nothing',
    seed: 2,
    rules: ['S2', 'L2'],
    edits: [
      {
        file: 'machines/payment/setup.ts',
        text: "return moneyStatus === 'paid' || moneyStatus === 'refunded' || moneyStatus === 'underway';",
        instead: 'return false;',
      },
    ],
  },
  {
    name: 'a late success of the first attempt does not stop the second',
    seed: 125,
    rules: ['S2'],
    edits: [
      {
        file: 'machines/payment/setup.ts',
        text: 'raisesDoubt: ({ event }) => lateWordIn(event) !==',
        instead: 'raisesDoubt: ({ event }) => lateWordIn(event) ===',
      },
    ],
  },
  {
    name: 'a later word of the SDK takes the place of its SUCCESS',
    seed: 55,
    rules: ['S3'],
    edits: [
      {
        file: 'machines/payment/record.ts',
        text: "known?.moneyStatus !== 'paid'",
        instead: "known?.outcome !== 'userAborted'",
      },
    ],
  },
  {
    name: 'a failed read at start is not tried again',
    seed: 20310,
    rules: ['L1', 'L2', 'S2'],
    edits: [
      {
        file: 'src/actors/restore-orders.ts',
        text: '() => read(Math.min(wait * 2, LONGEST_WAIT))',
        instead: "() => sendBack({ type: 'orders.restored', restored: { orders: [] } })",
      },
    ],
  },
  {
    name: 'an answer that names another order is evidence',
    seed: 40,
    rules: ['S3', 'S4', 'L2'],
    edits: [
      {
        file: 'src/sdk/read-answer.ts',
        text: 'namesOther || result.isOurs === false',
        instead: 'namesOther && result.isOurs === false',
      },
    ],
  },
  {
    name: 'an initiate_result answers a payment',
    seed: 970,
    rules: ['S3', 'S4', 'L2'],
    edits: [
      {
        file: 'src/sdk/sdk-client.ts',
        text: 'if (isInitiateResult(result)) return;\n        on.answered({ ...result, isOurs: ',
        instead: 'on.answered({ ...result, isOurs: isInitiateResult(result) || ',
      },
    ],
  },
  {
    name: 'the session that is sent is the app’s own object',
    seed: 30,
    rules: ['M2'],
    edits: [
      {
        file: 'core/protocol/requests/checkout.ts',
        text: 'const request = jsonCopy(given);',
        instead: 'const request: unknown = jsonCopy(given) && given;',
      },
    ],
  },
  {
    name: 'what the server signed is not compared with what it was asked to sign',
    seed: 2,
    rules: ['M2'],
    edits: [
      {
        file: 'src/actors/sign.ts',
        text: "throw problem('authorizeMismatch',",
        instead: "if (names === '') throw problem('authorizeMismatch',",
      },
    ],
  },
  {
    name: 'a repeated question about an order is asked at once',
    seed: 45,
    rules: ['S10'],
    edits: [
      {
        file: 'src/actors/status-reads.ts',
        text: '.filter(({ orderId }) => !asked.has(orderId));',
        instead: ';',
      },
      {
        file: 'src/actors/status-reads.ts',
        text: 'isUrgent ? 0 : rateWait(orderId)',
        instead: '0',
      },
    ],
  },
  {
    name: 'two processes that claim an order do not wait for each other',
    seed: 170,
    rules: ['M1', 'S2'],
    edits: [
      { file: 'src/journal/doors.ts', text: 'door.at) >= opensAfter)', instead: 'door.at) >= 0)' },
      {
        file: 'src/journal/doors.ts',
        text: 'last === nameOf(attemptId)',
        instead: "last !== nameOf('')",
      },
    ],
  },
  {
    name: 'a mandate object is read as an order that nobody has paid',
    seed: 700,
    rules: ['S3'],
    edits: [
      {
        file: 'core/protocol/order-status.ts',
        text: "return { ...silent(is, fields), mandate: mandateWord(fields, 'status') };",
        instead: 'return readOrder(fields);',
      },
    ],
  },
  {
    name: 'an order is refunded while its refund is on its way',
    seed: 125,
    rules: ['S3', 'L2'],
    edits: [
      {
        file: 'core/protocol/refunds.ts',
        text: '(pending.length === 0 && done.length > 0)',
        instead: 'true',
      },
      { file: 'core/protocol/refunds.ts', text: '[back, sum(done)]', instead: '[back]' },
    ],
  },
];

/** A fault that survives this many schedules from its seed on is a hole in the explorer. */
const SCHEDULES = 50;

describe.concurrent('the explorer finds', () => {
  it.each(PLANTED)('$name', { timeout: 120_000 }, async (fault) => {
    const { rules } = await explorePlanted(fault);
    expect(rules.filter((rule) => fault.rules.includes(rule))).not.toEqual([]);
  });

  it('nothing where nothing was planted', { timeout: 120_000 }, async () => {
    const sound = { name: 'sound', seed: 1, rules: [], edits: [] };
    expect(await explorePlanted(sound)).toEqual({ done: SCHEDULES, rules: [] });
  });
});

/** What the explorer said about a planted fault. */
interface Caught {
  readonly done: number;
  /** Empty when it noticed nothing. */
  readonly rules: readonly string[];
}

/** Bundles the product broken, and lets its own explorer look for what is broken. */
async function explorePlanted(fault: Fault): Promise<Caught> {
  const folder = mkdtempSync(join(tmpdir(), 'upi-flow-planted-'));
  try {
    const made = new Set<Edit>();
    const entry = join(import.meta.dirname, 'support/plant-run.ts');
    const file = await bundle(entry, folder, { plugins: [breaking(fault, made)] });
    const missing = fault.edits.filter((edit) => !made.has(edit));
    if (missing.length > 0) throw new Error(`${fault.name}: ${missing[0]?.file} is not used.`);
    return JSON.parse(await run(file, [String(fault.seed), String(SCHEDULES)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the edits while the sources are read, and notes them. */
function breaking({ name, edits }: Fault, made: Set<Edit>): Plugin {
  return {
    name: 'break',
    enforce: 'pre',
    load(id) {
      const mine = edits.filter(({ file }) => id === normalizePath(join(ROOT, file)));
      if (mine.length === 0) return null;
      let source = readFileSync(id, 'utf8');
      for (const edit of mine) {
        const { file, text, instead } = edit;
        if (source.split(text).length !== 2) {
          throw new Error(`${name}: its text must stand once in ${file}.`);
        }
        source = source.replace(text, () => instead);
        made.add(edit);
      }
      return source;
    },
  };
}

function run(file: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--max-semi-space-size=64', file, ...args]);
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => {
    output += String(data);
  });
  child.stderr.on('data', (data) => {
    errors += String(data);
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`exit code ${code}: ${errors.slice(0, 2_000)}`));
    });
  });
}
