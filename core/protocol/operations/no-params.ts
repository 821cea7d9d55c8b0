import * as z from 'zod/mini';
import { issueCode } from '../check.js';
import type { JsonObject } from '../read.js';

/** The parameters of an operation that takes none: `{}`. */
export type NoParams = Readonly<Record<string, never>>;

/** The schema of {@link NoParams}; keys it does not know are ignored. */
export const noParams: z.ZodMiniType<NoParams> = z.object({}, issueCode('object'));

/** The wire payload of an operation that sends nothing but its action. */
export const noPayload = (): JsonObject => ({});
