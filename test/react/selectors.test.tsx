import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import type { UpiState } from '../../src/index.js';
import { UpiFlowProvider, useUpiState } from '../../src/react/index.js';
import { createFakeFlow, orderOf } from '../../testing/index.js';

/** A component that selects, and how often it rendered. */
function selecting<T>(selector: (state: UpiState) => T, isEqual?: (a: T, b: T) => boolean) {
  const { flow, show } = createFakeFlow();
  let renders = 0;
  const hook = renderHook(
    () => {
      renders += 1;
      return useUpiState(selector, isEqual);
    },
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <UpiFlowProvider flow={flow}>{children}</UpiFlowProvider>
      ),
    },
  );
  return {
    show: (change: Partial<UpiState>) => act(() => show(change)),
    rerender: hook.rerender,
    get current() {
      return hook.result.current;
    },
    get renders() {
      return renders;
    },
  };
}

const a1 = orderOf('A1');
const a2 = orderOf('A2');

describe('a selector that makes', () => {
  it('a new object each time renders when a part of it changes', () => {
    const it = selecting(({ busy, sdk }) => ({ busy, sdk }));
    const first = it.current;
    it.show({ loader: true });
    it.rerender();
    expect(it.current).toBe(first);
    expect(it.renders).toBe(2);
    it.show({ busy: true });
    expect(it.current).toEqual({ busy: true, sdk: 'starting' });
    expect(it.renders).toBe(3);
  });

  it('a new list each time renders when an entry changes', () => {
    const it = selecting(({ orders }) => Object.values(orders));
    it.show({ orders: { A1: a1 } });
    it.show({ orders: { A1: a1 } });
    expect(it.renders).toBe(2);
    it.show({ orders: { A1: a1, A2: a2 } });
    expect(it.current).toEqual([a1, a2]);
    expect(it.renders).toBe(3);
  });

  it('a deep object each time renders when anything in it changes', () => {
    const it = selecting(({ orders, busy }) => ({ ids: { all: Object.keys(orders) }, busy }));
    const first = it.current;
    it.show({ loader: true });
    it.rerender();
    expect(it.current).toBe(first);
    expect(it.renders).toBe(2);
    it.show({ orders: { A1: a1 } });
    expect(it.current).toEqual({ ids: { all: ['A1'] }, busy: false });
    expect(it.renders).toBe(3);
  });

  it.each([
    ['a Map', ({ orders }: UpiState) => new Map(Object.entries(orders))],
    ['a Set', ({ orders }: UpiState) => new Set(Object.keys(orders))],
    ['a deep object', ({ orders }: UpiState) => ({ ids: new Set(Object.keys(orders)) })],
    [
      'a function',
      ({ orders }: UpiState) =>
        () =>
          orders,
    ],
  ])('%s each time neither loops nor misses a change', (_, selector) => {
    const it = selecting<unknown>(selector);
    const first = it.current;
    expect(it.renders).toBe(1);
    it.show({ orders: { A1: a1 } });
    expect(it.current).not.toBe(first);
    expect(it.renders).toBe(2);
  });

  it('anything else renders as `isEqual` says', () => {
    const select = ({ orders }: UpiState) => new Set(Object.keys(orders));
    const it = selecting(select, (a, b) => a.size === b.size);
    const first = it.current;
    it.show({ orders: {}, busy: true });
    expect(it.current).toBe(first);
    expect(it.renders).toBe(1);
    it.show({ orders: { A1: a1 } });
    expect(it.current).toEqual(new Set(['A1']));
  });
});

describe('a selector that uses props', () => {
  it('is always the latest', () => {
    const { flow, show } = createFakeFlow();
    show({ orders: { A1: a1, A2: a2 } });
    const { result, rerender } = renderHook(
      ({ id }) => useUpiState(({ orders }) => orders[id]?.orderId),
      {
        initialProps: { id: 'A1' },
        wrapper: ({ children }: { children: ReactNode }) => (
          <UpiFlowProvider flow={flow}>{children}</UpiFlowProvider>
        ),
      },
    );
    expect(result.current).toBe('A1');
    rerender({ id: 'A2' });
    expect(result.current).toBe('A2');
    act(() => show({ orders: { A1: a1 } }));
    expect(result.current).toBeUndefined();
  });
});
