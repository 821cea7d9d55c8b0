import { expect, it } from 'vitest';

// The import is inside: a chart that cannot be made must fail a test, not only stop its file.
it('the payment chart can be made', async () => {
  const { paymentMachine } = await import('../../../machines/payment/machine.js');
  expect(Object.keys(paymentMachine.states)).toContain('unsent');
});
