import { expect, it } from 'vitest';
import { createRawApp } from './raw-app.js';

it('brings a phone from NOPERMISSION to a paid order', async () => {
  const { simulator, start, ask, askSigned } = createRawApp();
  const { phone } = simulator;
  expect((await start()).payload).toEqual({ action: 'initiate', status: 'success' });

  const status = async () => (await askSigned('upiGetSessionToken')).payload?.['status'];
  expect(await status()).toBe('NOPERMISSION');
  expect((await ask('upiCheckPermission')).payload).toEqual({
    action: 'upiCheckPermission',
    permissions: [
      { label: 'android.permission.SEND_SMS', status: 'DENIED' },
      { label: 'android.permission.READ_PHONE_STATE', status: 'DENIED' },
    ],
    status: 'SUCCESS',
  });
  expect((await ask('upiGetPermission')).payload?.['status']).toBe('SUCCESS');
  expect(await status()).toBe('FRESH');

  const sims = await ask('upiGetSimDetails');
  expect(sims.payload?.['simDetails']).toEqual(phone.sims);
  const bound = await askSigned('upiBindActivateDevice', {
    simId: '0',
    isBindAndActivateRequest: 'true',
  });
  expect(bound.payload).toMatchObject({
    action: 'getSessionToken',
    status: 'BOUND',
    isDeviceBound: 'true',
    isDeviceActivated: 'true',
    vpaAccounts: [],
    prefix: 'UPF',
    customerMobileNumber: 'XXXXXXXX3210',
  });

  const banks = await ask('upiGetBankList');
  expect(banks.payload?.['bankList']).toHaveLength(4);
  const accounts = await ask('upiGetAccounts', { bankCodes: ['607153'] });
  expect(accounts.payload?.['accounts']).toHaveLength(2);
  const referenceId = 'A1f42b9a70c1d4e6c8aa1be5a2c99d07';
  const vpa = await ask('upiVpaAvailability', { customerVpa: 'me@upf' });
  expect(vpa.payload).toMatchObject({ status: 'SUCCESS', available: 'true', vpaSuggestions: [] });
  const linked = await ask('upiLinkAccounts', {
    customerVpa: 'me@upf',
    accountReferenceIds: [referenceId],
  });
  expect(linked.payload).toMatchObject({ status: 'SUCCESS', gatewayResponseCode: '00' });
  const pin = await ask('upiSetMpin', {
    customerVpa: 'me@upf',
    card: '123456',
    expiry: '0728',
    upiRequestId: 'UPF1234567890',
    accountReferenceId: referenceId,
  });
  expect(pin.payload).toMatchObject({ status: 'SUCCESS', accountReferenceId: referenceId });
  expect(await status()).toBe('LINKED');

  const paid = await askSigned(
    'upiTxn',
    { accountRefId: referenceId },
    { order_id: 'order1', amount: '200.00' },
  );
  expect(paid).toMatchObject({ error: false, errorCode: '', event: 'process_result' });
  expect(paid.payload).toMatchObject({
    action: 'upiTxn',
    status: 'SUCCESS',
    orderId: 'order1',
    accountRefId: referenceId,
    gatewayResponseCode: '00',
    selectedAccount: { vpa: 'me@upf', account: { mpinSet: 'true', isPrimary: 'true' } },
  });
  expect(simulator.ledger.order('order1')).toMatchObject({
    status: 'CHARGED',
    amount: '200.00',
    debits: [{ amount: '200.00', accountRefId: referenceId }],
  });
  expect(simulator.clock.pending).toBe(0);
});
