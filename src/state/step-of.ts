import {
  type Account,
  lacksPin,
  reveal,
  type Sim,
  type VpaAccount,
} from '../../core/protocol/index.js';
import { omitUndefined } from '../../core/protocol/omit-undefined.js';
import type { DeviceSnapshot } from '../../machines/device/snapshot.js';
import { holdsScreen, orderOf } from '../../machines/upi-flow/orders.js';
import type { UpiFlowSnapshot } from '../../machines/upi-flow/snapshot.js';
import { accountsOf } from './accounts.js';
import { accountList, bankList, simList } from './lists.js';
import type { UpiOrder } from './order-view.js';
import { shownProblem } from './shown-problem.js';
import type { UpiStep } from './step.js';

/** The step to show: an order on the screen first, then the SDK's lifecycle, then the device. */
export function stepOf(
  root: UpiFlowSnapshot,
  device: DeviceSnapshot | undefined,
  orders: Readonly<Record<string, UpiOrder>>,
): UpiStep {
  return omitUndefined(orderStep(root, orders) ?? lifecycleStep(root) ?? deviceStep(device));
}

function orderStep(
  root: UpiFlowSnapshot,
  orders: Readonly<Record<string, UpiOrder>>,
): UpiStep | undefined {
  const { currentOrderId } = root.context;
  if (currentOrderId === undefined) return undefined;
  const record = orderOf(root.context, currentOrderId);
  const order = Object.hasOwn(orders, currentOrderId) ? orders[currentOrderId] : undefined;
  if (record === undefined || order === undefined) return undefined;
  if (!holdsScreen(record)) return { name: 'outcome', order };
  return {
    name: record.status === 'authorizing' ? 'authorizing' : 'paying',
    orderId: currentOrderId,
  };
}

function lifecycleStep(root: UpiFlowSnapshot): UpiStep | undefined {
  switch (root.value) {
    case 'restoring':
    case 'starting':
      return { name: 'starting' };
    case 'failed':
      return { name: 'unavailable', problem: shownProblem(root.context.problem) };
    case 'terminated':
      return { name: 'terminated' };
    case 'ready':
      return undefined;
  }
}

function deviceStep(device: DeviceSnapshot | undefined): UpiStep {
  if (device === undefined) return { name: 'checking' };
  const { value, context } = device;
  const problem = shownProblem(context.problem);
  switch (value) {
    case 'checking':
    case 'deciding':
    case 'deregistering':
      return { name: 'checking' };
    case 'failed':
      return { name: 'checking', problem };
    case 'onboarding':
      return { name: 'onboarding' };
  }
  if ('noPermission' in value) {
    return value.noPermission === 'refused'
      ? { name: 'permissionRefused', problem }
      : { name: 'permission', asking: typeof value.noPermission === 'object', problem };
  }
  if ('fresh' in value) return freshStep(value.fresh, context);
  if ('bound' in value) return boundStep(value.bound, context);
  return linkedStep(value.linked, context);
}

type DeviceContext = DeviceSnapshot['context'];
/** The states within a state of the device. */
type Within<Name extends string> = Extract<DeviceSnapshot['value'], Record<Name, unknown>>[Name];

function freshStep(state: Within<'fresh'>, context: DeviceContext): UpiStep {
  const problem = shownProblem(context.problem);
  const attemptsLeft = Math.max(0, context.timings.bindAttempts - context.bindAttempts.length);
  switch (state) {
    case 'idle':
      return { name: 'ready', device: 'fresh', problem };
    case 'tokenExpired':
      return { name: 'bindExpired', attemptsLeft, problem };
    case 'refused':
      return { name: 'bindRefused', attemptsLeft, problem };
    case 'routing':
    case 'readingSims':
    case 'choosingSim': {
      const sims = simList(reveal(context.sims, NO_SIMS));
      return { name: 'simList', sims, loading: state === 'readingSims', problem };
    }
  }
  // The clock of the token starts once the attempt is counted.
  const endsAt = state.binding === 'counting' ? undefined : context.tokenEndsAt;
  return { name: 'binding', simId: context.simId ?? '', endsAt, attemptsLeft };
}

function boundStep(state: Within<'bound'>, context: DeviceContext): UpiStep {
  const problem = shownProblem(context.problem);
  const vpa = reveal(context.vpa, '');
  switch (state) {
    case 'idle':
      return { name: 'ready', device: 'bound', problem };
    case 'linking':
      return { name: 'linking', vpa };
    case 'routing':
    case 'readingBanks':
    case 'choosingBank': {
      const banks = bankList(context.banks);
      return { name: 'bankList', banks, loading: state === 'readingBanks', problem };
    }
    case 'readingAccounts':
    case 'choosingAccount': {
      const accounts = accountList(reveal(context.accounts, NO_ACCOUNTS));
      const loading = state === 'readingAccounts';
      return { name: 'accountList', bankCode: context.bankCode ?? '', accounts, loading, problem };
    }
    case 'namingVpa':
    case 'checkingVpa':
      return {
        name: 'vpa',
        ...(vpa === '' ? {} : { vpa }),
        suggestions: reveal(context.vpaSuggestions, NO_NAMES),
        checking: state === 'checkingVpa',
        problem,
      };
  }
}

function linkedStep(state: Within<'linked'>, context: DeviceContext): UpiStep {
  const problem = shownProblem(context.problem);
  switch (state) {
    case 'routing':
    case 'idle':
      return { name: 'ready', device: 'linked', problem };
    case 'pinMissing':
    case 'settingMpin': {
      const accounts = accountsOf(reveal(context.vpaAccounts, NO_VPAS)).filter(lacksPin);
      return { name: 'mpin', accounts, setting: state === 'settingMpin', problem };
    }
  }
}

const NO_SIMS: readonly Sim[] = [];
const NO_ACCOUNTS: readonly Account[] = [];
const NO_VPAS: readonly VpaAccount[] = [];
const NO_NAMES: readonly string[] = [];
