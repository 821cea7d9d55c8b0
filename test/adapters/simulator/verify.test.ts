import { createVerify, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SignedPayload } from '../../../adapters/simulator/index.js';
import { createRawApp } from './raw-app.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function verify({ merchantKeyId, signature, signaturePayload }: SignedPayload): boolean {
  const text = createVerify('SHA256').update(signaturePayload);
  return merchantKeyId === 'key-2' && text.verify(publicKey, signature, 'base64');
}

/** An app whose merchant signs with a real key. */
async function realApp(check = verify) {
  const app = createRawApp({ device: 'LINKED', verify: check });
  const { sdk, clock, merchant } = app.simulator;
  const { merchantId, clientId, customerId } = merchant;
  const signed = (claims: object, merchantKeyId = 'key-2') => {
    const timestamp = String(clock.now());
    const base = { merchant_id: merchantId, customer_id: customerId, timestamp };
    const signaturePayload = JSON.stringify({ ...base, ...claims });
    const signature = sign('SHA256', Buffer.from(signaturePayload), privateKey).toString('base64');
    return { merchantKeyId, signature, signaturePayload };
  };
  const payload = { action: 'initiate', clientId, merchantId, customerId, environment: 'sandbox' };
  sdk.open();
  sdk.initiate({
    requestId: 'i1',
    service: 'in.juspay.hyperapi',
    payload: { ...payload, ...signed({}) },
  });
  await clock.advance(5_000);
  const accountRefId = app.simulator.phone.linkedAccounts[0]?.account.referenceId;
  const pay = (group: object) => app.ask('upiTxn', { accountRefId, ...group });
  return { ...app, signed, pay };
}

describe('a signature that a host verifies', () => {
  const claims = { order_id: 'o1', amount: '5.00' };

  it('pays when it is that of the key', async () => {
    const { simulator, resultOf, signed, pay } = await realApp();
    expect(resultOf('i1')).toMatchObject({ error: false });
    expect(await pay(signed(claims))).toMatchObject({ error: false });
    expect(simulator.ledger.debits('o1')).toHaveLength(1);
  });

  it('is refused when it is another’s, of another text, or of another key', async () => {
    const { simulator, signed, pay } = await realApp();
    const group = signed(claims);
    const other = group.signaturePayload.replace('5.00', '6.00');
    for (const wrong of [
      { ...group, signaturePayload: other },
      { ...group, signature: signed({}).signature },
      { ...group, signature: 'x' },
      signed(claims, 'key-1'),
      signed({ ...claims, customer_id: 'another' }),
      signed({ ...claims, timestamp: '1' }),
    ]) {
      expect(await pay(wrong)).toMatchObject({ error: true, errorCode: 'JP_012' });
    }
    expect(simulator.ledger.orders).toEqual([]);
  });

  it('is refused when it is that of the simulated back end', async () => {
    const { simulator, askSigned } = await realApp();
    const accountRefId = simulator.phone.linkedAccounts[0]?.account.referenceId;
    const result = await askSigned('upiTxn', { accountRefId }, claims);
    expect(result).toMatchObject({ errorCode: 'JP_012' });
  });

  it('is refused when the host cannot say', async () => {
    const { resultOf } = await realApp(() => {
      throw new Error('no key');
    });
    expect(resultOf('i1')).toMatchObject({ error: true, errorCode: 'JP_012' });
  });
});
