import type { UpiState } from '../index.js';

/** What a flow shows before it is started: the same on a server and on every phone. */
const state: UpiState = {
  step: { name: 'starting' },
  device: 'unknown',
  accounts: [],
  vpas: [],
  profile: { upiNumbers: [], allowedAccountTypes: [] },
  orders: {},
  sdk: 'starting',
  busy: false,
  loader: false,
};

/** Stands in for the flow on the server and during hydration, when the markup has to be the same. */
export const beforeStart = {
  getSnapshot: (): UpiState => state,
  subscribe: () => ({ unsubscribe: () => undefined }),
};
