import type { JsonObject } from './json.js';

/** Ends an operation with an error envelope. */
export class SdkRefusal extends Error {
  /** The envelope's `errorCode`. */
  readonly code: string;
  /** The envelope's payload; empty for most errors, as on the real wire. */
  readonly payload: JsonObject;

  constructor(code: string, message: string, payload: JsonObject = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.payload = payload;
  }
}

/** The refusal of a request whose parameter is missing or has the wrong type. */
export function badParameter(name: string): SdkRefusal {
  return new SdkRefusal(
    'JP_003',
    JSON.stringify({ field: name, message: 'missing or of wrong type' }),
  );
}

/** The refusal of a request without a valid authentication group. */
export function badAuthentication(): SdkRefusal {
  return new SdkRefusal('JP_012', 'Invalid authentication data');
}

/** The refusal of everything on a phone without a WebView. */
export function noWebView(): SdkRefusal {
  return new SdkRefusal('JP_020', 'No web view is present in the device');
}

/** The refusal of what needs a network. */
export function noNetwork(): SdkRefusal {
  return new SdkRefusal('JP_005', 'No internet connection');
}
