import type { Scenario } from '../scenario.js';
import { checkout } from './checkout.js';
import { documents } from './documents.js';
import { doubleTap } from './double-tap.js';
import { killed } from './killed.js';
import { lateSuccess } from './late-success.js';
import { lostAnswer } from './lost-answer.js';
import { nestedMandates } from './nested-mandates.js';
import { offlineServer } from './offline-server.js';
import { refunds } from './refunds.js';
import { refusedPermission } from './refused-permission.js';
import { sdkScreens } from './sdk-screens.js';
import { sessionExpiry } from './session-expiry.js';
import { story } from './story.js';
import { tokenExpiry } from './token-expiry.js';
import { tpv } from './tpv.js';

/** Everything the demo can tell; the first is what it tells unasked. */
export const scenarios: readonly Scenario[] = [
  story,
  tokenExpiry,
  refusedPermission,
  sdkScreens,
  doubleTap,
  lostAnswer,
  lateSuccess,
  offlineServer,
  killed,
  sessionExpiry,
  checkout,
  refunds,
  nestedMandates,
  documents,
  // Last: a phone has no server to run, so its bundle leaves this one out.
  tpv,
];
