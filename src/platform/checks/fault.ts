/** What a programmer must mend before a flow can be made. */
export function fault(what: string): Error {
  return new Error(`createUpiFlow: ${what}`);
}
