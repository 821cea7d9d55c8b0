import {
  createSimulator,
  type DeviceStatus,
  type PaymentPlan,
} from '../../../adapters/simulator/index.js';
import { memoryStorage, type UpiCommand } from '../../../src/index.js';
import { accountWithoutPin, axis } from '../../flow/support/accounts.js';
import { pay } from '../../flow/support/paying.js';
import { type App, begin, type Life } from './lives.js';

/** One operation that runs on the SDK for a while. */
export interface Operation {
  readonly title: string;
  readonly device: DeviceStatus;
  /** What leads there, from the phone's first step. */
  readonly before: readonly UpiCommand[];
  readonly command: UpiCommand;
  /** The wire's name of it. */
  readonly action: string;
  /** How the payment goes. Default: it is paid. */
  readonly plan?: PaymentPlan;
  isDone(app: App): boolean;
}

const choosing: readonly UpiCommand[] = [
  { type: 'bank.select', bankCode: axis },
  { type: 'account.select', referenceIds: [accountWithoutPin] },
];

function isPaid({ state }: App): boolean {
  const order = state.orders['A1'];
  return order?.status === 'success' && order.verified;
}

export const operations: readonly Operation[] = [
  {
    title: 'pay',
    device: 'LINKED',
    before: [],
    command: pay('A1'),
    action: 'upiTxn',
    isDone: isPaid,
  },
  {
    title: 'pay, charged later',
    device: 'LINKED',
    before: [],
    command: pay('A1'),
    action: 'upiTxn',
    plan: { answer: 'PENDING', debitAfter: 30_000 },
    isDone: isPaid,
  },
  {
    title: 'bind',
    device: 'FRESH',
    before: [],
    command: { type: 'sim.select', simId: '0' },
    action: 'upiBindActivateDevice',
    isDone: (app) => app.step.name === 'bankList',
  },
  {
    title: 'link',
    device: 'BOUND',
    before: choosing,
    command: { type: 'vpa.select', vpa: 'asha@upf' },
    action: 'upiLinkAccounts',
    isDone: (app) => app.step.name === 'mpin',
  },
  {
    title: 'mpin',
    device: 'BOUND',
    before: [...choosing, { type: 'vpa.select', vpa: 'asha@upf' }],
    command: {
      type: 'mpin.set',
      referenceId: accountWithoutPin,
      cardLastSix: '482913',
      cardExpiry: '0930',
    },
    action: 'upiSetMpin',
    isDone: (app) => app.step.name === 'ready',
  },
];

/** An app that may be told to run the operation. */
export async function readyFor(operation: Operation): Promise<Life> {
  const simulator = createSimulator({ device: operation.device });
  const life = begin(simulator, memoryStorage());
  if (operation.plan !== undefined) simulator.person.plansOrder('A1', operation.plan);
  await life.app.start();
  for (const command of operation.before) {
    await life.app.send(command);
    await life.app.wait(5_000);
  }
  return life;
}
