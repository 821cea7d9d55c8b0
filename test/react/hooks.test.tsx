import { act, render, renderHook } from '@testing-library/react';
import { createElement, type FunctionComponent, type ReactNode, useLayoutEffect } from 'react';
import { describe, expect, it } from 'vitest';
import type { UpiFlow } from '../../src/index.js';
import {
  UpiFlowProvider,
  useAccounts,
  useOrder,
  useUpiFlow,
  useUpiNotice,
  useUpiState,
  useUpiStep,
} from '../../src/react/index.js';
import { createFakeFlow, createLinkedApp, createTestApp, orderOf } from '../../testing/index.js';
import { pay } from '../flow/support/paying.js';
import { complaints } from './support/react.js';

const within = (flow: UpiFlow) => ({
  wrapper: ({ children }: { children: ReactNode }) => (
    <UpiFlowProvider flow={flow}>{children}</UpiFlowProvider>
  ),
});

function Step() {
  return <p>{useUpiStep().name}</p>;
}

/** Pays before any component could subscribe: that happens after a commit, this within. */
function EagerPayer() {
  const flow = useUpiFlow();
  useLayoutEffect(() => flow.send(pay('A1')), [flow]);
  return null;
}

describe('a hook', () => {
  it('useUpiFlow answers the very flow', () => {
    const { flow } = createTestApp();
    expect(renderHook(() => useUpiFlow(), within(flow)).result.current).toBe(flow);
  });

  it('useUpiStep follows the step', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    const { result } = renderHook(() => useUpiStep(), within(app.flow));
    expect(result.current).toEqual({ name: 'starting' });
    await act(() => app.start());
    expect(result.current).toBe(app.step);
    expect(result.current.name).toBe('ready');
    await act(() => app.send(pay('A1')));
    expect(result.current).toEqual({ name: 'authorizing', orderId: 'A1' });
  });

  it('useUpiState follows what it selects', async () => {
    const app = await createLinkedApp();
    const { result } = renderHook(() => useUpiState(({ busy }) => busy), within(app.flow));
    expect(result.current).toBe(false);
    await act(() => app.send(pay('A1')));
    expect(result.current).toBe(true);
  });

  it('useOrder follows one order, from before it exists until it is verified', async () => {
    const app = await createLinkedApp();
    const { result, rerender } = renderHook(({ id }) => useOrder(id), {
      initialProps: { id: 'A1' },
      ...within(app.flow),
    });
    expect(result.current).toBeUndefined();
    await act(() => app.send(pay('A1')));
    expect(result.current?.status).toBe('authorizing');
    await act(() => app.wait(60_000));
    expect(result.current).toBe(app.order('A1'));
    expect(result.current).toMatchObject({ status: 'success', verified: true });
    rerender({ id: 'A2' });
    expect(result.current).toBeUndefined();
  });

  it.each(['constructor', '__proto__', 'toString', ''])('useOrder knows no order %j', (id) => {
    const { flow, show } = createFakeFlow();
    const { result } = renderHook(() => useOrder(id), within(flow));
    expect(result.current).toBeUndefined();
    const order = orderOf(id);
    act(() => show({ orders: Object.fromEntries([[id, order]]) }));
    expect(result.current).toBe(order);
  });

  it('useAccounts follows the linked accounts', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    const { result } = renderHook(() => useAccounts(), within(app.flow));
    expect(result.current).toEqual([]);
    await act(() => app.start());
    expect(result.current).toBe(app.state.accounts);
    expect(result.current).not.toEqual([]);
  });
});

describe('a flow', () => {
  it('that changed before a component listened is shown as it is', async () => {
    const app = await createLinkedApp();
    const { container } = render(
      <>
        <Step />
        <EagerPayer />
      </>,
      within(app.flow),
    );
    expect(container.textContent).toBe('authorizing');
  });

  it('that was stopped shows its end', async () => {
    const app = await createLinkedApp();
    const { result } = renderHook(() => useUpiStep(), within(app.flow));
    act(() => app.flow.stop());
    expect(result.current).toMatchObject({ name: 'terminated', problem: { reason: 'stopped' } });
  });
});

describe('without a provider', () => {
  it.each([
    ['useUpiFlow', () => useUpiFlow()],
    ['useUpiStep', () => useUpiStep()],
    ['useUpiState', () => useUpiState((state) => state)],
    ['useOrder', () => useOrder('A1')],
    ['useAccounts', () => useAccounts()],
    ['useUpiNotice', () => useUpiNotice('error', () => undefined)],
  ])('%s names itself and the provider', (name, hook) => {
    expect(() => renderHook(hook)).toThrow(
      new Error(`${name}() needs a <UpiFlowProvider flow={flow}> above it.`),
    );
    complaints();
  });

  it('no hook has been forgotten here', async () => {
    const hooks = Object.keys(await import('../../src/react/index.js'));
    expect(hooks.filter((name) => name.startsWith('use')).sort()).toEqual(
      ['useAccounts', 'useOrder', 'useUpiFlow', 'useUpiNotice', 'useUpiState', 'useUpiStep'].sort(),
    );
  });
});

describe('a provider', () => {
  it.each([undefined, null])('with the flow %s says what it needs', (flow) => {
    const Untyped: FunctionComponent<{ flow: unknown }> = Object.assign(UpiFlowProvider);
    expect(() => render(createElement(Untyped, { flow }))).toThrow(
      new Error('<UpiFlowProvider> needs its flow: <UpiFlowProvider flow={flow}>.'),
    );
    complaints();
  });

  it('given another flow shows that one, and lets go of the first', async () => {
    const first = await createLinkedApp();
    const second = createTestApp();
    const tree = (flow: UpiFlow) => (
      <UpiFlowProvider flow={flow}>
        <Step />
      </UpiFlowProvider>
    );
    const { container, rerender } = render(tree(first.flow));
    expect(container.textContent).toBe('ready');
    rerender(tree(second.flow));
    expect(container.textContent).toBe('starting');
    await act(() => second.start());
    expect(container.textContent).toBe('permission');
    await act(() => first.send(pay('A1')));
    expect(container.textContent).toBe('permission');
  });

  it('starts and stops nothing', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    const { unmount } = render(<UpiFlowProvider flow={app.flow} />);
    await act(() => app.wait(10_000));
    expect(app.simulator.wire.traffic).toEqual([]);
    await act(() => app.start());
    unmount();
    await app.wait(10_000);
    expect(app.step.name).toBe('ready');
    expect(app.simulator.wire.listeners).toBe(1);
  });
});
