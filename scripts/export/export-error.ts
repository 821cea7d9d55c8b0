/** A config holds something that a literal file cannot say. The message names the place. */
export class ExportError extends Error {
  override readonly name = 'ExportError';

  constructor(path: string, problem: string) {
    super(`${path} ${problem}`);
  }
}
