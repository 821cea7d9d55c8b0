import type { PaymentPlan } from '../../../adapters/simulator/index.js';
import type { UpiCommand } from '../../../src/index.js';
import { type App, type AppOptions, createApp } from './app.js';

type Pay = Extract<UpiCommand, { type: 'pay' }>;

/** An app on a phone that is linked: ready to pay. */
export async function linkedApp(options: AppOptions = {}): Promise<App> {
  const app = createApp({ ...options, world: { device: 'LINKED', ...options.world } });
  await app.start();
  return app;
}

/** An app on a linked phone, with the payment of order `A1` scripted and asked for. */
export async function paying(
  plan: PaymentPlan,
  { onboard = false, ...options }: AppOptions & { readonly onboard?: boolean } = {},
): Promise<App> {
  const app = await linkedApp(options);
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
