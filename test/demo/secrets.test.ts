import { describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { allowed, plain, words } from '../../demo/mask.js';
import { scenarios } from '../../demo/scenarios/index.js';
import { holdsSecret, secretsOf } from '../../demo/secrets.js';
import { demo } from './support.js';

// One of the scenarios waits for real sockets.
vi.setConfig({ testTimeout: 60_000 });

/** Planted by the simulator, by the stories, and by the documents. */
const planted = [
  ['a phone number', /(91)?9876543210|(91)?9123456780|9999999999|9876500001|7834861582/],
  ['a SIM serial number', /8991860044718812345|8991920055521198765/],
  ['card digits', /730194|0929/],
  ['an address', /[\w.-]{3,}@\w+/],
  ['a client auth token', /tkn_/],
  ['a signature or a fingerprint', /[0-9a-f]{32}/i],
  ['signed claims', /merchant_id|customer_id/],
  ['a customer', /abcde12345/],
  ['a token of a customer', /Bearer|demo-token/],
  ['an account number', /198731890|640021735/],
  ['an address of this machine', /127\.0\.0\.1|localhost|http:/],
] as const;

describe.each(scenarios)('the output of $name', ({ name }) => {
  it.each(['--seed=1', '--json'])('holds no planted secret (%s)', async (how) => {
    const { out, errors } = await demo('--scenario', name, how);
    const text = [...out, ...errors].join('\n');
    for (const [what, pattern] of planted) {
      expect(pattern.exec(text)?.[0], what).toBeUndefined();
    }
  });
});

describe('the search for secrets', () => {
  it('knows those of the phone and of the wire', () => {
    const simulator = createSimulator();
    simulator.sdk.open();
    const session = simulator.server.session({ orderId: 'o1', amount: '3.00' });
    simulator.sdk.initiate({ requestId: 'r1', payload: { ...session.sdk_payload.payload } });
    const secrets = secretsOf(simulator);
    const token = String(session.sdk_payload.payload['clientAuthToken']);
    expect(holdsSecret(`said ${token} aloud`, secrets)).toBe(true);
    expect(holdsSecret('called 9876543210', secrets)).toBe(true);
    expect(holdsSecret('said nothing', secrets)).toBe(false);
  });

  it('is not needed for what no list allows', () => {
    const request = { simId: '0', signature: 'c2VjcmV0', customerMobileNumber: '919876543210' };
    expect(allowed(request, { simId: plain })).toEqual({ simId: '0' });
    expect(words('SMS from 919876543210 not matched')).toBeUndefined();
  });
});
