import { runDemo } from './cli.js';
import { ansiPaint, noPaint } from './paint.js';

const isColoured = process.stdout.isTTY === true && !process.env['NO_COLOR'];

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runDemo(process.argv.slice(2), {
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
  paint: isColoured ? ansiPaint : noPaint,
});
