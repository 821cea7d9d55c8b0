import { describe, expect, it } from 'vitest';
import { printScript } from '../../../testing/explorer/print-script.js';
import { traceScript } from '../../../testing/explorer/run.js';
import { shrink } from '../../../testing/explorer/shrink.js';
import {
  type Action,
  explore,
  mergeExplorations,
  runScript,
  type Script,
  UNREACHABLE,
} from '../../../testing/index.js';

const LINKED = { seed: 1, device: 'LINKED', orderStatus: true } as const;

describe('the explorer', () => {
  it('finds nothing wrong in a few hundred schedules, and reaches far', {
    timeout: 120_000,
  }, async () => {
    const found = await explore({ seed: 900_000, schedules: 250, depth: 2 });
    expect(found.findings.map(({ test }) => test)).toEqual([]);
    expect(found.schedules).toBe(250);
    expect(found.states.size).toBeGreaterThan(1_000);
    expect(found.exhausted?.states).toBeGreaterThan(5);
    expect(Object.keys(found.faults).length).toBeGreaterThan(15);
    const names = Object.values(found.transitions).flat();
    const taken = names.filter((name) => (found.taken[name] ?? 0) > 0);
    expect(taken.length / names.length).toBeGreaterThan(0.7);
  });

  it('does the same for the same seed', async () => {
    const once = await explore({ seed: 7, schedules: 5, length: 12 });
    const again = await explore({ seed: 7, schedules: 5, length: 12 });
    const other = await explore({ seed: 8_000, schedules: 5, length: 12 });
    expect(again).toEqual(once);
    expect(other.taken).not.toEqual(once.taken);
  });

  it('comes to what chance seldom meets: an error just when a PIN is set', {
    timeout: 120_000,
  }, async () => {
    const { taken, findings } = await explore({ seed: 1, schedules: 0, depth: 3 });
    expect(findings).toEqual([]);
    expect(taken['device.linked.settingMpin: error setMpin -> device.checking']).toBeGreaterThan(0);
  });

  it('stops when it is told to', async () => {
    let asked = 0;
    const goOn = () => {
      asked += 1;
      return asked <= 2;
    };
    const { schedules } = await explore({ seed: 1, schedules: 50, length: 3, goOn });
    expect(schedules).toBe(2);
  });

  it('adds up what several processes found', async () => {
    const one = await explore({ seed: 1, schedules: 2, length: 5, depth: 1 });
    const two = await explore({ seed: 3, schedules: 2, length: 5 });
    const sum = mergeExplorations([one, two]);
    expect(sum.schedules).toBe(4);
    expect(sum.exhausted).toEqual(one.exhausted);
    for (const [name, times] of Object.entries(sum.taken)) {
      expect(times).toBe((one.taken[name] ?? 0) + (two.taken[name] ?? 0));
    }
  });

  it('names only transitions that exist as unreachable', async () => {
    const { transitions } = await explore({ seed: 1, schedules: 0 });
    const all = Object.values(transitions).flat();
    for (const name of Object.keys(UNREACHABLE)) expect(all).toContain(name);
  });
});

describe('a script', () => {
  const script = (...actions: readonly Action[]): Script => ({ ...LINKED, actions });
  const pay: Action = {
    do: 'pay',
    orderId: 'O1',
    command: { type: 'pay', order: { orderId: 'O1', amount: '2.00' } },
    plan: { answer: 'silence' },
  };

  it('runs as it is written, and ends calm', async () => {
    const { violations, harness } = await runScript(script(pay, { do: 'advance', ms: 60_000 }));
    expect(violations).toEqual([]);
    expect(harness.simulator.ledger.debits('O1')).toHaveLength(1);
    expect(harness.flow.getSnapshot().orders['O1']).toMatchObject({
      status: 'success',
      verified: true,
    });
  });

  it('shows the states it goes through, one line for each step', async () => {
    const lines = await traceScript(script(pay, { do: 'advance', ms: 5_000 }, { do: 'die' }));
    expect(lines).toEqual([
      'upiFlow ready, device linked.idle, session fresh, order:1 unsent.attempt.signing & look.checkingStatus',
      'upiFlow ready, device linked.idle, session fresh, order:1 open.submitted',
      'upiFlow starting, order:1 open.pending.waiting',
    ]);
  });

  it('survives the death of the process on the SDK’s screen', async () => {
    const { violations, harness } = await runScript(
      script(pay, { do: 'advance', ms: 1_000 }, { do: 'die' }, { do: 'advance', ms: 5_000 }),
    );
    expect(violations).toEqual([]);
    expect(harness.faults.get('process death')).toBe(1);
    const sent = harness.simulator.wire.traffic.filter(
      ({ call, raw }) => call === 'process' && raw.includes('upiTxn'),
    );
    expect(sent).toHaveLength(1);
  });
});

describe('a failing script', () => {
  const ticks: readonly Action[] = Array.from({ length: 20 }, () => ({ do: 'tick' }));
  const die: Action = { do: 'die' };
  const unsolicited: Action = { do: 'unsolicited', orderId: 'O1' };

  it('shrinks to the steps that matter', async () => {
    const { harness } = await runScript({ ...LINKED, actions: [] });
    const run = async (script: Script) => ({
      script,
      harness,
      violations:
        script.actions.includes(die) && script.actions.includes(unsolicited)
          ? [{ rule: 'S2', saw: 'both' }]
          : [],
    });
    const actions = [...ticks, die, ...ticks, unsolicited, ...ticks];
    const small = await shrink(await run({ ...LINKED, actions }), run);
    expect(small.script.actions).toEqual([die, unsolicited]);
  });

  it('is printed as a test that can be pasted', () => {
    const text = printScript({ ...LINKED, actions: [die] }, [{ rule: 'S2', saw: 'two debits' }]);
    expect(text).toContain("import { runScript } from 'upi-flow/testing';");
    expect(text).toContain('// S2: two debits');
    expect(text).toContain('{"do":"die"},');
    expect(text).toContain("device: 'LINKED',");
  });
});
