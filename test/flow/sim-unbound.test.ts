import { describe, expect, it } from 'vitest';
import { createLinkedApp } from '../../testing/index.js';
import { pay } from './support/paying.js';

/** The rails took the binding away: the SDK says so only when somebody pays. */
async function unbound() {
  const app = await createLinkedApp();
  expect(app.state.device).toBe('linked');
  app.simulator.phone.unbind();
  await app.send(pay('A1'));
  await app.wait(5_000);
  return app;
}

describe('the phone was unbound elsewhere, and a payment is begun', () => {
  it('the device is read again, and shown as it is', async () => {
    const app = await unbound();
    expect(app.order('A1')).toMatchObject({ code: 'JP_001', canRetry: false });
    expect(app.state.device).toBe('fresh');
  });

  it('the order is pending, until the server says that nobody will pay it', async () => {
    const app = await unbound();
    app.simulator.server.says('A1', { status: 'NEW' });
    await app.wait(3_600_000);
    expect(app.order('A1')).toMatchObject({ status: 'pending', settled: false });
    app.simulator.server.says('A1', { status: 'JUSPAY_DECLINED' });
    await app.send({ type: 'order.recheck', orderId: 'A1' });
    await app.wait(5_000);
    expect(app.order('A1')).toMatchObject({ status: 'failure', settled: true });
  });
});
