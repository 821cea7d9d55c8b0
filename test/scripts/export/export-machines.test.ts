import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine, StateMachine } from 'xstate';
import { exportName, generatedFiles } from '../../../scripts/export/generated-files.js';
import { toLiteralConfig } from '../../../scripts/export/literal-config.js';
import { machines } from '../../../scripts/export/machine-list.js';
import { childrenOf, edgesFrom } from '../../../scripts/export/state-graph.js';
import { stateNodesOf } from '../../../testing/explorer/state-nodes.js';

const folder = new URL('../../../docs/machines/', import.meta.url);

/** Every transition of a machine as one line of text: source, event, guard, targets. */
function edgeList(machine: AnyStateMachine): string[] {
  return stateNodesOf(machine)
    .flatMap(edgesFrom)
    .map(({ source, trigger, guard, targets, reenter }) =>
      JSON.stringify([
        source.id,
        trigger,
        guard ?? null,
        targets.map((target) => target.id),
        reenter,
      ]),
    );
}

describe('docs/machines', () => {
  const files = generatedFiles(machines);

  it('holds exactly the generated files', async () => {
    expect((await readdir(folder)).sort()).toEqual([...files.keys()].sort());
  });

  it.each([...files])('%s is what `npm run export` writes today', async (name, text) => {
    expect(await readFile(new URL(name, folder), 'utf8')).toBe(text);
  });
});

describe.each(machines)('the $name machine', ({ name, machine }) => {
  const nodes = stateNodesOf(machine);
  const { config } = toLiteralConfig(machine.config, name);

  it('has the same transitions when its JSON is read back', () => {
    expect(edgeList(createMachine(config))).toEqual(edgeList(machine));
  });

  it('has the same transitions as its literal file', async () => {
    const url = new URL(`${name}.machine.ts`, folder).href;
    const file: Readonly<Record<string, unknown>> = await import(url);
    const literal = file[exportName(name)];
    if (!(literal instanceof StateMachine)) throw new TypeError(`${name}: no machine exported`);
    expect(edgeList(literal)).toEqual(edgeList(machine));
  });

  it('names every guard', () => {
    // Reading an inline guard throws, so naming them all is the proof.
    const guards = nodes.flatMap(edgesFrom).flatMap(({ guard }) => guard?.name ?? []);
    expect(guards.filter((guard) => guard === '')).toEqual([]);
  });

  it('describes every state in one line', () => {
    const silent = nodes.filter(({ description = '' }) => !/^\S.*$/.test(description));
    expect(silent.map((node) => node.id)).toEqual([]);
  });

  it('tags every leaf that waits', () => {
    const untagged = nodes
      .filter((node) => childrenOf(node).length === 0)
      .filter((node) => node.invoke.length > 0 || node.after.length > 0)
      .filter((node) => !node.tags.includes('waiting') && !node.tags.includes('needsUser'));
    expect(untagged.map((node) => node.id)).toEqual([]);
  });
});
