/**
 * One thing wrong with some input: machine-readable, with a sentence a developer can act on.
 * `path` is the dotted path of the value (`mandate.ruleValue`); the value itself is never included,
 * so an issue can be logged safely.
 *
 * @example
 * ```ts
 * flow.on('command.rejected', ({ issues }) => {
 *   for (const { path, code, message } of issues) console.warn(`${path}: ${code}. ${message}`);
 * });
 * ```
 */
export interface Issue {
  readonly path: string;
  /** A stable word, for example `amount.format`, `mandate.fixedAmount`, `required`. */
  readonly code: string;
  /** What was expected and what to do. English, for developers. */
  readonly message: string;
}

/** Either a value, or every reason why there is none. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] };
