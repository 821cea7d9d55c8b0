type Send = (request: Request) => Promise<Response>;

/** Requests on real sockets, of which it is known whether any is still on its way. */
export interface OnItsWay {
  /** A way on which one request follows the other: two at once could come in either order. */
  way(): Send;
  /** Resolves once nothing is on its way and nothing comes of what was. */
  idle(): Promise<void>;
}

/** Turns of the event loop in which everything that waits for no socket comes to an end. */
const TURNS = 30;

export function countRequests(): OnItsWay {
  const underWay = new Set<Promise<Response>>();

  async function sent(request: Request, before: Promise<unknown>): Promise<Response> {
    await before;
    const response = await fetch(request);
    // Its body is on its way, too.
    const text = await response.text();
    return new Response(text, { status: response.status, headers: response.headers });
  }

  return {
    way() {
      let last: Promise<unknown> = Promise.resolve();
      return (request) => {
        const mine = sent(request, last).finally(() => underWay.delete(mine));
        underWay.add(mine);
        last = mine.catch(() => {});
        return mine;
      };
    },
    async idle() {
      for (let turn = 0; turn < TURNS; turn += 1) {
        if (underWay.size > 0) turn = 0;
        await Promise.allSettled(underWay);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
