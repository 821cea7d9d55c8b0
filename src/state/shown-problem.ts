import type { Problem, ProblemReason } from '../../core/model/problem.js';
import { omitUndefined } from '../../core/protocol/omit-undefined.js';

/**
 * What went wrong, as a UI or a developer sees it. Safe to log: no secret is in it.
 *
 * @example
 * ```ts
 * const problem: Problem = {
 *   reason: 'authorizeFailed',
 *   message: 'backend.authorize rejected with a TypeError.',
 *   retry: true,
 *   docs: 'docs/errors.md#authorizefailed',
 * };
 * ```
 */
export interface ShownProblem extends Problem {
  /** The place in this package's documents that says what to show and what to check. */
  readonly docs: string;
}

/** A problem as it is shown. */
export function shownProblem(problem: Problem): ShownProblem;
export function shownProblem(problem: Problem | undefined): ShownProblem | undefined;
export function shownProblem(problem: Problem | undefined): ShownProblem | undefined {
  if (problem === undefined) return undefined;
  return omitUndefined({ ...problem, docs: docsOf(problem.reason) });
}

/** Each reason has a heading of its own. */
function docsOf(reason: ProblemReason): string {
  return `docs/errors.md#${reason.toLowerCase()}`;
}
