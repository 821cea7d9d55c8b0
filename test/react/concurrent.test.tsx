import { type ReactNode, startTransition, useLayoutEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UpiFlowProvider, useOrder, useUpiState, useUpiStep } from '../../src/react/index.js';
import { createFakeFlow, orderOf } from '../../testing/index.js';

const READERS = ['one', 'two', 'three', 'four', 'five', 'six'];

/** React gives the browser a turn after 5 ms of rendering; here, time is what components took. */
let time = 0;
/** What components saw while they rendered, committed or not. */
let seen: string[] = [];
let show: (() => void) | undefined;

/** A component that takes so long that React pauses after it. */
function Slow({ children }: { children: string }) {
  time += 20;
  seen.push(children);
  return <p>{children}</p>;
}

const readers = {
  useUpiStep: () => <Slow>{useUpiStep().name}</Slow>,
  useOrder: () => <Slow>{useOrder('A1')?.status ?? 'none'}</Slow>,
  useUpiState: () => <Slow>{JSON.stringify(useUpiState(({ busy }) => ({ busy })))}</Slow>,
};

function Screen({ children, onCommit }: { children: ReactNode; onCommit: () => void }) {
  const [isShown, setShown] = useState(false);
  useLayoutEffect(() => {
    show = () => setShown(true);
  }, []);
  useLayoutEffect(onCommit);
  return isShown ? children : null;
}

beforeEach(() => {
  time = 0;
  seen = [];
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  // Work waits for React's own scheduler, as it does outside tests.
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', false);
});
afterEach(() => {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
});

/** Gives React turns until `done`. */
async function turnsUntil(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !done(); turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(done()).toBe(true);
}

const texts = (container: HTMLElement) =>
  [...container.querySelectorAll('p')].map(({ textContent }) => textContent);

describe.each(Object.entries(readers))(
  'a change in the middle of a transition: %s',
  (_, Reader) => {
    // With nobody on the screen who heard of the change, nothing makes React start again.
    it.each([0, 1])('is never half of a screen, with %i readers on it already', async (already) => {
      const { flow, show: change } = createFakeFlow();
      change({ orders: { A1: orderOf('A1') } });
      const container = document.createElement('div');
      const commits: string[][] = [];
      const root = createRoot(container);
      root.render(
        <UpiFlowProvider flow={flow}>
          {already === 1 && <Reader />}
          <Screen onCommit={() => void commits.push(texts(container))}>
            {READERS.map((name) => (
              <Reader key={name} />
            ))}
          </Screen>
        </UpiFlowProvider>,
      );
      await turnsUntil(() => commits.length > 0);
      seen = [];
      startTransition(() => show?.());
      await turnsUntil(() => seen.length >= 3);
      expect(seen.length).toBeLessThan(READERS.length);
      change({
        step: { name: 'onboarding' },
        busy: true,
        orders: { A1: orderOf('A1', { status: 'success' }) },
      });
      await turnsUntil(() => texts(container).length === READERS.length + already);

      // Some had rendered the old state, the rest rendered the new one: it could have torn.
      const [before, after] = [seen[0], seen.at(-1)];
      expect(seen.slice(0, 3)).toEqual([before, before, before]);
      expect(after).not.toBe(before);
      for (const commit of commits) expect(new Set(commit).size).toBeLessThan(2);
      expect(texts(container)).toEqual(Array(READERS.length + already).fill(after));
      root.unmount();
    });
  },
);
