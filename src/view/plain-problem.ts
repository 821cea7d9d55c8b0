import type { Problem } from '../../machines/problem.js';
import { omitUndefined } from './omit-undefined.js';

const plain = new WeakMap<Problem, Problem>();

/** A problem as it is shown; the same object for the same problem. */
export function plainProblem(problem: Problem | undefined): Problem | undefined {
  if (problem === undefined) return undefined;
  const known = plain.get(problem) ?? omitUndefined(problem);
  plain.set(problem, known);
  return known;
}
