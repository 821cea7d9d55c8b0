import { act, cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createUpiFlow } from '../../src/index.js';
import { UpiFlowProvider, useOrder } from '../../src/react/index.js';

afterEach(cleanup);

function Receipt({ orderId }: { orderId: string }) {
  const order = useOrder(orderId);
  return <p>{order === undefined ? 'not paid' : order.status}</p>;
}

it('never says failed while money may have moved', async () => {
  const { sdk, backend, clock, merchant, person } = createSimulator({ device: 'LINKED' });
  const flow = createUpiFlow({
    sdk,
    backend,
    clock,
    merchant: { ...merchant, environment: 'sandbox' },
  });
  person.plansOrder('A1', { answer: 'FAILURE', money: 'debitedLater', debitAfter: 60_000 });
  const { container } = render(
    <UpiFlowProvider flow={flow}>
      <Receipt orderId="A1" />
    </UpiFlowProvider>,
  );

  flow.start();
  await act(() => clock.advance(5_000));
  expect(container.textContent).toBe('not paid');

  act(() => flow.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } }));
  await act(() => clock.advance(30_000));
  expect(container.textContent).toBe('pending');

  await act(() => clock.advance(120_000));
  expect(container.textContent).toBe('success');
  flow.stop();
});
