import { act, render } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { useAppStateBridge } from '../../../adapters/react-native/use-app-state-bridge.js';
import { useHardwareBack } from '../../../adapters/react-native/use-hardware-back.js';
import { UpiFlowProvider } from '../../../src/react/index.js';
import { createLinkedApp } from '../../../testing/index.js';

const phone = await vi.hoisted(async () => {
  const { loadReactNative } = await import('./support/react-native.js');
  return loadReactNative('ios');
});

vi.mock('react-native', () => phone);

function Page({ back }: { back: () => boolean }) {
  useHardwareBack({ back });
  useAppStateBridge();
  return null;
}

it("on iOS there is no back button, and the app's state is told", async () => {
  const { flow } = await createLinkedApp();
  const can = vi.spyOn(flow, 'can');
  const back = vi.fn(() => true);
  const { unmount } = render(
    <UpiFlowProvider flow={flow}>
      <Page back={back} />
    </UpiFlowProvider>,
  );
  expect(phone.Platform.OS).toBe('ios');
  act(() => phone.become('inactive'));
  expect(can).not.toHaveBeenCalled();
  act(() => phone.become('background'));
  expect(can).toHaveBeenCalledWith({ type: 'app.background' });
  phone.pressBack();
  expect(back).not.toHaveBeenCalled();
  unmount();
  expect(phone.appStateListeners).toBe(0);
});
