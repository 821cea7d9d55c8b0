import { act, render } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { useAppStateBridge } from '../../../adapters/react-native/use-app-state-bridge.js';
import { useHardwareBack } from '../../../adapters/react-native/use-hardware-back.js';
import { UpiFlowProvider } from '../../../src/react/index.js';
import { createLinkedApp } from '../../../testing/index.js';

vi.mock('react-native', async () => {
  const part = async (name: string) => {
    const { default: exported } = await import(
      `react-native-web/dist/cjs/exports/${name}/index.js`
    );
    return exported.default ?? exported;
  };
  return {
    AppState: await part('AppState'),
    BackHandler: await part('BackHandler'),
    Platform: await part('Platform'),
  };
});

function Page({ back }: { back: () => boolean }) {
  useHardwareBack({ back });
  useAppStateBridge();
  return null;
}

/** The person goes to another tab, or comes back. */
function turn(visibilityState: 'hidden' | 'visible'): void {
  const document: EventTarget = Reflect.get(globalThis, 'document');
  Object.defineProperty(document, 'visibilityState', {
    value: visibilityState,
    configurable: true,
  });
  document.dispatchEvent(new Event('visibilitychange'));
}

// react-native-web complains of whoever asks it for a back button, and a complaint fails the test.
it('in a browser, other tabs are the background, and nobody asks for a back button', async () => {
  const { flow } = await createLinkedApp();
  const can = vi.spyOn(flow, 'can');
  const { unmount } = render(
    <UpiFlowProvider flow={flow}>
      <Page back={() => true} />
    </UpiFlowProvider>,
  );
  act(() => turn('hidden'));
  act(() => turn('visible'));
  expect(can.mock.calls).toEqual([[{ type: 'app.background' }], [{ type: 'app.foreground' }]]);
  unmount();
  act(() => turn('hidden'));
  expect(can).toHaveBeenCalledTimes(2);
});
