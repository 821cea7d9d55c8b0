import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Answers a request; a rejection breaks the connection. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** The most a body may have, bytes. */
const LIMIT = 1_048_576;

/** A server of `node:http` that answers with a Fetch handler. `done` hears how each one ended. */
export function createNodeServer(
  handler: FetchHandler,
  done: (method: string, path: string, status: number | undefined) => void,
): Server {
  return createServer((incoming, outgoing) => {
    const method = incoming.method ?? 'GET';
    const [path = '/'] = (incoming.url ?? '/').split('?');
    outgoing.on('close', () => {
      done(method, path, outgoing.writableFinished ? outgoing.statusCode : undefined);
    });
    void answer(incoming, outgoing, handler);
  });
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handler: FetchHandler,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  try {
    const body = await bodyOf(incoming);
    if (body === undefined) {
      outgoing.writeHead(413, { connection: 'close' }).end();
      return;
    }
    const request = requestOf(incoming, body, gone.signal);
    if (request === undefined) {
      outgoing.writeHead(400).end();
      return;
    }
    const response = await handler(request);
    const text = await response.text();
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(text);
  } catch {
    outgoing.destroy();
  }
}

/** The text of the body; `undefined` when it is too long. */
async function bodyOf(incoming: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > LIMIT) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** `undefined` for what no request can be: an odd address or method. */
function requestOf(
  incoming: IncomingMessage,
  body: string,
  signal: AbortSignal,
): Request | undefined {
  const { method = 'GET', url = '/', headers } = incoming;
  try {
    const all = new Headers();
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) all.set(name, String(value));
    }
    const hasBody = method !== 'GET' && method !== 'HEAD' && body !== '';
    const init = { method, headers: all, signal, ...(hasBody && { body }) };
    return new Request(`http://127.0.0.1${url}`, init);
  } catch {
    return undefined;
  }
}
