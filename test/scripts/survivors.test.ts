import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listed } from '../../scripts/mutants/survivors.js';

/** The file of a listed mutant, and as much of its line as is printed. */
function placeOf(name: string): { file: string; line: string } {
  const [, file = '', line = ''] = /^`(\S+)` `+ ?(.+?)…? ?`+: /.exec(name) ?? [];
  return { file, line };
}

describe('the mutants that no test notices', () => {
  it('are listed with a line that is in their file', () => {
    const stale = listed().filter((name) => {
      const { file, line } = placeOf(name);
      return !readFileSync(file, 'utf8').replaceAll(/\s+/g, ' ').includes(line);
    });
    expect(stale).toEqual([]);
    expect(listed().length).toBeGreaterThan(50);
  });
});
