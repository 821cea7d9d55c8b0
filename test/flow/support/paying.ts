import type { PaymentPlan } from '../../../adapters/simulator/index.js';
import type { UpiCommand } from '../../../src/index.js';
import { createLinkedApp, type TestApp, type TestAppOptions } from '../../../testing/index.js';

type Pay = Extract<UpiCommand, { type: 'pay' }>;

/** An app on a linked phone, with the payment of order `A1` scripted and asked for. */
export async function paying(
  plan: PaymentPlan,
  { onboard = false, ...options }: TestAppOptions & { readonly onboard?: boolean } = {},
): Promise<TestApp> {
  const app = await createLinkedApp(options);
  app.simulator.person.plansOrder('A1', plan);
  await app.send(pay('A1', onboard ? { onboard } : {}));
  return app;
}

/** Pays two rupees for an order. */
export function pay(orderId: string, more: Partial<Omit<Pay, 'type' | 'order'>> = {}): UpiCommand {
  return { type: 'pay', order: { orderId, amount: '2.00' }, ...more };
}

/** What a test says the SDK said, as the bridge would deliver it. */
export function processResult(
  requestId: string,
  payload: Readonly<Record<string, unknown>>,
  error?: { readonly errorCode: string; readonly errorMessage?: string },
): string {
  return JSON.stringify({
    event: 'process_result',
    requestId,
    service: 'in.juspay.hyperapi',
    payload,
    error: error !== undefined,
    ...{ errorCode: '', errorMessage: '', ...error },
  });
}
