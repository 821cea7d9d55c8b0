import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../demo/scenarios/index.js';
import { demo } from './support.js';

describe('the command line', () => {
  it('tells the story when nothing is asked for', async () => {
    const { code, out, errors } = await demo();
    expect(code).toBe(0);
    expect(errors).toEqual([]);
    expect(out[0]).toBe('upi-flow demo: story  seed 1');
    expect(out.at(-1)).toBe('secrets printed: none');
  });

  it('lists every scenario with a line about it', async () => {
    const { code, out } = await demo('--list');
    expect(code).toBe(0);
    expect(out.map((line) => line.split(' ')[0])).toEqual(scenarios.map((one) => one.name));
    expect(scenarios.map((one) => one.name)).toEqual([
      'story',
      'token-expiry',
      'refused-permission',
      'sdk-screens',
      'double-tap',
      'lost-answer',
      'late-success',
      'offline-server',
      'killed',
      'session-expiry',
      'checkout',
      'refunds',
      'nested-mandates',
      'documents',
      'tpv',
    ]);
  });

  it.each([
    [['--scenario', 'nowhere'], 'There is no scenario "nowhere". --list names them all.'],
    [['--seed', '1.5'], '"1.5" is no seed. It must be a whole number of at most nine digits.'],
    [['--seed', '-1'], undefined],
    [['--loud'], undefined],
    [['story'], undefined],
  ])('refuses %j with code 2, a reason and the usage', async (argv, reason) => {
    const { code, out, errors } = await demo(...argv);
    expect(code).toBe(2);
    expect(out).toEqual([]);
    expect(errors).toHaveLength(2);
    if (reason !== undefined) expect(errors[0]).toBe(reason);
    expect(errors[1]).toContain('npm run demo');
  });

  it('prints one JSON record a line, the summary last', async () => {
    const { code, out } = await demo('--json', '--seed', '4');
    const records = out.map((line): unknown => JSON.parse(line));
    expect(code).toBe(0);
    expect(records.at(-1)).toMatchObject({
      type: 'summary',
      scenario: 'story',
      seed: 4,
      allAgree: true,
      samples: { decoded: 9, of: 9 },
      secretsLeaked: false,
    });
    expect(records.slice(0, -1)).not.toContainEqual(expect.objectContaining({ type: 'summary' }));
    for (const record of records.slice(0, -1)) {
      expect(record).toMatchObject({ type: expect.any(String), at: expect.any(Number) });
    }
  });

  it('tells both ways the same story', async () => {
    const { out } = await demo('--json', '--scenario', 'killed');
    const text = await demo('--scenario', 'killed');
    expect(out.at(-1)).toContain('"shown":"success"');
    expect(text.out.join('\n')).toContain('kills the app');
  });

  it('runs as a program', () => {
    const main = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));
    const run = (...argv: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', main, ...argv], { encoding: 'utf8' });
    const good = run('--json', '--scenario', 'checkout');
    expect(good.status).toBe(0);
    expect(JSON.parse(good.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      allAgree: true,
    });
    const bad = run('--scenario', 'nowhere');
    expect([bad.status, bad.stdout]).toEqual([2, '']);
    expect(bad.stderr).toContain('nowhere');
    // Two programs are started, on a machine that may be busy.
  }, 60_000);
});
