import { runDemo } from '../../demo/cli.js';
import { noPaint } from '../../demo/paint.js';

/** Runs the demo with these arguments, in this process; answers what it printed. */
export async function demo(...argv: readonly string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const print = (line: string) => void out.push(line);
  const complain = (line: string) => void errors.push(line);
  const code = await runDemo(argv, { print, complain, paint: noPaint });
  return { code, out, errors };
}
