import { createServer } from 'node:http';
import { toNodeHandler } from '../../src/server/index.js';

type Send = (request: Request) => Promise<Response>;

/** A way from who asks to who answers, both in this process. */
export interface Wires {
  /** A way to `answer`, who thinks to be at `address`. */
  to(answer: Send, address: string): Promise<Send>;
  /** Whether anything is between the two: what waits for its answer to be made is not. */
  isMoving(): boolean;
  close(): Promise<void>;
}

/** Requests are handed over as they are. */
export function handedOver(): Wires {
  return { to: async (answer) => answer, isMoving: () => false, close: async () => {} };
}

/** The name of a request while it is on its way. */
const NAME = 'x-wire';

/** Requests go through real sockets on 127.0.0.1. */
export function overLoopback(): Wires {
  const moving = new Set<string>();
  /** Requests whose sender still waits. */
  const open = new Set<string>();
  const ends: (() => Promise<void>)[] = [];
  let sent = 0;

  return {
    async to(answer, address) {
      const base = new URL(address);
      const host = createServer(
        toNodeHandler(async (request) => {
          const name = request.headers.get(NAME) ?? '';
          const body = await bodyOf(request);
          const { pathname, search } = new URL(request.url);
          const headers = new Headers(request.headers);
          headers.delete(NAME);
          moving.delete(name);
          try {
            return await answer(
              new Request(new URL(`${pathname}${search}`, base), {
                method: request.method,
                headers,
                body,
                signal: request.signal,
              }),
            );
          } finally {
            if (open.has(name)) moving.add(name);
          }
        }),
      );
      await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
      ends.push(
        () =>
          new Promise((resolve) => {
            host.close(() => resolve());
            host.closeAllConnections();
          }),
      );
      const at = host.address();
      const port = typeof at === 'object' && at !== null ? at.port : 0;
      return async (request) => {
        sent += 1;
        const name = String(sent);
        const { pathname, search } = new URL(request.url);
        const headers = new Headers(request.headers);
        headers.set(NAME, name);
        open.add(name);
        moving.add(name);
        try {
          const body = await bodyOf(request);
          const { method, redirect, signal } = request;
          const init = { method, headers, body, redirect, signal };
          const response = await fetch(`http://127.0.0.1:${port}${pathname}${search}`, init);
          // Its body is on its way, too.
          const text = await response.arrayBuffer();
          const { status } = response;
          return new Response(text, { status, headers: response.headers });
        } finally {
          open.delete(name);
          moving.delete(name);
        }
      };
    },
    isMoving: () => moving.size > 0,
    async close() {
      await Promise.all(ends.map((end) => end()));
    },
  };
}

async function bodyOf(request: Request): Promise<ArrayBuffer | null> {
  return request.body === null ? null : request.arrayBuffer();
}
