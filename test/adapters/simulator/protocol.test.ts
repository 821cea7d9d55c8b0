import { describe, expect, it } from 'vitest';
import {
  type AuthorizationKind,
  createSimulator,
  type Simulator,
} from '../../../adapters/simulator/index.js';
import {
  buildRequest,
  decodeEvent,
  type OperationName,
  type OperationParams,
  readResponse,
  requestEnvelope,
  type SdkResult,
  withAuthorization,
} from '../../../core/protocol/index.js';

const ID = 'A0760cb548bb4dda9d32e3030863dd5';
const ORDER = { orderId: 'o1', amount: '200.00' };
const MANDATE = {
  name: 'Gym',
  maxAmount: '500.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  startDate: 1767587400000,
  endDate: 1799123400000,
} as const;

/** Sends what the protocol builds; answers what the protocol reads. */
async function call<N extends OperationName>(
  simulator: Simulator,
  name: N,
  params: OperationParams<N>,
): Promise<SdkResult> {
  const { sdk, backend, clock, merchant } = simulator;
  const { merchantId, customerId } = merchant;
  const base = { merchantId, customerId, timestamp: clock.now(), issuingPsp: 'YES_BIZ' };
  const built = buildRequest(name, params, base);
  if (!built.ok) {
    throw new Error(JSON.stringify(built.issues));
  }
  const { action, claims } = built.value;
  let { payload } = built.value;
  if (claims !== undefined) {
    const pending = backend.authorize({ action, claims });
    await clock.advance(150);
    const order = { orderId: claims['order_id'], amount: claims['amount'] };
    payload = withAuthorization(payload, await pending, { merchantId, customerId, ...order });
  }
  const results: SdkResult[] = [];
  const stop = sdk.subscribe((raw) => {
    const event = decodeEvent(raw);
    if (event.type === 'result') {
      results.push(event.result);
    }
  });
  const request = requestEnvelope(`${name}-${clock.now()}`, payload);
  await (name === 'initiate' ? sdk.initiate(request) : sdk.process(request));
  await clock.advance(60_000);
  stop();
  const [result] = results;
  if (result === undefined) {
    throw new Error(`${name}: no result`);
  }
  return result;
}

describe('the simulator and the protocol agree', () => {
  it.each<AuthorizationKind>(['signature', 'clientAuthToken', 'jws'])(
    'on the whole journey with %s',
    async (kind) => {
      const simulator = createSimulator();
      const { server, ledger, merchant } = simulator;
      server.authorization = kind;
      simulator.sdk.open();
      const run = async <N extends OperationName>(name: N, params: OperationParams<N>) => {
        const result = await call(simulator, name, params);
        expect(result).toMatchObject({ failed: false, errorCode: '' });
        return readResponse(name, result.payload);
      };
      const pin = { upiRequestId: 'UPF1', referenceId: ID };

      await run('initiate', { clientId: merchant.clientId, environment: 'sandbox' });
      await run('upiCheckPermission', {});
      const { permissions } = await run('upiGetPermission', {});
      expect(permissions.every((permission) => permission.granted)).toBe(true);
      const { sims } = await run('upiGetSimDetails', {});
      expect(sims.map((sim) => sim.simId)).toEqual(['0', '1']);
      await run('upiBindActivateDevice', { simId: '0', mobileNumber: '919876543210' });
      const { banks } = await run('upiGetBankList', {});
      expect(banks.map((bank) => bank.upiEnabled)).toEqual([true, true, true, false]);
      const { accounts } = await run('upiGetAccounts', { bankCodes: ['607153'] });
      expect(accounts.map((account) => account.mpinSet)).toEqual([true, false]);
      expect(await run('upiVpaAvailability', { vpa: 'me@upf' })).toMatchObject({ available: true });
      await run('upiLinkAccounts', { vpa: 'me@upf', referenceIds: [ID] });
      const card = { vpa: 'me@upf', cardLastSix: '123456', cardExpiry: '0728' };
      await run('upiSetMpin', { ...card, ...pin });
      await run('upiChangeMpin', pin);
      expect(await run('upiCheckBalance', pin)).toMatchObject({ balance: '25000.00' });
      expect(await run('upiValidVpa', { vpa: 'shop@upf' })).toMatchObject({ valid: true });
      await run('upiListPendingTransactions', { limit: '10', offset: '0' });
      await run('management', {});
      expect(await run('upiGetSessionToken', {})).toMatchObject({ status: 'LINKED' });

      const paid = await run('upiTxn', { order: ORDER, accountRefId: ID });
      expect(paid).toMatchObject({ status: 'SUCCESS', orderId: 'o1' });
      const order = { orderId: 'o2', amount: '200.00' };
      const agreed = await run('onboardingAndPay', { order, mandate: MANDATE });
      expect(agreed.mandate).toMatchObject({ amountRule: 'VARIABLE', name: 'Gym' });
      expect(ledger.orders.map((one) => one.status)).toEqual(['CHARGED', 'CHARGED']);
      await run('upiDeregister', {});
      const { account } = await run('onboarding', {});
      expect(account?.vpa).toBe('abcde12345@upf');
    },
  );
});
