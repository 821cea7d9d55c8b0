import { expect, it } from 'vitest';

// The imports are inside: a chart that cannot be made must fail a test, not only stop its file.
it('the root chart, and the one that looks up, can be made', async () => {
  const { upiFlowMachine } = await import('../../../machines/upi-flow/machine.js');
  const { lookUpMachine } = await import('../../../machines/look-up/machine.js');
  expect(Object.keys(upiFlowMachine.states)).toContain('restoring');
  expect(Object.keys(lookUpMachine.states)).toContain('routing');
});
