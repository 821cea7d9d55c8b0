import {
  coerceList,
  isObject,
  type JsonObject,
  objectsAt,
  textAt,
  withUnknownKeys,
} from '../read.js';
import { noParams, noPayload } from './no-params.js';
import { operation } from './operation.js';

/** A SIM in the phone. */
export interface Sim {
  /** What `upiBindActivateDevice` takes. */
  readonly simId: string;
  /** For example `JIO`. */
  readonly provider?: string | undefined;
  readonly phoneNumber?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly [key: string]: unknown;
}

/** The SIMs of the phone; iOS always answers two made-up ones. */
export interface SimDetails {
  readonly sims: readonly Sim[];
  readonly [key: string]: unknown;
}

function readSimDetails(payload: JsonObject): SimDetails {
  const named = objectsAt(payload, 'sims', 'simDetails', 'simInfo', 'simList');
  const sims = (named.length > 0 ? named : anyObjects(payload))
    .map(readSim)
    .filter((sim) => sim !== undefined);
  return withUnknownKeys({ sims }, payload);
}

/** No document shows the key of the list, so the first list of objects is taken. */
function anyObjects(payload: JsonObject): readonly JsonObject[] {
  for (const value of Object.values(payload)) {
    const objects = isObject(value) ? [] : coerceList(value).filter(isObject);
    if (objects.length > 0) return objects;
  }
  return [];
}

function readSim(wire: JsonObject): Sim | undefined {
  const simId = textAt(wire, 'simId', 'simID', 'id');
  if (simId === undefined) return undefined;
  return withUnknownKeys(
    {
      simId,
      provider: textAt(wire, 'provider', 'simProvider', 'carrierName', 'operator'),
      phoneNumber: textAt(wire, 'phoneNo', 'phoneNumber'),
      serialNumber: textAt(wire, 'simSerialNo', 'serialNumber'),
    },
    wire,
  );
}

/** The SIMs a customer can bind. */
export const upiGetSimDetails = operation({
  action: 'upiGetSimDetails',
  auth: false,
  effect: 'read',
  request: noParams,
  payload: noPayload,
  response: readSimDetails,
});
