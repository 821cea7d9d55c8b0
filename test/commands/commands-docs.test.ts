import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/commands.js';

/** The rows of the table of commands in docs/concepts.md. */
const rows = readFileSync(new URL('../../docs/concepts.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/concepts.md', () => {
  it.each(Object.entries(COMMANDS))(
    'says whom %s goes to, and what it needs in the order in which it is told',
    (command, { to, needs }) => {
      const [, , , goesTo, needed = ''] = rows.find(([, name]) => name === `\`${command}\``) ?? [];
      expect({ to: goesTo, needs: needed.match(/\w+/g) ?? [] }).toEqual({ to, needs });
    },
  );
});
