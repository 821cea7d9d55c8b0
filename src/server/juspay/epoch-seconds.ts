/** Epoch milliseconds as the server APIs print a moment: whole seconds, as text. */
export function epochSeconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}
