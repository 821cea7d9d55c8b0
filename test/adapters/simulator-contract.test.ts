import { describe, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { type AdapterHarness, adapterContract } from '../../testing/index.js';

describe.each(['text', 'object'] as const)(
  'the simulator as an adapter, events as %s',
  (delivers) => {
    function createHarness(): AdapterHarness {
      const { sdk, wire } = createSimulator();
      wire.mode = delivers === 'text' ? 'string' : 'object';
      return {
        sdk,
        delivers,
        emit: wire.say,
        listeners: () => wire.listeners,
        calls: () =>
          wire.traffic.flatMap(({ call, raw }) =>
            call === undefined ? [] : [{ call, request: raw }],
          ),
      };
    }
    for (const { name, run } of adapterContract(createHarness)) it(name, run);
  },
);
