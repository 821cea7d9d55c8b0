import { act, render } from '@testing-library/react';
import { memo } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  UpiFlowProvider,
  useAccounts,
  useOrder,
  useUpiFlow,
  useUpiNotice,
  useUpiStep,
} from '../../src/react/index.js';
import { createFakeFlow, createLinkedApp, orderOf } from '../../testing/index.js';
import { pay } from '../flow/support/paying.js';
import { counted } from './support/counted.js';

let renders: Record<string, number> = {};
const rendered = (name: string): void => {
  renders[name] = (renders[name] ?? 0) + 1;
};
beforeEach(() => {
  renders = {};
});

const Order = memo(function Order({ id }: { id: string }) {
  rendered(id);
  return <p>{useOrder(id)?.status}</p>;
});

function Step() {
  rendered('step');
  return <p>{useUpiStep().name}</p>;
}

function Accounts() {
  rendered('accounts');
  return <p>{useAccounts().length}</p>;
}

function Sender() {
  rendered('sender');
  useUpiNotice('order.settled', () => undefined);
  return <p>{typeof useUpiFlow().send}</p>;
}

describe('a component renders only when what it reads changes', () => {
  it('one order, while another is paid; accounts and senders never', async () => {
    const app = await createLinkedApp();
    await app.send(pay('A1'));
    await app.wait(60_000);
    await app.send({ type: 'order.dismiss', orderId: 'A1' });
    const states = app.states.length;
    render(
      <UpiFlowProvider flow={app.flow}>
        <Order id="A1" />
        <Order id="A2" />
        <Step />
        <Accounts />
        <Sender />
      </UpiFlowProvider>,
    );
    await act(() => app.send(pay('A2')));
    await act(() => app.wait(60_000));
    expect(app.statuses('A2')).toEqual(['authorizing', 'submitted', 'success?', 'success']);
    expect(renders).toMatchObject({ A1: 1, accounts: 1, sender: 1 });
    expect(app.states.length - states).toBeGreaterThan(3);
    expect(renders['A2']).toBeGreaterThan(1);

    const { A2: before } = renders;
    const status = { status: 'AUTO_REFUNDED' };
    await act(() => app.send({ type: 'order.inform', orderId: 'A1', status }));
    expect(renders).toMatchObject({ A1: 2, A2: before, accounts: 1, sender: 1 });
  });

  it('once for each change, not twice', async () => {
    const app = await createLinkedApp();
    render(
      <UpiFlowProvider flow={app.flow}>
        <Step />
        <Order id="A1" />
      </UpiFlowProvider>,
    );
    await act(() => app.send(pay('A1')));
    expect(renders).toEqual({ step: 2, A1: 2 });
  });

  it('the step, not when another order changes', async () => {
    const { flow, show } = createFakeFlow((await createLinkedApp()).flow);
    render(
      <UpiFlowProvider flow={flow}>
        <Step />
      </UpiFlowProvider>,
    );
    act(() => show({ orders: { A1: orderOf('A1') } }));
    act(() => show({ busy: true, loader: true }));
    expect(renders).toEqual({ step: 1 });
    act(() => show({ step: { name: 'onboarding' } }));
    expect(renders).toEqual({ step: 2 });
  });

  it('one of a thousand orders', () => {
    const { flow, show } = createFakeFlow();
    const ids = Array.from({ length: 1_000 }, (_, at) => `A${at}`);
    const orders = Object.fromEntries(ids.map((id) => [id, orderOf(id)]));
    show({ orders });
    render(
      <UpiFlowProvider flow={flow}>
        {ids.map((id) => (
          <Order key={id} id={id} />
        ))}
      </UpiFlowProvider>,
    );
    renders = {};
    act(() => show({ orders: { ...orders, A7: orderOf('A7', { status: 'success' }) } }));
    expect(renders).toEqual({ A7: 1 });
  });
});

describe('a component that renders for its own reasons', () => {
  it('subscribes no second time', async () => {
    const app = await createLinkedApp();
    const count = counted(app.flow);
    // A new element each time, or React would skip the children.
    const tree = () => (
      <UpiFlowProvider flow={count.flow}>
        <Step />
        <Accounts />
        <Sender />
      </UpiFlowProvider>
    );
    const { rerender } = render(tree());
    const { made } = count;
    for (let time = 0; time < 5; time += 1) rerender(tree());
    expect(renders).toEqual({ step: 6, accounts: 6, sender: 6 });
    expect(made).toBe(3);
    expect(count.made).toBe(made);
  });
});
