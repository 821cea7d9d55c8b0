import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../scripts/explore/options.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Starts Node, loads the library and bundles it. */
const PATIENCE = 120_000;

/** What `npm run explore -- ...args` prints, and how it ends. */
function explore(...args: readonly string[]) {
  const node = ['--import', 'tsx', 'scripts/explore.ts', ...args];
  const run = spawnSync(process.execPath, node, { cwd: ROOT, encoding: 'utf8' });
  return {
    status: run.status,
    lines: run.stdout.trimEnd().split('\n'),
    complains: run.stderr.trimEnd(),
  };
}

describe('npm run explore', { timeout: PATIENCE }, () => {
  it('prints help', () => {
    const { status, lines, complains } = explore('--help');
    expect({ status, complains }).toEqual({ status: 0, complains: '' });
    for (const option of ['--schedules', '--seed', '--seconds', '--partial', '--help']) {
      expect(lines.some((line) => line.trim().startsWith(option))).toBe(true);
    }
  });

  it('says in one line what it does not understand', () => {
    expect(explore('--schedule', '5')).toEqual({
      status: 2,
      lines: [''],
      complains: "Unknown option '--schedule'. See npm run explore -- --help",
    });
  });

  it('says in its last line why a short search ended with 1', () => {
    const { status, lines } = explore('--schedules', '3', '--depth', '0', '--workers', '1');
    expect(status).toBe(1);
    expect(lines.at(-1)).toMatch(
      /^Ended with 1: \d+ transitions were never taken; search for longer, or pass --partial for a short search\.$/,
    );
  });
});

describe('the options of a search', () => {
  it('have defaults, and are read', () => {
    expect(readOptions([])).toMatchObject({ schedules: 20_000, seed: 1, depth: 5, partial: false });
    expect(
      readOptions(['--seed', '7', '--seconds=60', '--workers', '0', '--partial']),
    ).toMatchObject({ seed: 7, seconds: 60, workers: 1, partial: true });
  });

  it.each([
    [['--seed'], "Option '--seed <value>' argument missing."],
    [['7'], "Unexpected argument '7'."],
    [['--seconds', '-1'], "Option '--seconds' argument is ambiguous."],
    [['--seed', 'first'], '--seed takes a whole number, as in --seed 100.'],
    [['--seed', ''], '--seed takes a whole number, as in --seed 100.'],
    [['--length', '1.5'], '--length takes a whole number, as in --length 100.'],
    [['--help=1'], "Option '--help' does not take an argument."],
  ])('are refused with what is wrong: %o', (args, says) => {
    expect(readOptions(args)).toEqual({
      text: `${says} See npm run explore -- --help`,
      exitCode: 2,
    });
  });
});
