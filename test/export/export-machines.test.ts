import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createMachine, StateMachine } from 'xstate';
import { exportName, generatedFiles } from '../../scripts/export/generated-files.js';
import { toLiteralConfig } from '../../scripts/export/literal-config.js';
import { machines } from '../../scripts/export/machine-list.js';
import { childrenOf, edgesFrom, stateNodesOf } from '../../scripts/export/state-graph.js';
import { edgeList } from './edge-list.js';
import { parseMermaid } from './mermaid-parser.js';
import { namesIn } from './names-in.js';

const folder = new URL('../../docs/machines/', import.meta.url);

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

  it('implements every name it uses', () => {
    const { guards, actions, actors, delays } = namesIn(config);
    const { implementations } = machine;
    expect([...guards].filter((guard) => !(guard in implementations.guards))).toEqual([]);
    expect([...actions].filter((action) => !(action in implementations.actions))).toEqual([]);
    expect([...actors].filter((actor) => !(actor in implementations.actors))).toEqual([]);
    expect([...delays].filter((delay) => !(delay in implementations.delays))).toEqual([]);
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

  it("is drawn in a way Mermaid's parser accepts", async () => {
    const diagram = await readFile(new URL(`${name}.mmd`, folder), 'utf8');
    await expect(parseMermaid(diagram)).resolves.toBe('stateDiagram');
  });
});
