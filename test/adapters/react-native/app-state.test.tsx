import { act, render } from '@testing-library/react';
import { StrictMode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useAppStateBridge } from '../../../adapters/react-native/use-app-state-bridge.js';
import type { UpiFlow } from '../../../src/index.js';
import { UpiFlowProvider } from '../../../src/react/index.js';
import { createLinkedApp, createTestApp } from '../../../testing/index.js';
import { paying } from '../../flow/support/paying.js';

const phone = await vi.hoisted(async () => {
  const { loadReactNative } = await import('./support/react-native.js');
  return loadReactNative('android');
});

vi.mock('react-native', () => phone);

function Bridge() {
  useAppStateBridge();
  return null;
}

const bridge = (flow: UpiFlow) => (
  <StrictMode>
    <UpiFlowProvider flow={flow}>
      <Bridge />
    </UpiFlowProvider>
  </StrictMode>
);

/** The flow, with what it was told about the app. */
function listening(flow: UpiFlow): { flow: UpiFlow; told: string[] } {
  const told: string[] = [];
  return {
    told,
    flow: {
      ...flow,
      send: (command) => {
        told.push(command.type);
        flow.send(command);
      },
    },
  };
}

beforeEach(() => phone.become('active'));

describe("the app's way to the background and back", () => {
  it('is told, once each', async () => {
    const { flow, told } = listening((await createLinkedApp()).flow);
    render(bridge(flow));
    act(() => phone.become('background'));
    expect(told).toEqual(['app.background']);
    act(() => phone.become('background'));
    act(() => phone.become('active'));
    act(() => phone.become('active'));
    expect(told).toEqual(['app.background', 'app.foreground']);
  });

  it('is not a dialog, a call or the app switcher', async () => {
    const { flow, told } = listening((await createLinkedApp()).flow);
    render(bridge(flow));
    for (const state of ['inactive', 'active', 'inactive', 'background', 'inactive'] as const) {
      act(() => phone.become(state));
    }
    expect(told).toEqual(['app.background']);
    act(() => phone.become('active'));
    expect(told).toEqual(['app.background', 'app.foreground']);
  });

  it('is over when a page comes back to the front with the app', async () => {
    const { flow, told } = listening((await createLinkedApp()).flow);
    phone.become('background');
    render(bridge(flow));
    act(() => phone.become('active'));
    expect(told).toEqual(['app.foreground']);
  });

  it('shows a deadline that passed while timers slept', async () => {
    const app = await paying({ answer: 'SUCCESS', actsAfter: Number.POSITIVE_INFINITY });
    await app.wait(3_000);
    render(bridge(app.flow));
    act(() => phone.become('background'));
    app.simulator.clock.jump(3_600_000);
    await act(() => app.wait(0));
    expect(app.order('A1').status).toBe('submitted');
    await act(async () => {
      phone.become('active');
      await app.wait(0);
    });
    expect(app.order('A1').status).toBe('pending');
  });
});

describe('the bridge', () => {
  it('says nothing to a flow that was not started, or was stopped', async () => {
    const app = createTestApp({ world: { device: 'LINKED' } });
    render(bridge(app.flow));
    act(() => phone.become('background'));
    act(() => phone.become('active'));
    await act(() => app.start());
    app.flow.stop();
    act(() => phone.become('background'));
    expect(app.noticesOf('command.rejected')).toEqual([]);
  });

  it('listens once, and to nothing once it is gone', async () => {
    const { flow, told } = listening((await createLinkedApp()).flow);
    const { rerender, unmount } = render(bridge(flow));
    expect(phone.appStateListeners).toBe(1);
    rerender(bridge(flow));
    const another = listening((await createLinkedApp()).flow);
    rerender(bridge(another.flow));
    expect(phone.appStateListeners).toBe(1);
    act(() => phone.become('background'));
    expect([told, another.told]).toEqual([[], ['app.background']]);
    unmount();
    expect(phone.appStateListeners).toBe(0);
  });
});
