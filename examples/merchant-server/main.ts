import { readConfig } from './config.js';
import { run } from './run.js';

const print = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  const running = run(readConfig(process.env), { print });
  // Also while it starts; and whoever starts a program through others may send one twice.
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => void running.then(({ stop }) => stop()));
  }
  await running;
} catch (error) {
  print(error instanceof Error ? error.message : 'The server could not start.');
  process.exit(1);
}
