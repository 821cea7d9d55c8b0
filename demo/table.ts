import type { Paint } from './paint.js';
import { heading } from './renderer.js';
import type { OrderRow, Summary } from './summary.js';

const COLUMNS: readonly (readonly [title: string, cell: (row: OrderRow) => string])[] = [
  ['order', (row) => row.orderId],
  ['kind', (row) => row.kind],
  ['amount', (row) => row.amount],
  ['SDK said', (row) => row.reported],
  ['shown', (row) => row.shown],
  ['verified', (row) => (row.verified ? 'yes' : 'no')],
  ['ledger', (row) => row.ledger],
  ['debits', (row) => String(row.debits)],
  ['', (row) => (row.agrees ? 'ok' : 'DIFFERS')],
];

/** The last lines of a run: the table against the ledger, and what else was promised. */
export function printSummary(summary: Summary, print: (line: string) => void, paint: Paint): void {
  print('');
  print(paint('bold', heading('What the app shows, against the ledger')));
  if (summary.orders.length > 0) printTable(summary.orders, print, paint);
  for (const line of verdicts(summary)) print(paint(line.isGood ? 'green' : 'red', line.text));
}

function printTable(rows: readonly OrderRow[], print: (line: string) => void, paint: Paint): void {
  const widths = COLUMNS.map(([title, cell]) =>
    Math.max(title.length, ...rows.map((row) => cell(row).length)),
  );
  const aligned = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  print(paint('dim', aligned(COLUMNS.map(([title]) => title))));
  for (const row of rows) {
    const text = aligned(COLUMNS.map(([, cell]) => cell(row)));
    print(row.agrees ? text : paint('red', text));
  }
}

function verdicts(summary: Summary): { readonly isGood: boolean; readonly text: string }[] {
  const { orders, checks, samples, secretsLeaked, error } = summary;
  const agreeing = orders.filter((row) => row.agrees).length;
  const kept = checks.filter((check) => check.holds).length;
  const broken = checks.filter((check) => !check.holds).map((check) => check.promise);
  const lines = [
    {
      isGood: agreeing === orders.length,
      text:
        agreeing === orders.length
          ? `orders that agree with the ledger: ${agreeing} of ${orders.length}`
          : `NOT EVERY ORDER AGREES WITH THE LEDGER: ${agreeing} of ${orders.length}`,
    },
    {
      isGood: samples.decoded === samples.of,
      text: `seed samples decoded: ${samples.decoded} of ${samples.of} (${samples.delivered} went through this flow)`,
    },
    {
      isGood: !secretsLeaked,
      text: secretsLeaked ? 'A SECRET WAS PRINTED' : 'secrets printed: none',
    },
  ];
  if (checks.length > 0) {
    lines.splice(1, 0, {
      isGood: broken.length === 0,
      text: `checks that hold: ${kept} of ${checks.length}${broken.map((one) => `; not: ${one}`).join('')}`,
    });
  }
  return error === undefined ? lines : [...lines, { isGood: false, text: `ended early: ${error}` }];
}
