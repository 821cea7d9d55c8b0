// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/dom';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleReactNativeExample } from './support/bundle.js';

/** A build reads the whole library and React: longer than a single test may usually take. */
const PATIENCE = 60_000;

/** Lets the app's time go by, and React draw. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await new Promise((resolve) => setImmediate(resolve));
}

/** The button, radio or box with this name, as soon as it is there. `hidden` spares slow looks at styles. */
async function find(role: 'button' | 'radio' | 'checkbox', name: string | RegExp) {
  for (let second = 0; second < 60; second += 1) {
    const found = screen.queryByRole(role, { name, hidden: true });
    if (found !== null) return found;
    await pass(1_000);
  }
  return screen.getByRole(role, { name });
}

async function press(role: 'button' | 'radio' | 'checkbox', name: string | RegExp): Promise<void> {
  fireEvent.click(await find(role, name));
  await pass(0);
}

const isShown = (text: string | RegExp): boolean => screen.queryAllByText(text).length > 0;

describe('the React Native example', () => {
  beforeAll(async () => {
    const script = await bundleReactNativeExample();
    vi.useFakeTimers({
      toFake: ['Date', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'],
    });
    new Function(script)();
  }, PATIENCE);
  afterAll(() => vi.useRealTimers());

  it('sets UPI up, from the first start to the shop', { timeout: PATIENCE }, async () => {
    await press('button', 'Continue');
    await press('radio', /^JIO/);
    await press('button', 'Verify this number');
    await press('button', 'Axis Bank');
    await press('checkbox', /3891/);
    await press('button', 'Continue');
    fireEvent.change(screen.getByRole('textbox', { name: 'UPI ID' }), {
      target: { value: 'priya' },
    });
    await press('button', 'Continue');
    await find('button', /^Pay .* for Estate coffee$/);
    expect(isShown(/priya@upf/)).toBe(true);
  });

  it('shows a payment through to its end', { timeout: PATIENCE }, async () => {
    await press('button', /^Pay .* for Estate coffee$/);
    await find('button', 'Back to the shop');
    expect(isShown(/The shop is confirming your payment/)).toBe(true);
    await pass(2_000);
    expect(isShown(/The shop has your payment/)).toBe(true);
    await press('button', 'Back to the shop');
  });

  it('calls a pending payment pending, and paid when it is', { timeout: PATIENCE }, async () => {
    await press('button', /^Simulation/);
    await press('radio', 'Pending, then paid');
    await press('button', /^Simulation/);
    await press('button', /^Pay .* for Forest honey$/);
    await find('button', 'Check now');
    expect(isShown('Payment pending')).toBe(true);
    expect(isShown(/do not pay for this order again/)).toBe(true);
    expect(isShown(/fail|not paid/i)).toBe(false);
    await pass(60_000);
    expect(isShown(/The shop has your payment/)).toBe(true);
  });

  it('says "not paid" for good only once that is certain', { timeout: PATIENCE }, async () => {
    await press('button', 'Back to the shop');
    await press('button', /^Simulation/);
    await press('radio', 'Customer goes back');
    await press('button', /^Simulation/);
    await press('button', /^Pay .* for Black pepper$/);
    await find('button', 'Check now');
    expect(isShown('Not paid, as far as we know')).toBe(true);
    expect(isShown(/We are checking/)).toBe(true);
    expect(screen.queryByRole('button', { name: 'Try again', hidden: true })).toBeNull();
    // Nobody is sold a second one meanwhile.
    await press('button', 'Back to the shop');
    await press('button', /^Pay .* for Black pepper$/);
    expect(screen.queryAllByText(/^Black pepper ·/)).toHaveLength(1);
    expect(isShown('We are checking your last payment')).toBe(true);
    await find('button', 'Try again to pay for Black pepper');
    expect(isShown('Cancelled')).toBe(true);
    expect(isShown('We are checking your last payment')).toBe(false);
  });
});
