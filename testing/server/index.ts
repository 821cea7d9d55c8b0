export { exploredServer } from './explored-server.js';
export {
  createTestServer,
  type TestRequest,
  type TestServer,
  type TestServerOptions,
} from './test-server.js';
