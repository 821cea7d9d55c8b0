import * as z from 'zod/mini';
import type { Issue } from '../issues.js';
import { isObject, type JsonObject } from '../read.js';
import type { ClaimsBase, SignedClaims } from '../requests/claims.js';

/**
 * What an operation does to the world: `read` nothing; `device` changes what is registered on this
 * phone; `money` may move money; `screen` lets the SDK, NPCI or the OS take over the screen.
 */
export type Effect = 'read' | 'device' | 'money' | 'screen';

/** One action of the SDK: how to ask for it and how to read its answer. */
export interface Operation<E extends Effect, P, R> {
  /** The wire name. */
  readonly action: string;
  /** Whether the request carries an authorisation group. */
  readonly auth: boolean;
  readonly effect: E;
  /** Checks the typed parameters; strict. */
  readonly request: z.ZodMiniType<P>;
  /** Wire payload of the checked parameters; `action` is put in front of it, `undefined` dropped. */
  readonly payload: (params: P, base: ClaimsBase) => JsonObject;
  /** Claims to sign, where they are more than who and when. */
  readonly claims?: ((params: P, base: ClaimsBase) => SignedClaims) | undefined;
  /** What those claims need and is missing, besides what `request` checks. */
  readonly missing?: ((params: P, base: ClaimsBase) => readonly Issue[]) | undefined;
  /** Reads the payload of an answer, whatever it is; never refuses one. */
  readonly response: z.ZodMiniType<R>;
  /** The same as a plain function: what runs for every answer. */
  readonly read: (payload: JsonObject) => R;
}

/**
 * An operation as it is declared: its answer is read by one tolerant function, because a schema with
 * a transform for each field takes three times as long.
 */
type Declared<E extends Effect, P, R> = Omit<Operation<E, P, R>, 'response' | 'read'> & {
  readonly response: (payload: JsonObject) => R;
};

/** Declares an operation; its parameter and response types are inferred from it. */
export function operation<const E extends Effect, P, R>(
  declared: Declared<E, P, R>,
): Operation<E, P, R> {
  const read = declared.response;
  const response = z.pipe(
    z.unknown(),
    z.transform((payload: unknown) => read(isObject(payload) ? payload : {})),
  );
  return { ...declared, read, response };
}

/** A schema, seen as one of the documented parameters: what it infers is not readonly. */
export function schemaFor<P>(schema: z.ZodMiniType<P>): z.ZodMiniType<P> {
  return schema;
}
