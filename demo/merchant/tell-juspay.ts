import { isObject, type JsonObject, parseJson, textAt } from '../../core/protocol/read.js';
import { readServerObject } from '../../core/protocol/server-object.js';
import type { Emit } from '../event.js';
import { type AllowList, allowed, plain } from '../mask.js';

type Send = (request: Request) => Promise<Response>;

const SESSION: AllowList = {
  order_type: [plain, 'type'],
  'mandate.max_amount': [plain, 'max'],
  'mandate.frequency': [plain, 'every'],
};

/** Tells what the server asks Juspay. */
export function tellJuspay(send: Send, tell: Emit) {
  return async (url: string, init: RequestInit): Promise<Response> => {
    const request = new Request(url, init);
    const isSession = request.method === 'POST';
    const asked = isSession ? allowed(await bodyOf(request), SESSION) : {};
    const answer = await send(request);
    const { order_id: orderId, status } = await bodyOf(answer);
    const about = { ...asked, orderId: String(orderId), status: String(status) };
    tell('juspay', isSession ? 'session' : 'orderStatus', about);
    return answer;
  };
}

/** Tells what Juspay tells the server. */
export function tellWebhook(send: Send, tell: Emit): Send {
  return async (request) => {
    const body = await bodyOf(request);
    const answer = await send(request);
    const orderId = textAt(readServerObject(body).fields, 'order_id') ?? '';
    const event = textAt(body, 'event_name') ?? '';
    tell('juspay', event, { orderId, status: answer.status });
    return answer;
  };
}

/** What a message holds, which is left for others to read. */
async function bodyOf(message: Request | Response): Promise<JsonObject> {
  const body = parseJson(await message.clone().text());
  return isObject(body) ? body : {};
}
