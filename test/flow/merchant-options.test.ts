import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createUpiFlow } from '../../src/index.js';
import { configOf } from '../../testing/index.js';

const config = configOf(createSimulator());

/** Creates a flow with an option of the merchant that no type would let through. */
function creating(options: object): () => unknown {
  const merchant = { ...config.merchant, ...options };
  return () => Reflect.apply(createUpiFlow, undefined, [{ ...config, merchant }]);
}

describe('an option of the merchant that could not be sent is said at creation', () => {
  it.each(['+919876543210', '98765 43210', '987654321', '449876543210', '', 9876543210, null])(
    'mobileNumber: %j',
    (mobileNumber) => {
      expect(creating({ mobileNumber })).toThrow(
        new Error(
          'createUpiFlow: `merchant.mobileNumber` is no good. ' +
            'Must be 10 digits, or 12 starting with 91: no plus, no blanks.',
        ),
      );
    },
  );

  it.each([
    ['simId', ' ', 'Must be a text that is not empty.'],
    ['simId', 0, 'Must be a text that is not empty.'],
    ['simId', 'x'.repeat(129), 'Must be at most 128 characters, none of them a control character.'],
    ['udf', 'a=b', 'Must be an object of strings. It is sent as its JSON text.'],
    ['udf', { 9876543210: 1 }, 'Must be an object of strings. It is sent as its JSON text.'],
    [
      'udf',
      { a: 'x'.repeat(1_001) },
      'Must have at most 50 keys of at most 64 characters, each with at most 1000.',
    ],
  ])('%s: %j', (name, value, says) => {
    expect(creating({ [name]: value })).toThrow(
      new Error(`createUpiFlow: \`merchant.${name}\` is no good. ${says}`),
    );
  });

  it.each(['upiLinkAcount', '', 7, null])('linkAction: %j', (linkAction) => {
    expect(creating({ linkAction })).toThrow(/merchant\.linkAction.*upiLinkAccount/);
  });
});

describe('an option of the merchant', () => {
  it.each([
    {},
    { mobileNumber: undefined, simId: undefined, udf: undefined, linkAction: undefined },
    { mobileNumber: '9876543210', simId: '0', udf: {}, linkAction: 'upiLinkAccount' },
    { mobileNumber: '919876543210', udf: { shop: 'tea' }, linkAction: 'upiLinkAccounts' },
  ])('is taken as it should be: %j', (options) => {
    expect(creating(options)).not.toThrow();
  });
});
