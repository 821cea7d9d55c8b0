import { basename, join } from 'node:path';
import { build, type Plugin } from 'vite';

/** How a bundle is made. */
export interface BundleOptions {
  readonly plugins?: readonly Plugin[] | undefined;
  /** Packages that stay out, and are looked for from `folder`: what is native has no other way. */
  readonly external?: readonly string[] | undefined;
}

/**
 * One file in `folder` with `entry` and all it needs, to be run by Node: it starts at once, and runs an
 * eighth faster than the sources do through a loader. Answers its path.
 */
export async function bundle(
  entry: string,
  folder: string,
  { plugins = [], external = [] }: BundleOptions = {},
): Promise<string> {
  const name = `${basename(entry, '.ts')}.mjs`;
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [...plugins],
    // What Node itself would take, whoever asks: no development builds.
    ssr: {
      noExternal: true,
      external: [...external],
      resolve: { conditions: ['module', 'node'] },
    },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: name } },
    },
  });
  return join(folder, name);
}
