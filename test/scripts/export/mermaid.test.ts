import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { parcelMachine } from '../../../fixtures/parcel-machine.js';
import { toMermaid } from '../../../scripts/export/mermaid.js';
import { parseMermaid } from './mermaid-parser.js';

describe('toMermaid', () => {
  const diagram = toMermaid(parcelMachine);

  it("is accepted by Mermaid's parser, which does refuse a broken one", async () => {
    await expect(parseMermaid(diagram)).resolves.toBe('stateDiagram');
    await expect(parseMermaid(diagram.replace('-->', '--> -->'))).rejects.toThrow(/line/);
    await expect(parseMermaid(diagram.replace('}', ''))).rejects.toThrow(/line/);
  });

  it('nests states and sets parallel regions apart', () => {
    expect(diagram).toContain(
      '  state "parcel" as parcel {\n    state "delivery" as parcel_delivery {',
    );
    expect(diagram).toContain('    }\n    --\n    state "weather" as parcel_weather {');
  });

  it.each([
    ['an initial state', '[*] --> parcel_delivery_shop'],
    ['a final state', 'parcel_delivery_home --> [*]'],
    ['an event', 'parcel_delivery_shop --> parcel_delivery_road: send'],
    ['an answer', 'parcel_delivery_road --> parcel_delivery_home: done carry'],
    ['a guarded answer', 'parcel_delivery_road --> parcel_delivery_road: error carry [mayRetry]'],
    ['two causes in one arrow', 'parcel_delivery_lost: error carry [else]<br/>after patience'],
    ['an eventless transition', 'parcel_delivery_lost --> parcel_delivery_shop: always [mayRetry]'],
    ['what a composite handles', 'parcel_delivery__any --> parcel_delivery_shop: cancel'],
    ['waiting states', 'class parcel_delivery_road waiting'],
    ['states that need a person', 'class parcel_delivery_shop needsUser'],
  ])('draws %s', (_, line) => {
    expect(diagram).toContain(line);
  });

  it('never draws an arrow between a block and what is inside it', async () => {
    const machine = createMachine({
      id: 'm',
      initial: 'box',
      states: {
        box: {
          initial: 'a',
          on: { restart: { target: 'box', reenter: true }, inner: '.b' },
          onDone: 'rest',
          states: { a: {}, b: { on: { up: '#m.box' } }, end: { type: 'final' } },
        },
        rest: {},
      },
    });
    const drawn = toMermaid(machine);
    expect(drawn).toContain('m_box__any --> m_box_a: restart');
    expect(drawn).toContain('m_box__any --> m_box_b: inner');
    expect(drawn).toContain('m_box_b --> m_box_a: up');
    expect(drawn).toContain('m_box__any --> m_rest: done');
    await expect(parseMermaid(drawn)).resolves.toBe('stateDiagram');
  });

  it('keeps marks of the grammar out of ids and labels', async () => {
    const machine = createMachine({
      id: 'a-b',
      initial: 'x"y',
      states: { 'x"y': { on: { 'go;to:#1': 'z w' } }, 'z w': {} },
    });
    await expect(parseMermaid(toMermaid(machine))).resolves.toBe('stateDiagram');
  });
});
