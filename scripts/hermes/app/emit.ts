declare const print: (line: string) => void;

/** What the app on the VM tells whoever runs it, one line of JSON each. */
export type Emitted =
  | ({ readonly kind: 'start' } & ColdStart)
  /** What a flow without `newId` came to. */
  | { readonly kind: 'ids'; readonly crypto: boolean; readonly thrown: string }
  | { readonly kind: 'ids'; readonly crypto: boolean; readonly status: string; ids: string[] }
  /** The summary of one scenario. */
  | { readonly kind: 'scenario'; readonly name: string; readonly summary: unknown }
  | { readonly kind: 'times'; readonly times: Times }
  | { readonly kind: 'end' };

/** Milliseconds since the VM began with the bundle. */
export interface ColdStart {
  /** The bundle's entry runs. */
  readonly evaluated: number;
  /** The first `createUpiFlow` is done. */
  readonly created: number;
  /** The flow takes commands: the SDK was initiated, and the device read. */
  readonly ready: number;
}

/** Milliseconds, once everything is warm. */
export interface Times {
  /** `createUpiFlow`. */
  readonly create: number;
  /** From `createUpiFlow` until the flow takes commands, with the simulator's work. */
  readonly ready: number;
  /** One event of the SDK in, one new state out. */
  readonly event: number;
  /** The device is read again: command, request, session token, new state, with the simulator. */
  readonly refresh: number;
}

export function emit(said: Emitted): void {
  print(JSON.stringify(said));
}
