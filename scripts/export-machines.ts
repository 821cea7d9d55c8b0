import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './export/generated-files.js';
import { machines } from './export/machine-list.js';

const folder = fileURLToPath(new URL('../docs/machines/', import.meta.url));
const files = generatedFiles(machines);

await mkdir(folder, { recursive: true });
for (const old of await readdir(folder)) {
  // A machine that was renamed must not leave its old drawing behind.
  if (!files.has(old)) await rm(`${folder}${old}`);
}
for (const [name, text] of files) await writeFile(`${folder}${name}`, text);
console.log(`docs/machines: ${files.size} files written.`);
