import type { Problem, UpiOrder, UpiState, UpiStep } from '../src/index.js';
import type { About, Emit } from './event.js';
import { address } from './mask.js';

/** Tells what a new state shows that the one before did not. */
export function formatState(before: UpiState | undefined, now: UpiState, emit: Emit): void {
  const shown = before === undefined ? '' : key(before.step);
  if (key(now.step) !== shown && !isPassing(now.step))
    emit('state', now.step.name, aboutStep(now.step));
  for (const order of Object.values(now.orders)) {
    const old = before?.orders[order.orderId];
    const isOnScreen = now.step.name === 'outcome' && now.step.order.orderId === order.orderId;
    const isNews = old === undefined || orderKey(old) !== orderKey(order);
    if (isNews && !isOnScreen && !isInFlight(order))
      emit('order', order.orderId, aboutOrder(order));
  }
}

/** The steps that only say "one moment" are not told: what is asked meanwhile is. */
function isPassing(step: UpiStep): boolean {
  switch (step.name) {
    case 'starting':
    case 'authorizing':
      return true;
    case 'checking':
      return step.problem === undefined;
    case 'binding':
      return step.endsAt === undefined;
    default:
      return isLoading(step);
  }
}

/** Whether the step waits for an answer and not for the person. */
export function isLoading(step: UpiStep): boolean {
  switch (step.name) {
    case 'simList':
    case 'bankList':
    case 'accountList':
      return step.loading;
    case 'vpa':
      return step.checking;
    case 'permission':
      return step.asking;
    case 'mpin':
      return step.setting;
    default:
      return false;
  }
}

/** Authorising and paying are steps of their own: the order line would say the same. */
function isInFlight(order: UpiOrder): boolean {
  return order.status === 'authorizing' || order.status === 'submitted';
}

function key(step: UpiStep): string {
  return isPassing(step) ? '' : JSON.stringify([step.name, aboutStep(step)]);
}

function orderKey(order: UpiOrder): string {
  return JSON.stringify(aboutOrder(order));
}

function aboutOrder(order: UpiOrder): About {
  const { mandate, refund, status, verified, settled } = order;
  return {
    status,
    verified,
    settled,
    ...(mandate !== undefined && { mandate: mandate.status }),
    ...(refund !== undefined && { refund: `${refund.status} ${refund.amount ?? ''}`.trim() }),
  };
}

function aboutProblem(problem: Problem | undefined): About {
  return problem === undefined ? {} : { problem: problem.reason };
}

function aboutStep(step: UpiStep): About {
  const problem = 'problem' in step ? aboutProblem(step.problem) : {};
  return { ...details(step), ...problem };
}

function details(step: UpiStep): About {
  switch (step.name) {
    case 'simList':
      return { sims: step.sims.map((sim) => `${sim.simId} ${sim.provider ?? ''}`).join(', ') };
    case 'binding':
      return { simId: step.simId, attemptsLeft: step.attemptsLeft };
    case 'bindExpired':
    case 'bindRefused':
      return { attemptsLeft: step.attemptsLeft };
    case 'bankList':
      return { banks: step.banks.map((bank) => bank.name).join(', ') };
    case 'accountList':
      return { accounts: step.accounts.map((one) => `${one.type ?? ''} ${tail(one)}`).join(', ') };
    case 'vpa':
      return { suggestions: step.suggestions.length };
    case 'linking':
      return { vpa: address(step.vpa) ?? '' };
    case 'mpin':
      return { withoutPin: step.accounts.length };
    case 'ready':
      return { device: step.device };
    case 'paying':
      return { orderId: step.orderId };
    case 'outcome':
      return { orderId: step.order.orderId, ...aboutOrder(step.order) };
    default:
      return {};
  }
}

/** The last four of an account number the bank has masked already. */
function tail(account: { readonly maskedAccountNumber?: string | undefined }): string {
  return `••${account.maskedAccountNumber?.slice(-4) ?? ''}`;
}
