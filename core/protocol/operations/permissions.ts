import { coerceList, coerceString, isObject, type JsonObject, withUnknownKeys } from '../read.js';
import { noParams, noPayload } from './no-params.js';
import { operation } from './operation.js';

/** One permission of the operating system. */
export interface Permission {
  /** For example `android.permission.SEND_SMS`. */
  readonly label: string;
  readonly granted: boolean;
}

/** The permissions UPI needs. Other keys are kept. iOS always says granted. */
export interface Permissions {
  readonly permissions: readonly Permission[];
  readonly [key: string]: unknown;
}

function readPermissions(payload: JsonObject): Permissions {
  const permissions: Permission[] = [];
  for (const entry of coerceList(payload['permissions'])) {
    const label = isObject(entry) ? coerceString(entry['label']) : undefined;
    if (!isObject(entry) || label === undefined) continue;
    permissions.push({
      label,
      granted: coerceString(entry['status'])?.toUpperCase() === 'GRANTED',
    });
  }
  return withUnknownKeys({ permissions }, payload);
}

/** Which permissions are granted. */
export const upiCheckPermission = operation({
  action: 'upiCheckPermission',
  auth: false,
  effect: 'read',
  request: noParams,
  payload: noPayload,
  response: readPermissions,
});

/** Asks for them: the operating system shows its dialogs. */
export const upiGetPermission = operation({
  action: 'upiGetPermission',
  auth: false,
  effect: 'screen',
  request: noParams,
  payload: noPayload,
  response: readPermissions,
});
