import { readOptions } from './explore/options.js';

const options = readOptions(process.argv.slice(2));
if ('exitCode' in options) {
  (options.exitCode === 0 ? console.log : console.error)(options.text);
  process.exitCode = options.exitCode;
} else {
  // Loads the whole library, which help and mistakes do not need.
  const { search } = await import('./explore/search.js');
  const why = await search(options).catch((error: unknown) =>
    error instanceof Error ? error.message : 'the search broke off',
  );
  if (why !== undefined) console.log(`Ended with 1: ${why}`);
  process.exitCode = why === undefined ? 0 : 1;
}
