import { act, render } from '@testing-library/react';
import * as React from 'react';
import {
  type ComponentType,
  type ReactNode,
  StrictMode,
  Suspense,
  useEffect,
  useLayoutEffect,
} from 'react';
import { describe, expect, it } from 'vitest';
import type { UpiFlow, UpiNotice } from '../../src/index.js';
import { UpiFlowProvider, useUpiFlow, useUpiNotice } from '../../src/react/index.js';
import { createTestApp } from '../../testing/index.js';
import { counted } from './support/counted.js';

/** Not possible in a flow that was not started: raises `command.rejected` at once. */
const reject = (flow: UpiFlow) => flow.send({ type: 'mpin.skip' });

interface HearsProps {
  readonly hear: (notice: UpiNotice) => void;
  readonly type?: 'command.rejected' | 'error';
  readonly children?: ReactNode;
}

function Hears({ hear, type = 'command.rejected', children }: HearsProps) {
  useUpiNotice(type, hear);
  return children;
}

function SendsInLayoutEffect() {
  const flow = useUpiFlow();
  useLayoutEffect(() => reject(flow), [flow]);
  return null;
}

function SendsInEffect() {
  const flow = useUpiFlow();
  useEffect(() => reject(flow), [flow]);
  return null;
}

/** Suspends, as code that is being loaded does. */
function Waits({ gate }: { gate: { readonly opened: Promise<void>; readonly isOpen: boolean } }) {
  if (!gate.isOpen) throw gate.opened;
  return 'loaded';
}

function setUp() {
  const count = counted(createTestApp().flow);
  const heard: string[] = [];
  const hear = (name: string) => () => void heard.push(name);
  const tree = (children: ReactNode, flow = count.flow) => (
    <UpiFlowProvider flow={flow}>{children}</UpiFlowProvider>
  );
  return { count, flow: count.flow, heard, hear, tree };
}

describe('useUpiNotice', () => {
  it('hears each notice once, under StrictMode too', () => {
    const { count, flow, heard, hear, tree } = setUp();
    const { unmount } = render(<StrictMode>{tree(<Hears hear={hear('a')} />)}</StrictMode>);
    act(() => reject(flow));
    expect(heard).toEqual(['a']);
    act(() => reject(flow));
    expect(heard).toEqual(['a', 'a']);
    unmount();
    reject(flow);
    expect(heard).toEqual(['a', 'a']);
    expect(count.open).toBe(0);
  });

  it('hears with the listener of the last render, and subscribes once', () => {
    const { count, flow, heard, hear, tree } = setUp();
    const { rerender } = render(tree(<Hears hear={hear('first')} />));
    reject(flow);
    rerender(tree(<Hears hear={hear('second')} />));
    reject(flow);
    expect(heard).toEqual(['first', 'second']);
    expect(count.made).toBe(1);
  });

  it('has the latest listener before any effect of that render runs', () => {
    const { heard, hear, tree } = setUp();
    const { rerender } = render(tree(<Hears hear={hear('first')} />));
    rerender(
      tree(
        <Hears hear={hear('second')}>
          <SendsInLayoutEffect />
        </Hears>,
      ),
    );
    expect(heard).toEqual(['second']);
  });

  it('hears what effects of its own first commit cause, wherever they are', () => {
    const { heard, hear, tree } = setUp();
    render(
      tree(
        <>
          <SendsInLayoutEffect />
          <SendsInEffect />
          <Hears hear={hear('a')}>
            <SendsInLayoutEffect />
            <SendsInEffect />
          </Hears>
        </>,
      ),
    );
    expect(heard).toEqual(['a', 'a', 'a', 'a']);
  });

  it('hears another kind, or another flow, from the commit that says so', () => {
    const { count, flow, heard, hear, tree } = setUp();
    const other = setUp();
    const { rerender } = render(tree(<Hears hear={hear('a')} />));
    rerender(tree(<Hears hear={hear('a')} type="error" />));
    reject(flow);
    expect(heard).toEqual([]);
    rerender(tree(<Hears hear={hear('a')} />));
    reject(flow);
    expect(heard).toEqual(['a']);
    rerender(tree(<Hears hear={hear('b')} />, other.flow));
    reject(flow);
    reject(other.flow);
    expect(heard).toEqual(['a', 'b']);
    expect([count.open, other.count.open]).toEqual([0, 1]);
  });

  it('hears behind a fallback, while a neighbour waits for its code', async () => {
    const { flow, heard, hear, tree } = setUp();
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const gate = { opened, isOpen: false };
    const screen = (children: ReactNode) =>
      tree(
        <Suspense fallback="wait">
          <Hears hear={hear('a')} />
          {children}
        </Suspense>,
      );
    const { container, rerender } = render(screen(null));
    rerender(screen(<Waits gate={gate} />));
    expect(container.textContent).toBe('wait');
    reject(flow);
    expect(heard).toEqual(['a']);
    gate.isOpen = true;
    await act(async () => open());
    expect(container.textContent).toBe('loaded');
    reject(flow);
    expect(heard).toEqual(['a', 'a']);
  });

  const Activity: ComponentType<{ mode: 'visible' | 'hidden'; children: ReactNode }> | undefined =
    Reflect.get(React, 'Activity');
  it.skipIf(Activity === undefined)('hears nothing while a hidden <Activity> keeps it', () => {
    if (Activity === undefined) return;
    const { count, flow, heard, hear, tree } = setUp();
    const screen = (mode: 'visible' | 'hidden') =>
      tree(
        <Activity mode={mode}>
          <Hears hear={hear(mode)} />
        </Activity>,
      );
    const { rerender, unmount } = render(screen('visible'));
    rerender(screen('hidden'));
    reject(flow);
    expect(heard).toEqual([]);
    rerender(screen('visible'));
    reject(flow);
    expect(heard).toEqual(['visible']);
    rerender(screen('hidden'));
    unmount();
    expect(count.open).toBe(0);
  });
});
