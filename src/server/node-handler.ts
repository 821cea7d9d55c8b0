import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeRequest, sendNodeResponse } from 'srvx/node';

/**
 * The server as a handler of `node:http`, and so of Express. Mount it before what reads bodies. Express takes the
 * path it is mounted at off the address: leave `basePath` out there. One that you wrapped, to log its requests,
 * will do.
 *
 * @example
 * ```ts
 * createServer(toNodeHandler(server)).listen(8080);
 * express().use('/upi', toNodeHandler(server));
 * ```
 */
export function toNodeHandler(
  server: (request: Request) => Promise<Response>,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (req, res) => {
    server(new NodeRequest({ req, res }))
      .then((answer) => sendNodeResponse(res, answer))
      // Whoever asked has gone, or the answer cannot be written: nobody can be told.
      .catch(() => res.destroy());
  };
}
