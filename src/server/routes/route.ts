import { Refusal } from './problem.js';

/** The routes, by what they do. */
export type RouteName = 'authorize' | 'sessions' | 'order' | 'webhook' | 'health';

/** Each with its method and its path below where the routes are mounted. */
export const ROUTES: readonly (readonly [RouteName, string, RegExp])[] = [
  ['authorize', 'POST', /^authorize$/],
  ['sessions', 'POST', /^sessions$/],
  ['order', 'GET', /^orders\/([^/]+)$/],
  ['webhook', 'POST', /^webhooks\/juspay$/],
  ['health', 'GET', /^healthz$/],
];

/** Which route a request is for, and the id in its path. */
export function routeOf(request: Request, basePath = '/'): { name: RouteName; id: string } {
  const { pathname } = new URL(request.url);
  const base = `/${basePath.split('/').filter(Boolean).join('/')}/`.replace('//', '/');
  const rest = pathname.startsWith(base) ? pathname.slice(base.length) : undefined;
  const found = ROUTES.filter(([, , path]) => rest !== undefined && path.test(rest));
  // HEAD is GET without a body, which the host leaves out.
  const asked = request.method === 'HEAD' ? 'GET' : request.method;
  const [route] = found.filter(([, method]) => method === asked);
  const [other] = found;
  if (other !== undefined && route === undefined) {
    throw new Refusal('methodNotAllowed', { allow: other[1] });
  }
  if (route === undefined) throw new Refusal('notFound');
  const [name, , path] = route;
  const [, encoded = ''] = path.exec(rest ?? '') ?? [];
  return { name, id: decoded(encoded) };
}

function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Half of a character is in no id of ours.
    return '';
  }
}
