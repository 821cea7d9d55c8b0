// @vitest-environment node
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { UpiFlowProvider } from '../../src/react/index.js';
import { createLinkedApp, createTestApp } from '../../testing/index.js';
import { counted } from './support/counted.js';
import { Everything } from './support/everything.js';

describe('on a server', () => {
  it('a flow that was not started is rendered, and nobody is left listening', () => {
    expect(typeof window).toBe('undefined');
    const app = createTestApp();
    const count = counted(app.flow);
    const html = renderToString(
      <UpiFlowProvider flow={count.flow}>
        <Everything />
      </UpiFlowProvider>,
    );
    expect(html).toBe(`<pre>${JSON.stringify(app.state).replaceAll('"', '&quot;')}</pre>`);
    expect(count.made).toBe(0);
    expect(app.simulator.wire.traffic).toEqual([]);
  });

  it('a flow that runs is rendered the same: the phone cannot know how far a server got', async () => {
    const [fresh, running] = [createTestApp(), await createLinkedApp()].map(({ flow }) =>
      renderToString(
        <UpiFlowProvider flow={flow}>
          <Everything />
        </UpiFlowProvider>,
      ),
    );
    expect(running).toBe(fresh);
  });

  it('without a provider, hooks say so', () => {
    expect(() => renderToString(<Everything />)).toThrow(/^use\w+\(\) needs a <UpiFlowProvider/);
  });
});
