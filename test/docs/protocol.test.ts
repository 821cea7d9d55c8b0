import { describe, expect, it } from 'vitest';
import { fields } from '../../fixtures/documented-fields.js';
import { type Row, rowsOf } from './support/field-tables.js';

const rows = rowsOf('docs/protocol.md');
const nameOf = ({ table, field }: { table: string; field: string }) => `${table}: ${field}`;

describe('the tables of fields', () => {
  const onPages = (list: readonly { table: string; field: string; page: string }[]) =>
    [...new Set(list.map((one) => `${nameOf(one)}, ${one.page}`))].sort();

  it('have a row for every field of the documents, with its pages, and no other', () => {
    const inRows = rows.flatMap((row) => row.pages.map((page) => ({ ...row, page })));
    expect(onPages(inRows)).toEqual(onPages(fields));
    expect(new Set(rows.map(nameOf)).size).toBe(rows.length);
  });

  it('say of every field where it is', () => {
    const mayBeSilent = ({ table }: Row) => table === 'Request of a session';
    const silent = rows.filter((row) => !mayBeSilent(row) && row.cells.includes(''));
    expect(silent.map(nameOf)).toEqual([]);
  });
});
