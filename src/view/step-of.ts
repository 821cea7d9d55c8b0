import type { DeviceSnapshot } from '../../machines/device.snapshot.js';
import { holdsScreen } from '../../machines/order-book.js';
import type { UpiFlowSnapshot } from '../../machines/upi-flow.snapshot.js';
import { type Account, reveal, type Sim, type VpaAccount } from '../protocol/index.js';
import { accountsOf, type UpiAccount } from './accounts.js';
import { accountList, bankList, simList } from './lists.js';
import type { UpiOrder } from './order-view.js';
import type { UpiStep } from './step.js';

/** The step to show: an order on the screen first, then the SDK's lifecycle, then the device. */
export function stepOf(
  root: UpiFlowSnapshot,
  device: DeviceSnapshot | undefined,
  orders: Readonly<Record<string, UpiOrder>>,
): UpiStep {
  return orderStep(root, orders) ?? lifecycleStep(root) ?? deviceStep(device);
}

function orderStep(
  root: UpiFlowSnapshot,
  orders: Readonly<Record<string, UpiOrder>>,
): UpiStep | undefined {
  const { focus } = root.context;
  if (focus === undefined) return undefined;
  const record = root.context.orders[focus];
  const order = orders[focus];
  if (record === undefined || order === undefined) return undefined;
  if (!holdsScreen(record)) return { name: 'outcome', order };
  return { name: record.status === 'authorizing' ? 'authorizing' : 'paying', orderId: focus };
}

function lifecycleStep(root: UpiFlowSnapshot): UpiStep | undefined {
  if (root.matches('restoring') || root.matches('starting')) return { name: 'starting' };
  if (root.matches('failed')) return { name: 'unavailable', problem: root.context.problem };
  if (root.matches('terminated')) return { name: 'terminated' };
  return undefined;
}

function deviceStep(device: DeviceSnapshot | undefined): UpiStep {
  if (device === undefined || device.matches('checking')) return { name: 'checking' };
  const { context } = device;
  const { problem } = context;
  if (device.matches('failed')) return { name: 'checking', problem };
  if (device.matches('deregistering')) return { name: 'checking' };
  if (device.matches('onboarding')) return { name: 'onboarding' };
  if (device.matches({ noPermission: 'refused' })) return { name: 'permissionRefused', problem };
  if (device.matches('noPermission')) {
    return { name: 'permission', asking: device.matches({ noPermission: 'asking' }), problem };
  }
  if (device.matches('fresh')) return freshStep(device);
  if (device.matches('bound')) return boundStep(device);
  return linkedStep(device);
}

function freshStep(device: DeviceSnapshot): UpiStep {
  const { context } = device;
  const { problem } = context;
  const sims = simList(reveal(context.sims, NO_SIMS));
  const attemptsLeft = Math.max(0, context.timings.bindAttempts - context.bindAttempts.length);
  if (device.matches({ fresh: 'idle' })) return { name: 'ready', device: 'fresh', problem };
  if (device.matches({ fresh: 'tokenExpired' }))
    return { name: 'bindExpired', attemptsLeft, problem };
  if (device.matches({ fresh: 'refused' })) return { name: 'bindRefused', attemptsLeft, problem };
  if (device.matches({ fresh: 'binding' })) {
    const counting = device.matches({ fresh: { binding: 'counting' } });
    const endsAt = counting ? undefined : context.tokenEndsAt;
    return { name: 'binding', simId: context.simId ?? '', endsAt, attemptsLeft };
  }
  return { name: 'simList', sims, loading: device.matches({ fresh: 'readingSims' }), problem };
}

function boundStep(device: DeviceSnapshot): UpiStep {
  const { context } = device;
  const { problem } = context;
  const vpa = reveal(context.vpa, '');
  const banks = bankList(context.banks);
  if (device.matches({ bound: 'idle' })) return { name: 'ready', device: 'bound', problem };
  if (device.matches({ bound: 'linking' })) return { name: 'linking', vpa };
  if (device.matches({ bound: 'readingBanks' }) || device.matches({ bound: 'choosingBank' })) {
    return { name: 'bankList', banks, loading: device.matches({ bound: 'readingBanks' }), problem };
  }
  const loading = device.matches({ bound: 'readingAccounts' });
  if (loading || device.matches({ bound: 'choosingAccount' })) {
    const accounts = accountList(reveal(context.accounts, NO_ACCOUNTS));
    return { name: 'accountList', bankCode: context.bankCode ?? '', accounts, loading, problem };
  }
  return {
    name: 'vpa',
    ...(vpa === '' ? {} : { vpa }),
    suggestions: reveal(context.vpaSuggestions, NO_NAMES),
    checking: device.matches({ bound: 'checkingVpa' }),
    problem,
  };
}

function linkedStep(device: DeviceSnapshot): UpiStep {
  const { context } = device;
  const { problem } = context;
  const setting = device.matches({ linked: 'settingMpin' });
  if (setting || device.matches({ linked: 'pinMissing' })) {
    return {
      name: 'mpin',
      accounts: lackingPin(accountsOf(reveal(context.vpaAccounts, NO_VPAS))),
      setting,
      problem,
    };
  }
  return { name: 'ready', device: 'linked', problem };
}

// The same empty lists every time, so that nothing renders anew without a reason.
const NO_SIMS: readonly Sim[] = [];
const NO_ACCOUNTS: readonly Account[] = [];
const NO_VPAS: readonly VpaAccount[] = [];
const NO_NAMES: readonly string[] = [];

const pinless = new WeakMap<readonly UpiAccount[], readonly UpiAccount[]>();

function lackingPin(accounts: readonly UpiAccount[]): readonly UpiAccount[] {
  const list = pinless.get(accounts) ?? accounts.filter((account) => account.mpinSet === false);
  pinless.set(accounts, list);
  return list;
}
