import { act } from '@testing-library/react';
import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { UpiFlow } from '../../src/index.js';
import { UpiFlowProvider } from '../../src/react/index.js';
import { createLinkedApp, createTestApp } from '../../testing/index.js';
import { pay } from '../flow/support/paying.js';
import { counted } from './support/counted.js';
import { Everything } from './support/everything.js';

const page = (flow: UpiFlow) => (
  <StrictMode>
    <UpiFlowProvider flow={flow}>
      <Everything />
    </UpiFlowProvider>
  </StrictMode>
);

/** The page as a server sends it, in a document. */
function served(): HTMLElement {
  const container = document.createElement('div');
  container.innerHTML = renderToString(page(createTestApp().flow));
  return container;
}

describe('markup of a server', () => {
  it.each([
    ['was not started', async () => createTestApp()],
    ['is ready', async () => createLinkedApp()],
    [
      'is paying',
      async () => {
        const app = await createLinkedApp();
        await app.send(pay('A1'));
        return app;
      },
    ],
  ])('is hydrated without a difference when the flow %s, then shows the flow', async (_, open) => {
    const app = await open();
    const count = counted(app.flow);
    const container = served();
    const markup = container.firstElementChild;
    const mended: unknown[] = [];
    const root = await act(() =>
      hydrateRoot(container, page(count.flow), {
        onRecoverableError: (error) => mended.push(error),
      }),
    );
    expect(mended).toEqual([]);
    // The very element: nothing was thrown away and rendered anew.
    expect(container.firstElementChild).toBe(markup);
    const { step, a1 } = JSON.parse(container.textContent ?? '');
    expect(step).toEqual(app.step);
    expect(a1?.orderId).toBe(app.state.orders['A1']?.orderId);
    await act(() => app.flow.stop());
    expect(JSON.parse(container.textContent ?? '').step).toMatchObject({ name: 'terminated' });
    act(() => root.unmount());
    expect(count.open).toBe(0);
  });
});
