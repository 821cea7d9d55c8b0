import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { envelopeSchema } from '../../../core/protocol/envelope.js';
import { decodeEvent, eventSchema } from '../../../core/protocol/events.js';
import { operations, requestEnvelope } from '../../../core/protocol/index.js';
import { seedSamples } from '../../../fixtures/seed-samples.js';

describe('the schemas of the wire', () => {
  it.each(Object.entries(operations))('read an answer to %s as its reader does', (_, operation) => {
    const payload = { status: 'SUCCESS', vpaAccounts: [], unknownKey: 1 };
    expect(z.parse(operation.response, payload)).toEqual(operation.read(payload));
    for (const odd of [undefined, null, 'text', 7, []]) {
      expect(z.safeParse(operation.response, odd).success).toBe(true);
    }
  });

  it('read every sample as the decoder does', () => {
    for (const { text } of seedSamples) {
      expect(z.parse(eventSchema, text)).toEqual(decodeEvent(text));
    }
    expect(z.parse(eventSchema, undefined)).toMatchObject({ type: 'malformed' });
  });

  it('take the envelope of a request, and no other', () => {
    const request = requestEnvelope('r1', { action: 'upiGetBankList' });
    expect(z.parse(envelopeSchema, request)).toEqual(request);
    for (const odd of [{}, { ...request, requestId: '' }, { ...request, payload: 'x' }, null]) {
      expect(z.safeParse(envelopeSchema, odd).success).toBe(false);
    }
  });
});
