import { createHash } from 'node:crypto';
import { isObject, type JsonObject, textAt } from '../../../core/protocol/read.js';
import { readServerObject } from '../../../core/protocol/server-object.js';
import type { Engine } from '../checks/engine.js';
import { hasBasicAuth } from './basic-auth.js';
import { LARGE, parsed, textOf } from './body.js';
import { json, Refusal } from './problem.js';
import type { Route, RouteParts } from './route-parts.js';
import { ORDER_ID } from './schemas.js';

/** Writes an event down. It is a hint: what counts is what Juspay says when it is asked. */
export function webhookRoute({ access, clock, options, store }: RouteParts, engine: Engine): Route {
  const { webhook } = options;
  return async (request) => {
    if (webhook === undefined) throw new Refusal('notFound');
    if (!hasBasicAuth(request, webhook)) {
      return access.refuseStranger(request, 'Basic realm="webhooks"');
    }
    const text = await textOf(request, LARGE);
    const body = parsed(text);
    if (!isObject(body)) throw new Refusal('invalid', { detail: 'A webhook is a JSON object.' });
    const orderId = textAt(readServerObject(body).fields, 'order_id', 'orderId');
    const event = {
      id: eventId(body, text),
      name: nameOf(body),
      orderId: orderId !== undefined && ORDER_ID.test(orderId) ? orderId : undefined,
    };
    const isNew = await store.noteWebhook(event, clock.now());
    if (isNew && event.orderId !== undefined) engine.wake(event.orderId, clock.now());
    return json({ received: true });
  };
}

/** Some events have no id of their own: what they say is what they are. */
function eventId(body: JsonObject, text: string): string {
  const id = body['id'];
  const isUsable = typeof id === 'string' && /^[\w.:-]{1,70}$/.test(id);
  return isUsable ? id : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function nameOf(body: JsonObject): string {
  const name = textAt(body, 'event_name') ?? '';
  return /^[A-Z_]{1,64}$/.test(name) ? name : 'UNKNOWN';
}
