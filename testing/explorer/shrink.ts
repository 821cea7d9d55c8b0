import type { Script } from './action.js';
import type { Run } from './run.js';

/** How many shorter scripts are tried at most. */
const TRIES = 400;

/**
 * Makes a failing script as short as it gets: chunks, then single steps, are left out for as long as
 * the same rule still breaks.
 */
export async function shrink(failed: Run, run: (script: Script) => Promise<Run>): Promise<Run> {
  const rule = failed.violations[0]?.rule;
  let best = failed;
  let tries = 0;
  for (let size = Math.ceil(best.script.actions.length / 2); size >= 1; ) {
    const shorter = await withoutChunk(size);
    if (shorter !== undefined) {
      best = shorter;
      size = Math.min(size, Math.max(1, best.script.actions.length));
    } else if (size === 1) break;
    else size = Math.floor(size / 2);
  }
  return best;

  async function withoutChunk(size: number): Promise<Run | undefined> {
    const { actions } = best.script;
    for (let from = 0; from < actions.length && tries < TRIES; from += size) {
      tries += 1;
      const fewer = [...actions.slice(0, from), ...actions.slice(from + size)];
      const candidate = await run({ ...best.script, actions: fewer });
      if (candidate.violations.some((violation) => violation.rule === rule)) return candidate;
    }
    return undefined;
  }
}
