import { coerceObject, coerceString, withUnknownKeys } from '../read.js';
import {
  readSelectedAccount,
  readVpaAccounts,
  type SelectedAccount,
  type VpaAccount,
} from './account.js';
import { noParams, noPayload } from './no-params.js';
import { operation } from './operation.js';
import { readSessionToken, type SessionToken } from './session-token.js';

/** What the SDK's onboarding screens led to. Keys that are not listed are kept. */
export interface Onboarding {
  /** `SUCCESS` or `FAILURE`, as printed. */
  readonly status?: string | undefined;
  readonly linkedAccounts: readonly VpaAccount[];
  readonly account?: SelectedAccount | undefined;
  /** In case the customer is now linked. */
  readonly session?: SessionToken | undefined;
  readonly [key: string]: unknown;
}

/** The SDK's own onboarding screens. */
export const onboarding = operation({
  action: 'onboarding',
  auth: true,
  effect: 'screen',
  request: noParams,
  payload: noPayload,
  response: (payload): Onboarding => {
    const session = coerceObject(payload['sessionTokenResponse']);
    return withUnknownKeys(
      {
        status: coerceString(payload['status']),
        linkedAccounts: readVpaAccounts(payload['linkedAccounts'] ?? payload['vpaAccounts']),
        account: readSelectedAccount(payload),
        session: session && readSessionToken(session),
      },
      payload,
    );
  },
});
