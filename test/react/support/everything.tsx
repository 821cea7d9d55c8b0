import {
  useAccounts,
  useOrder,
  useUpiNotice,
  useUpiState,
  useUpiStep,
} from '../../../src/react/index.js';

/** The state, each part read by the hook for it. */
export function Everything() {
  const { device, vpas, profile, orders, sdk, busy, loader } = useUpiState((state) => state);
  const step = useUpiStep();
  const accounts = useAccounts();
  const a1 = useOrder('A1');
  useUpiNotice('error', () => undefined);
  const state = { step, device, accounts, vpas, profile, orders, sdk, busy, loader, a1 };
  return <pre>{JSON.stringify(state)}</pre>;
}
