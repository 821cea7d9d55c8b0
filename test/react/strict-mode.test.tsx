import { act, render } from '@testing-library/react';
import { StrictMode, useEffect } from 'react';
import { describe, expect, it } from 'vitest';
import type { Problem, UpiFlow } from '../../src/index.js';
import { UpiFlowProvider, useOrder, useUpiNotice, useUpiStep } from '../../src/react/index.js';
import { createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { pay } from '../flow/support/paying.js';
import { lifecycle, moneyRequests } from '../flow/support/wire.js';
import { counted } from './support/counted.js';

/** Every kind of hook, on one screen. */
function Screen({ settled }: { settled?: (orderId: string) => void }) {
  const step = useUpiStep();
  const order = useOrder('A1');
  useUpiNotice('order.settled', ({ order: { orderId } }) => settled?.(orderId));
  const words = [step.name, order?.status];
  return <p>{words.join(' ')}</p>;
}

const strictly = (flow: UpiFlow, settled?: (orderId: string) => void) => (
  <StrictMode>
    <UpiFlowProvider flow={flow}>
      <Screen {...(settled === undefined ? {} : { settled })} />
    </UpiFlowProvider>
  </StrictMode>
);

/** What must have crossed the bridge for one payment, however often the screen came and went. */
function wasPaidOnce({ simulator }: TestApp): void {
  expect(lifecycle(simulator)).toEqual(['open', 'initiate']);
  expect(moneyRequests(simulator)).toHaveLength(1);
  expect(simulator.ledger.debits('A1')).toHaveLength(1);
  expect(simulator.wire.listeners).toBe(1);
}

describe('under StrictMode', () => {
  it('a screen that is there from the start pays once', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    const settled: string[] = [];
    const { container } = render(strictly(app.flow, (orderId) => settled.push(orderId)));
    await act(() => app.start());
    await act(() => app.send(pay('A1')));
    await act(() => app.wait(60_000));
    expect(container.textContent).toBe('outcome success');
    expect(settled).toEqual(['A1']);
    wasPaidOnce(app);
  });

  it('a screen that comes while a payment is in flight shows it and sends nothing', async () => {
    const app = await createLinkedApp();
    await app.send(pay('A1'));
    await app.wait(1_000);
    expect(app.step.name).toBe('paying');
    const { container } = render(strictly(app.flow));
    expect(container.textContent).toBe('paying submitted');
    await act(() => app.wait(60_000));
    expect(container.textContent).toBe('outcome success');
    wasPaidOnce(app);
  });
});

/** Not as the documents say: the flow is outside, but an effect starts and stops it. */
function Owner({ flow, heard }: { flow: UpiFlow; heard: (problem: Problem) => void }) {
  useUpiNotice('error', ({ problem }) => heard(problem));
  useEffect(() => {
    flow.start();
    return () => flow.stop();
  }, [flow]);
  const step = useUpiStep();
  const reason = 'problem' in step ? step.problem?.reason : undefined;
  return <p>{[step.name, reason].join(' ')}</p>;
}

describe('an effect that starts and stops the flow', () => {
  it('ends it at once, which is said', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    const problems: Problem[] = [];
    const { container } = render(
      <StrictMode>
        <UpiFlowProvider flow={app.flow}>
          <Owner flow={app.flow} heard={(problem) => problems.push(problem)} />
        </UpiFlowProvider>
      </StrictMode>,
    );
    await act(() => app.wait(60_000));
    expect(container.textContent).toBe('terminated stopped');
    expect(problems).toMatchObject([
      { reason: 'stopped', message: expect.stringContaining('StrictMode'), retry: false },
    ]);
    // Who listened before React came hears of it, too.
    expect(app.noticesOf('error')).toMatchObject([{ problem: { reason: 'stopped' } }]);
    expect(app.flow.can({ type: 'sdk.retry' })).toBe(false);
    expect(app.simulator.wire.listeners).toBe(0);
  });
});

describe('a screen that is unmounted and mounted again', () => {
  it('at every moment of a payment: one initiate, one process, nobody left listening', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    const count = counted(app.flow);
    const settled: string[] = [];
    const screen = () => render(strictly(count.flow, (orderId) => settled.push(orderId)));
    const shown = new Set<string>();
    let { container, unmount } = screen();
    const remount = () => {
      unmount();
      expect(count.open).toBe(0);
      ({ container, unmount } = screen());
      expect(count.open).toBe(3);
      expect(container.textContent).toContain(app.step.name);
      shown.add(app.step.name);
    };
    app.flow.start();
    for (let second = 0; second < 60; second += 1) {
      if (second === 10) act(() => app.flow.send(pay('A1')));
      remount();
      await act(() => app.wait(1_000));
    }
    expect([...shown]).toEqual([
      'starting',
      'checking',
      'ready',
      'authorizing',
      'paying',
      'outcome',
    ]);
    expect(settled).toEqual(['A1']);
    wasPaidOnce(app);
    unmount();
    expect(count.open).toBe(0);
    app.flow.stop();
    expect(app.simulator.wire.listeners).toBe(0);
  });
});

describe('two providers', () => {
  it('show two flows, side by side and one in the other', async () => {
    const one = await createLinkedApp();
    const other = createTestApp();
    const { container } = render(
      <>
        <UpiFlowProvider flow={one.flow}>
          <Screen />
          <UpiFlowProvider flow={other.flow}>
            <Screen />
          </UpiFlowProvider>
        </UpiFlowProvider>
        <UpiFlowProvider flow={other.flow}>
          <Screen />
        </UpiFlowProvider>
      </>,
    );
    const screens = () => [...container.querySelectorAll('p')].map((p) => p.textContent?.trim());
    expect(screens()).toEqual(['ready', 'starting', 'starting']);
    await act(() => other.start());
    await act(() => one.send(pay('A1')));
    await act(() => one.wait(60_000));
    expect(screens()).toEqual(['outcome success', 'permission', 'permission']);
    wasPaidOnce(one);
    expect(moneyRequests(other.simulator)).toEqual([]);
  });
});
