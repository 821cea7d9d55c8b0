/**
 * Who may import what, room by room, from the bottom of the house to its top: nothing imports upwards.
 * `npm run check:imports` holds it.
 */

/** The rooms of a floor, lowest first: each may use those before it on the same floor, and `floor`. */
const ROOMS = {
  'core/protocol': [],
  'core/model': ['core/protocol'],
  'core/ports': ['core/protocol', 'core/model'],
  'machines/shared': ['core'],
  'machines/(?!shared|upi-flow|index)': ['core', 'machines/shared'],
  'machines/upi-flow': ['core', 'machines/(?!index)'],
  'src/platform': ['core'],
  'src/time': ['core', 'src/platform'],
  'src/sdk': ['core', 'machines', 'src/platform', 'src/time'],
  'src/journal': ['core', 'machines', 'src/platform', 'src/time'],
  'src/actors': ['core', 'machines', 'src/platform', 'src/time', 'src/sdk', 'src/journal'],
  'src/state': ['core', 'machines'],
  'src/commands': ['core', 'machines', 'src/platform'],
  'src/flow': ['core', 'machines', 'src/(?!react|server|index)'],
  'src/index[.]ts': ['core', 'machines', 'src/(?!react|server)'],
  'src/react': ['src/index[.]ts', 'src/state/replace-equal-deep[.]ts'],
  'src/server': ['core'],
  'adapters/react-native': ['core', 'adapters', 'src/index[.]ts', 'src/react'],
  'adapters/(?!react-native)': ['core'],
  'testing/(?!server)': ['core', 'machines', 'src/(?!server)', 'adapters', 'testing'],
  'testing/server': ['core', 'src', 'adapters', 'testing'],
  cli: ['core', 'src', 'adapters', 'testing'],
};

/** The packages that a floor may use besides the library's own code. */
const PACKAGES = {
  core: ['zod'],
  machines: ['xstate'],
  'src/platform': ['uuid'],
  'src/commands': ['zod'],
  'src/journal': ['zod'],
  'src/(actors|flow|index)': ['xstate'],
  'src/(time|sdk|state)': [],
  'src/react': ['react', '@xstate/react'],
  'adapters/react-native': ['react', 'react-native', 'hyper-sdk-react'],
  'adapters/capacitor': ['hyper-sdk-capacitor', '@capacitor/core'],
  'adapters/(?!react-native|capacitor)': [],
  'src/server': [
    ...['zod', 'kysely', 'libsql', 'pg', 'pg-boss', 'jose', 'srvx', 'srvx/node'],
    ...['rate-limiter-flexible', 'buffer', 'crypto', 'http', 'net', 'util'],
  ],
  'testing/(?!server)': ['xstate'],
  'testing/server': ['crypto', 'http'],
};

const OURS = '^(core|machines|src|adapters|testing|cli|demo|scripts|test|examples)/';

export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Two files that import each other are one idea in two places.',
      severity: 'error',
      from: { path: '^(core|machines|src|adapters|testing|cli)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-loose-file',
      comment: 'A file is in a room; what a floor shows is in its index.',
      severity: 'error',
      from: {},
      to: { path: '^(core|machines|src)/[^/]+$', pathNot: '^(machines|src)/index[.]ts$' },
    },
    ...Object.entries(ROOMS).map(([room, below]) => ({
      name: `rooms: ${room}`,
      comment: `Imports only itself and what stands below it: ${below.join(', ') || 'nothing'}.`,
      severity: 'error',
      from: { path: `^${room}` },
      to: { path: OURS, pathNot: [room, ...below].map((path) => `^${path}`) },
    })),
    ...Object.entries(PACKAGES).map(([room, packages]) => ({
      name: `packages: ${room}`,
      comment: `Uses no package besides: ${packages.join(', ') || 'none'}.`,
      severity: 'error',
      from: { path: `^${room}` },
      to: {
        dependencyTypesNot: ['local', 'localmodule', 'aliased'],
        path: ['node_modules', '^[a-z@][^.]*$'],
        pathNot: packages.flatMap((name) => [`node_modules/${name}(/|$)`, `^${name}$`]),
      },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'] },
  },
};
