import { describe, expect, it } from 'vitest';
import { and, assign, fromPromise, setup } from 'xstate';
import { parcelMachine } from '../../../fixtures/parcel-machine.js';
import { toLiteralConfig } from '../../../scripts/export/literal-config.js';

function exported(config: unknown) {
  return () => toLiteralConfig(config, 'sample');
}

describe('what survives', () => {
  const { config, dropped } = toLiteralConfig(parcelMachine.config, 'parcel');

  it('is JSON', () => {
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });

  it('keeps names, and static parameters with them', () => {
    expect(config).toMatchObject({
      states: {
        delivery: {
          states: {
            shop: {
              on: { send: { actions: ['count', { type: 'log', params: { level: 'info' } }] } },
            },
            road: {
              entry: 'count',
              invoke: { src: 'carry', onError: [{ guard: 'mayRetry' }, {}, {}] },
              after: { patience: { target: 'lost' } },
            },
          },
        },
      },
    });
  });

  it('lists the data functions it leaves out', () => {
    expect(dropped).toEqual(['context', 'states.delivery.states.road.invoke.input']);
    const params = { on: { go: { actions: { type: 'log', params: () => ({}) } } } };
    expect(toLiteralConfig(params, 'sample').dropped).toEqual(['on.go.actions.params']);
  });

  it('keeps a forbidden event, which XState spells undefined', () => {
    expect(toLiteralConfig({ on: { go: undefined } }, 'sample').config).toEqual({ on: { go: {} } });
  });
});

describe('what is refused', () => {
  it('an inline guard', () => {
    const machine = setup({}).createMachine({ on: { go: { guard: () => true } } });
    expect(exported(machine.config)).toThrow(/^sample\.on\.go\.guard is inline/);
  });

  it('a guard combinator outside setup', () => {
    const machine = setup({ guards: { a: () => true } }).createMachine({
      on: { go: [{ guard: 'a' }, { guard: and(['a']) }] },
    });
    expect(exported(machine.config)).toThrow(/^sample\.on\.go\[1\]\.guard is inline/);
  });

  it('an inline action, also a built-in one', () => {
    expect(exported({ states: { a: { entry: [() => {}] } } })).toThrow(
      /^sample\.states\.a\.entry\[0\] is inline/,
    );
    expect(exported({ exit: assign({}) })).toThrow(/^sample\.exit is inline/);
  });

  it('an inline actor', () => {
    const src = fromPromise(() => Promise.resolve());
    expect(exported({ invoke: { src } })).toThrow(/^sample\.invoke\.src is inline logic/);
  });

  it('a delay without a name', () => {
    expect(exported({ after: { 500: 'b' } })).toThrow(/^sample\.after\.500 is a number/);
  });

  it('anything else that is not JSON', () => {
    expect(exported({ meta: { at: new Date(0) } })).toThrow(
      /^sample\.meta\.at is an object of a class/,
    );
    expect(exported({ meta: { run: () => {} } })).toThrow(/^sample\.meta\.run is a function/);
    expect(exported({ meta: { n: Number.NaN } })).toThrow(/^sample\.meta\.n is a number/);
    expect(exported({ on: new Map() })).toThrow(/^sample\.on is not a plain object/);
    expect(exported({ states: [] })).toThrow(/^sample\.states is not a plain object/);
  });
});
