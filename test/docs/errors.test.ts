import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as simulating from '../../adapters/simulator/index.js';
import type { Problem, UpiFlow, UpiState } from '../../src/index.js';
import * as flows from '../../src/index.js';
import { blocksIn, textOf } from './support/markdown.js';
import { wordsOf } from './support/words.js';

const DOC = 'docs/errors.md';
const problemReasons = wordsOf('ProblemReason');
const text = textOf(DOC);

/** The entry of each reason: what stands under its heading. */
const entries = new Map(
  text
    .slice(text.indexOf('## Problem reasons'), text.indexOf('## Rejection reasons'))
    .split(/^### /m)
    .slice(1)
    .map((entry) => [entry.slice(0, entry.indexOf('\n')), entry]),
);

type Begin = (...options: unknown[]) => Promise<{ readonly flow: UpiFlow }>;

/** The function of the document that makes the world of its recipes. */
function beginOfDocument(): Begin {
  const [block] = blocksIn(DOC, text, 'ts').filter((one) => one.text.includes('function begin('));
  const code = (block?.text ?? '').replace(/^import [^;]*;$/gms, '');
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const make = new Function(
    ...['createUpiFlow', 'memoryStorage', 'createSimulator', 'exports'],
    `${outputText}; return begin;`,
  );
  return make(flows.createUpiFlow, flows.memoryStorage, simulating.createSimulator, {});
}

const begin = beginOfDocument();

/** Runs a recipe, and answers every problem that could be seen on the way. */
async function problemsOf(recipe: string): Promise<readonly Problem[]> {
  const seen: Problem[] = [];
  const see = (problem: Problem | undefined) => problem !== undefined && seen.push(problem);
  const look = ({ step, orders }: UpiState) => {
    if ('problem' in step) see(step.problem);
    for (const order of Object.values(orders)) see(order.problem);
  };
  const begun: UpiFlow[] = [];
  const watched: Begin = async (...options) => {
    const world = await begin(...options);
    const { flow } = world;
    begun.push(flow);
    look(flow.getSnapshot());
    flow.subscribe(look);
    flow.on('error', ({ problem }) => see(problem));
    flow.on('command.rejected', ({ problem }) => see(problem));
    return world;
  };
  const run = new Function('begin', `return (async () => {${recipe}\n})();`);
  const answer: flows.CallResult<unknown> | undefined = await run(watched);
  if (answer?.ok === false) see(answer.problem);
  for (const flow of begun) flow.stop();
  return seen;
}

describe('the reasons of problems', () => {
  it('have an entry each, and no entry is of anything else', () => {
    expect([...entries.keys()].sort()).toEqual([...problemReasons].sort());
  });

  it.each(problemReasons)('%s: what happened, what to show and what to check is said', (reason) => {
    const entry = entries.get(reason) ?? '';
    expect(entry).toMatch(/^\w+\n\n[A-Z][\s\S]*?\.\n\n- /);
    expect(entry).toMatch(/^- \*\*Show:\*\* \S/m);
    expect(entry).toMatch(/^- \*\*Check:\*\* \S/m);
  });

  it.each(problemReasons)('%s: the recipe shows it, and leads to the entry', async (reason) => {
    const [recipe] = blocksIn(DOC, entries.get(reason) ?? '', 'js');
    const seen = await problemsOf(recipe?.text ?? '');
    expect(seen.map((problem) => problem.reason)).toContain(reason);
    for (const problem of seen) {
      expect(problem.docs).toBe(`${DOC}#${problem.reason.toLowerCase()}`);
      expect(entries.has(problem.reason)).toBe(true);
      expect(JSON.parse(JSON.stringify(problem))).toEqual(problem);
    }
  });

  it.each(problemReasons)('%s: the table leads to its entry', (reason) => {
    expect(text).toContain(`| [\`${reason}\`](#${reason.toLowerCase()}) `);
  });
});

describe('the links inside the document', () => {
  it('lead to headings that are there', () => {
    const anchors = [...text.matchAll(/^#{2,} (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(new Set(anchors).size).toBe(anchors.length);
    const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
    expect(links.length).toBeGreaterThan(20);
  });
});
