import * as z from 'zod/mini';
import * as schemas from './routes/schemas.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * The OpenAPI document of the routes, made from the schemas that check them.
 *
 * @example
 * ```ts
 * writeFileSync('openapi.json', JSON.stringify(openApi(), undefined, 2));
 * ```
 */
export function openApi(): Json {
  const answers = (
    schema: z.ZodMiniType,
    description: string,
    problems: readonly number[],
    status = 200,
  ) => ({
    responses: {
      [status]: { description, content: { 'application/json': { schema: jsonSchema(schema) } } },
      ...Object.fromEntries(
        problems.map((problem) => [problem, { $ref: '#/components/responses/Problem' }]),
      ),
    },
  });
  const takes = (schema: z.ZodMiniType) => ({
    requestBody: {
      required: true,
      content: { 'application/json': { schema: jsonSchema(schema, 'input') } },
    },
  });
  const customer = { security: [{ customer: [] }] };
  const idempotencyKey = {
    name: 'idempotency-key',
    in: 'header',
    required: false,
    description: 'The same key with another order is a conflict.',
    schema: { type: 'string' },
  };
  const orderId = {
    name: 'orderId',
    in: 'path',
    required: true,
    schema: jsonSchema(schemas.sessionBody.shape.orderId),
  };

  return {
    openapi: '3.1.0',
    info: {
      title: 'upi-flow/server',
      version: '1',
      description: 'What an app with upi-flow asks of its merchant. See docs/server.md.',
    },
    paths: {
      '/authorize': {
        post: {
          ...customer,
          operationId: 'authorize',
          summary: 'Signs claims of the customer who is logged in, for an order of the books.',
          ...takes(schemas.authorizeBody),
          ...answers(
            schemas.authorization,
            'What HyperSDK takes, as it is.',
            [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
          ),
        },
      },
      '/sessions': {
        post: {
          ...customer,
          operationId: 'createSession',
          summary: 'Makes a session of the payment page for an order of the books.',
          parameters: [idempotencyKey],
          ...takes(schemas.sessionBody),
          ...answers(
            schemas.session,
            'The payload for `checkout`.',
            [400, 401, 404, 409, 413, 415, 422, 429, 502, 503],
            201,
          ),
        },
      },
      '/orders/{orderId}': {
        get: {
          ...customer,
          operationId: 'orderStatus',
          summary: 'How an order of the customer stands, as Juspay says it now.',
          parameters: [orderId],
          ...answers(
            schemas.orderStatus,
            "Juspay's own words, without what is the customer's.",
            [401, 404, 429, 503],
          ),
        },
      },
      '/webhooks/juspay': {
        post: {
          security: [{ juspay: [] }],
          operationId: 'webhook',
          summary: 'Takes an event of Juspay down; what it says is asked of Juspay.',
          ...takes(schemas.webhookBody),
          ...answers(
            schemas.received,
            'It is written down, now or before.',
            [400, 401, 404, 413, 422, 429, 503],
          ),
        },
      },
      '/healthz': {
        get: {
          operationId: 'health',
          summary: 'Whether the database answers.',
          ...answers(schemas.health, 'It does.', [503]),
        },
      },
    },
    components: {
      securitySchemes: {
        customer: { type: 'http', scheme: 'bearer', description: 'Whatever `authenticate` reads.' },
        juspay: { type: 'http', scheme: 'basic' },
      },
      responses: {
        Problem: {
          description: 'Why not, in the form of RFC 9457; `code` is stable.',
          headers: {
            'retry-after': {
              description: 'Seconds after which the same may be tried again: with 429 and 503.',
              schema: { type: 'string' },
            },
          },
          content: { 'application/problem+json': { schema: jsonSchema(schemas.problemDetails) } },
        },
      },
    },
  };
}

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
