import { seedTables } from '../../../fixtures/seed-fields.js';
import { textOf } from './markdown.js';

/** A row of the tables of docs/protocol.md: the field, its pages, and what the other columns say. */
export interface Row {
  /** The heading of its table. */
  readonly table: string;
  readonly field: string;
  readonly pages: readonly string[];
  readonly cells: readonly string[];
}

const PAGES = [...new Set<string>(seedTables.map(({ page }) => page))];

/** The pages a cell names: `000, 002 §1 to §4`, `000 to 003`. */
function pagesOf(cell: string): readonly string[] {
  return cell.split(', ').flatMap((part) => {
    const [first = '', last = first] = part.split(' to ');
    const begins = PAGES.findIndex((page) => page.startsWith(first));
    const ends = PAGES.findLastIndex((page) => page.startsWith(last.replace(/^§/, '002 §')));
    return begins < 0 || ends < begins ? [`no page: ${part}`] : PAGES.slice(begins, ends + 1);
  });
}

/** Every row of a table of fields. */
export function rowsOf(doc: string): readonly Row[] {
  const sections = textOf(doc).split(/^### /m).slice(1);
  return sections.flatMap((section) => {
    const [table = ''] = section.split('\n', 1);
    return [...section.matchAll(/^\| `(.+?)` +\| (.+?) +\| (.+) \|$/gm)].map(
      ([, field = '', pages = '', rest = '']) => {
        const cells = rest.split('|').map((cell) => cell.trim());
        return { table, field, pages: pagesOf(pages), cells };
      },
    );
  });
}

/** The words in `code` of a cell, up to the first colon: what stands after it is a note. */
export function codeOf(cell: string): readonly string[] {
  const [said = ''] = cell.split(/:\s/);
  return [...said.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}

/** The action of each page, from the list of pages. */
export function actionsOf(doc: string): ReadonlyMap<string, string> {
  const rows = textOf(doc).matchAll(/^\| (\d{3}(?: §\d)?) +\|.*\| `(\w+)` +\|$/gm);
  return new Map([...rows].map(([, page = '', action = '']) => [page, action]));
}
