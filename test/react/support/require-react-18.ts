import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const react18 = createRequire(require.resolve('../react-18/package.json'));

// Whoever asks for one of React's entry points finds that of React 18 in Node's cache.
for (const name of [
  'react',
  'react/jsx-runtime',
  'react/jsx-dev-runtime',
  'react-dom',
  'react-dom/client',
  'react-dom/server',
  'react-dom/test-utils',
]) {
  react18(name);
  require.cache[require.resolve(name)] = require.cache[react18.resolve(name)];
}
