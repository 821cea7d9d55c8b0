import { act, render } from '@testing-library/react';
import { type ReactNode, StrictMode, useEffect } from 'react';
import { BackHandler } from 'react-native';
import { describe, expect, it, vi } from 'vitest';
import { useHardwareBack } from '../../../adapters/react-native/use-hardware-back.js';
import type { HyperSdk } from '../../../src/index.js';
import { UpiFlowProvider } from '../../../src/react/index.js';
import { createLinkedApp, type TestApp } from '../../../testing/index.js';
import { paying } from '../../flow/support/paying.js';

const phone = await vi.hoisted(async () => {
  const { loadReactNative } = await import('./support/react-native.js');
  return loadReactNative('android');
});

vi.mock('react-native', () => phone);

/** Of what the page's back button is part of. */
type Bridge = Pick<HyperSdk, 'back'>;

function Page({ sdk, children }: { sdk: Bridge; children?: ReactNode }) {
  useHardwareBack(sdk);
  return children;
}

/** A stack of screens as a navigation library keeps it: back closes the top one. */
function Screen({ onBack }: { onBack: () => boolean }) {
  useEffect(() => {
    const subscription = BackHandler.addEventListener('hardwareBackPress', () => onBack());
    return () => subscription.remove();
  }, [onBack]);
  return null;
}

const page = ({ flow, simulator }: TestApp, children?: ReactNode, sdk: Bridge = simulator.sdk) => (
  <StrictMode>
    <UpiFlowProvider flow={flow}>
      <Page sdk={sdk}>{children}</Page>
    </UpiFlowProvider>
  </StrictMode>
);

/** How often the SDK was asked. */
const asked = ({ simulator }: TestApp): number =>
  simulator.wire.traffic.filter(({ call }) => call === 'back').length;

const stays = { answer: 'SUCCESS', actsAfter: Number.POSITIVE_INFINITY } as const;

/** A payment whose PIN page is open. */
async function onPinPage(): Promise<TestApp> {
  const app = await paying(stays);
  await app.wait(3_000);
  expect(app.simulator.screen).toBe('pin');
  return app;
}

describe('the back button, on Android', () => {
  it('closes the page of the SDK, and is consumed', async () => {
    const app = await onPinPage();
    render(page(app));
    expect(phone.pressBack()).toBe(false);
    await act(() => app.wait(30_000));
    expect(app.order('A1')).toMatchObject({ status: 'userAborted', settled: true });
    expect(asked(app)).toBe(1);
  });

  it('leaves the app where the SDK has no page open', async () => {
    const app = await createLinkedApp();
    render(page(app));
    expect(phone.pressBack()).toBe(true);
    expect(asked(app)).toBe(1);
  });

  it('goes on to the screens of the app when the SDK does not take it', async () => {
    const app = await createLinkedApp();
    const onBack = vi.fn(() => true);
    render(page(app, <Screen onBack={onBack} />));
    expect(phone.pressBack()).toBe(false);
    expect(onBack).toHaveBeenCalledTimes(1);
  });

  it('is offered to the SDK while the flow waits for an answer, and goes on if refused', async () => {
    const app = await paying({ answer: 'SUCCESS' });
    expect(app.state.busy).toBe(true);
    expect(app.simulator.screen).toBeUndefined();
    const onBack = vi.fn(() => true);
    render(page(app, <Screen onBack={onBack} />));
    phone.pressBack();
    expect([asked(app), onBack.mock.calls.length]).toEqual([1, 1]);
  });

  it("is the SDK's before a screen of the app that came after the hook", async () => {
    const app = await createLinkedApp();
    const onBack = vi.fn(() => true);
    const { rerender } = render(page(app));
    rerender(page(app, <Screen onBack={onBack} />));
    app.simulator.person.plansOrder('A1', stays);
    await act(() => app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } }));
    await act(() => app.wait(3_000));
    expect(app.simulator.screen).toBe('pin');
    phone.pressBack();
    await act(() => app.wait(30_000));
    expect(app.order('A1').status).toBe('userAborted');
    expect(onBack).not.toHaveBeenCalled();
  });

  it('asks the SDK also for a page it kept open after the flow stopped waiting', async () => {
    const app = await onPinPage();
    render(page(app));
    await act(() => app.wait(3_600_000));
    expect(app.state.busy).toBe(false);
    expect(app.simulator.screen).toBe('pin');
    expect(phone.pressBack()).toBe(false);
    expect(app.simulator.screen).toBeUndefined();
  });

  it("is the app's again once the page is gone: nothing asks the SDK any more", async () => {
    const app = await onPinPage();
    const { unmount } = render(page(app));
    unmount();
    expect(phone.pressBack()).toBe(true);
    expect(asked(app)).toBe(0);
  });

  it('asks the SDK once, however often the page came, went and was told news', async () => {
    const app = await createLinkedApp();
    for (let time = 0; time < 3; time += 1) render(page(app)).unmount();
    const { rerender } = render(page(app));
    await act(() => app.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } }));
    await act(() => app.wait(60_000));
    rerender(page(app));
    phone.pressBack();
    expect(asked(app)).toBe(1);
  });

  it('asks the bridge of the last render', async () => {
    const app = await createLinkedApp();
    const first = vi.fn(() => false);
    const second = vi.fn(() => true);
    const { rerender } = render(page(app, null, { back: first }));
    rerender(page(app, null, { back: second }));
    expect(phone.pressBack()).toBe(false);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  });
});

describe('a bridge that answers later', () => {
  const later = (answer: () => Promise<boolean>): Bridge => ({ back: answer });

  it.each([true, false])('consumes the press while the flow is busy, here %j', async (answer) => {
    const app = await onPinPage();
    render(
      page(
        app,
        null,
        later(async () => answer),
      ),
    );
    expect(phone.pressBack()).toBe(false);
  });

  it('consumes nothing while the flow is not busy', async () => {
    const app = await createLinkedApp();
    render(
      page(
        app,
        null,
        later(async () => true),
      ),
    );
    expect(phone.pressBack()).toBe(true);
  });

  it('may fail, later or at once', async () => {
    const app = await createLinkedApp();
    render(
      page(
        app,
        null,
        later(() => Promise.reject(new Error('no such method'))),
      ),
    );
    expect(phone.pressBack()).toBe(true);
    render(
      page(app, null, {
        back: () => {
          throw new Error('no such method');
        },
      }),
    );
    expect(phone.pressBack()).toBe(true);
  });
});
