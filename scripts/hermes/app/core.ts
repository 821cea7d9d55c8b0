import './globals.js';
import { createUpiFlow, type HyperSdk } from '../../../src/index.js';
import { emit } from './emit.js';

declare const vmBegan: number;

// Metro evaluates a module when it is first used: only a flow that takes commands has started.
const evaluated = Date.now() - vmBegan;
const flow = createUpiFlow({
  sdk: promptSdk(),
  merchant: { merchantId: 'a', clientId: 'a', customerId: 'a', environment: 'sandbox' },
  backend: {
    authorize: async ({ claims }) => ({
      merchantKeyId: 'a',
      signature: 'a',
      signaturePayload: JSON.stringify(claims),
    }),
  },
  newId: countedIds(),
});
const created = Date.now() - vmBegan;
flow.subscribe(({ step }) => {
  if (step.name !== 'permission') return;
  emit({ kind: 'start', evaluated, created, ready: Date.now() - vmBegan });
  flow.stop();
});
flow.start();

/** An SDK that costs nothing: it answers at once that nothing was ever permitted. */
function promptSdk(): HyperSdk {
  let hear: (raw: unknown) => void = () => undefined;
  const answer = (event: string, status: string, request: object): void => {
    const text = JSON.stringify({ ...request, event, error: false });
    hear(text.replace('"action"', `"status":"${status}","action"`));
  };
  return {
    open: () => undefined,
    initiate: (request) => answer('initiate_result', 'success', request),
    process: (request) => answer('process_result', 'NOPERMISSION', request),
    back: () => false,
    terminate: () => undefined,
    subscribe(listener) {
      hear = listener;
      return () => undefined;
    },
  };
}

function countedIds(): () => string {
  let next = 0;
  return () => {
    next += 1;
    return `00000000-0000-4000-8000-${String(next).padStart(12, '0')}`;
  };
}
