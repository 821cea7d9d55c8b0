/** The known name that was most likely meant; `undefined` where none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const written = plain(name);
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const one of known) {
    const meant = plain(one);
    const changes = isPartOf(written, meant) ? 2 : distance(written, meant);
    const most = Math.min(written.length, meant.length) < 5 ? 1 : 2;
    if (changes >= least || (changes > most && !isPartOf(written, meant))) continue;
    nearest = one;
    least = changes;
  }
  return nearest;
}

/** Case, hyphens and underscores are what people mix up first. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** `prod` begins `production`, and `getOrderStatus` holds `orderStatus`. */
function isPartOf(written: string, meant: string): boolean {
  return (
    (written.length >= 4 && meant.startsWith(written)) ||
    (meant.length >= 8 && written.includes(meant))
  );
}

/** How many letters must be added, left out or changed to make one of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
