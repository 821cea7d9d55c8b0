import type { Issue } from '../../../core/protocol/index.js';

/** What a refused request is told, in the form of RFC 9457; `code` is stable. */
export interface ProblemDetails {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly issues?: readonly Issue[] | undefined;
  /** Seconds after which the same may be tried again. */
  readonly retryAfter?: number | undefined;
  /** What this route takes instead. */
  readonly allow?: string | undefined;
  /** How to say who one is. Default `Bearer`. */
  readonly challenge?: string | undefined;
}

const PROBLEMS = {
  unauthenticated: [401, 'Nobody is logged in.'],
  forbidden: [403, 'This is signed for the customer who is logged in, and for nobody else.'],
  notFound: [404, 'There is no such route.'],
  unknownOrder: [404, 'The books have no such order of this customer.'],
  methodNotAllowed: [405, 'This route takes another method.'],
  conflict: [409, 'This was asked before with other contents.'],
  orderEnded: [409, 'The order was paid: nobody may pay it again.'],
  orderWithdrawn: [409, 'The shop gave the order up.'],
  orderPending: [409, 'Money of this order may be on its way: nobody may pay it again yet.'],
  orderDisputed: [409, 'A person has to look at the order first.'],
  otherTerms: [409, 'The books have this order with other terms.'],
  tooLarge: [413, 'The request is too large.'],
  unsupported: [415, 'The body must be JSON: content-type application/json.'],
  invalid: [422, 'The request cannot be understood.'],
  malformed: [400, 'The body is no JSON.'],
  tooMany: [429, 'Too many requests.'],
  unavailable: [503, 'This cannot be answered just now.'],
  refused: [502, 'Juspay refused.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What a route throws for a request that it refuses. */
export class Refusal extends Error {
  readonly problem: ProblemDetails;

  constructor(code: ProblemCode, more: Omit<ProblemDetails, 'code' | 'status' | 'title'> = {}) {
    const [status, title] = PROBLEMS[code];
    super(title);
    this.name = 'Refusal';
    this.problem = { code, status, title, ...more };
  }
}

/** For every answer: nothing of it is kept, framed, sniffed or run. */
const SECURE = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

export function json(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...SECURE, ...headers },
  });
}

export function problemResponse({
  retryAfter,
  allow,
  challenge = 'Bearer',
  code,
  ...problem
}: ProblemDetails): Response {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  if (allow !== undefined) headers['allow'] = allow;
  if (problem.status === 401) headers['www-authenticate'] = challenge;
  return json({ type: 'about:blank', code, ...problem }, problem.status, headers);
}
