import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a request names this user and password, in a time that says nothing of either. */
export function hasBasicAuth(
  request: Request,
  { username, password }: { readonly username: string; readonly password: string },
): boolean {
  const given = request.headers.get('authorization') ?? '';
  const [, encoded = ''] = /^Basic +([A-Za-z0-9+/=]{1,1024})$/i.exec(given) ?? [];
  const said = Buffer.from(encoded, 'base64').toString('utf8');
  return timingSafeEqual(digest(said), digest(`${username}:${password}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
