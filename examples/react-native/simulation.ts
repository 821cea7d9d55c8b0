import type { Authorization, AuthorizeRequest, Clock, UpiFlowConfig } from 'upi-flow';
import {
  createSimulator,
  createVirtualClock,
  type PaymentPlan,
  type SmsOutcome,
} from 'upi-flow/simulator';
import { inRealTime } from './real-time';

/** How the next payment goes: what the SDK says, and what the bank does. */
export const endings = {
  paid: { label: 'Paid', detail: 'SUCCESS', plan: { answer: 'SUCCESS' } },
  paidLate: {
    label: 'Paid, shop hears late',
    detail: 'SUCCESS, and 20 s until the server knows',
    plan: { answer: 'SUCCESS' },
  },
  pendingPaid: {
    label: 'Pending, then paid',
    detail: 'PENDING, and the money moves after 20 s',
    plan: { answer: 'PENDING' },
  },
  pendingUnpaid: {
    label: 'Pending, then not paid',
    detail: 'PENDING, and the bank declines after 20 s',
    plan: { answer: 'PENDING', money: 'declined', debitAfter: 20_000 },
  },
  declined: {
    label: 'Declined',
    detail: 'FAILURE, not enough money',
    plan: { answer: 'FAILURE' },
  },
  leaves: {
    label: 'Customer leaves',
    detail: 'USER_ABORTED on the PIN page',
    plan: { answer: 'USER_ABORTED' },
  },
  goesBack: {
    label: 'Customer goes back',
    detail: 'BACKPRESS, before the bank was asked',
    plan: { answer: 'BACKPRESS', money: 'none' },
  },
  wrongWord: {
    label: 'Says failed, pays later',
    detail: 'FAILURE, and the money moves after 20 s',
    plan: { answer: 'FAILURE', money: 'debitedLater' },
  },
  silence: {
    label: 'No answer',
    detail: 'The SDK goes silent. Skip 10 minutes',
    plan: { answer: 'silence' },
  },
} as const satisfies Record<
  string,
  { readonly label: string; readonly detail: string; readonly plan: PaymentPlan }
>;

/** How the SMS of the next SIM check goes. */
export const messages = {
  arrives: { label: 'Arrives', detail: 'The number is verified' },
  expired: { label: 'Too late', detail: 'The SMS token expires' },
  mismatch: { label: 'Wrong number', detail: 'The SMS comes from another SIM' },
  declined: { label: 'Refused', detail: 'The rails refuse this phone' },
} as const satisfies Partial<
  Record<SmsOutcome, { readonly label: string; readonly detail: string }>
>;

/** What the people and machines around the app will do next. */
export interface Script {
  readonly ending: keyof typeof endings;
  readonly message: keyof typeof messages;
  readonly grants: boolean;
  readonly online: boolean;
}

/** Changes what happens next. */
export interface Simulation {
  getScript(): Script;
  rewrite(change: Partial<Script>): void;
  subscribe(listener: () => void): () => void;
  /** Moves time ahead. */
  skip(ms: number): void;
}

/** A phone, a bank and a server, simulated, in place of the real ones. */
export function createSimulation(): {
  readonly simulation: Simulation;
  readonly ports: UpiFlowConfig & { readonly clock: Clock };
} {
  const clock = createVirtualClock({ now: Date.now() });
  const { sdk, backend, merchant, person, phone, server } = createSimulator({ clock });
  const time = inRealTime(clock);
  const listeners = new Set<() => void>();
  let script: Script = { ending: 'paid', message: 'arrives', grants: true, online: true };

  // The server is asked right before anything happens: there the script begins to count.
  async function authorize(request: AuthorizeRequest): Promise<Authorization> {
    const orderId = request.claims['order_id'];
    if (orderId !== undefined) {
      person.plansOrder(orderId, endings[script.ending].plan);
      server.lag(script.ending === 'paidLate' ? 20_000 : 0);
    }
    const authorization = await backend.authorize(request);
    if (request.action === 'upiBindActivateDevice') person.sms(script.message);
    return authorization;
  }

  const simulation: Simulation = {
    getScript: () => script,
    rewrite(change) {
      script = { ...script, ...change };
      person.answersPermission(script.grants ? 'grant' : 'deny');
      phone.online = script.online;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    skip: time.skip,
  };
  const ports = {
    sdk,
    merchant: { ...merchant, environment: 'sandbox' as const },
    clock,
    backend: { ...backend, authorize },
  };
  return { simulation, ports };
}
