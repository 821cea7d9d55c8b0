import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What of the repository is the app, not the library. */
const APP = ['demo', 'fixtures', 'scripts/hermes/app'];

/** The library's files an app reaches by a name of the package. */
const ENTRIES: Readonly<Record<string, string>> = {
  'src/index': 'upi-flow',
  'adapters/simulator/index': 'upi-flow/simulator',
};

/**
 * Makes a folder an app that installed the library: the package as built, in `node_modules`, and
 * the demo importing it by name.
 */
export function makeSampleApp(folder: string): void {
  installPackage(join(folder, 'node_modules/upi-flow'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'app', private: true }));
  for (const source of APP) {
    for (const file of readdirSync(join(root, source), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.ts')) copySource(folder, posix.join(source, file.replaceAll('\\', '/')));
    }
  }
}

function installPackage(folder: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  // What `npm run build` writes, without its types: checking them is another test's work.
  const fast = ['--noCheck', '--declaration', 'false', '--outDir', join(folder, 'dist')];
  const args = [tsc, '-p', join(root, 'tsconfig.build.json'), ...fast];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The package does not build.\n${stdout}${stderr}`);
}

function copySource(folder: string, file: string): void {
  const text = readFileSync(join(root, file), 'utf8');
  const target = join(folder, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(
    target,
    text.replaceAll(
      /(?<=^import (?:.* from )?|^} from )'(\.[^']*)\.js'/gm,
      (_all, name: string) => {
        return `'${nameInApp(file, name)}'`;
      },
    ),
  );
}

/** `../src/index` as an app says it. What the package does not offer is taken from its folder. */
function nameInApp(file: string, name: string): string {
  const path = posix.join(posix.dirname(file), name);
  const isOfTheApp = APP.some((source) => path.startsWith(`${source}/`));
  return isOfTheApp ? name : (ENTRIES[path] ?? `upi-flow/dist/${path}.js`);
}
