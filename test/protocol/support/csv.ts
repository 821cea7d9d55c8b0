/** The rows of a CSV text with quoted fields but no line breaks in them, keyed by its first line. */
export function parseCsv(csv: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = csv.trimEnd().split(/\r?\n/).map(fields);
  return rows.map((row) => Object.fromEntries(row.map((value, at) => [header[at] ?? '', value])));
}

function fields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}
