import { readArguments, USAGE } from './arguments.js';
import { serveMock } from './serve-mock.js';

/** What a command needs of the process. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints one line. */
  out(line: string): void;
  /** Prints one line of what is wrong. */
  err(line: string): void;
}

/** A command that was started. */
export interface Running {
  /** The exit code of a command that is over: 0, 1 (it could not), 2 (wrong arguments). */
  readonly code: number | undefined;
  /** Where a server listens. */
  readonly port: number | undefined;
  /** Ends a server. */
  close(): Promise<void>;
}

/** Runs `upi-flow` with these arguments; resolves once it is over, or once its server listens. */
export async function run(argv: readonly string[], io: Io): Promise<Running> {
  const read = readArguments(argv, io.env);
  switch (read.is) {
    case 'help':
      io.out(USAGE);
      return over(0);
    case 'wrong':
      io.err(read.why);
      io.err(USAGE);
      return over(2);
    case 'mock-juspay':
      try {
        return { code: undefined, ...(await serveMock(read.settings, io)) };
      } catch (error) {
        io.err(error instanceof Error ? error.message : 'The server could not start.');
        return over(error instanceof RangeError ? 2 : 1);
      }
  }
}

function over(code: number): Running {
  return { code, port: undefined, close: () => Promise.resolve() };
}
