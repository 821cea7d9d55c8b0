import { act, cleanup, fireEvent, render } from '@testing-library/react';
import * as react from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import {
  createSimulator,
  type SimulatedAccount,
  type SimulatorOptions,
} from '../../adapters/simulator/index.js';
import { memoryStorage, type Order, type UpiCommand, type UpiStep } from '../../src/index.js';
import * as hooks from '../../src/react/index.js';
import { createRandom, type Random } from '../../testing/explorer/random.js';
import { createTestApp, type TestApp } from '../../testing/index.js';
import { blocksIn, textOf } from '../docs/support/markdown.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** The whole screen of docs/react.md, as it stands there. */
function documentedScreen(): react.FC<{ order: Order; restart: () => void }> {
  const doc = 'docs/react.md';
  const [block] = blocksIn(doc, textOf(doc), 'tsx').filter(({ text }) => text.includes('Upi({'));
  const { outputText } = ts.transpileModule(block?.text ?? '', {
    compilerOptions: { jsx: ts.JsxEmit.ReactJSX, module: ts.ModuleKind.CommonJS },
  });
  const modules = { react, 'react/jsx-runtime': jsxRuntime, 'upi-flow/react': hooks };
  const exported: { Upi?: react.FC<{ order: Order; restart: () => void }> } = {};
  new Function('require', 'exports', outputText)(
    (name: keyof typeof modules) => modules[name],
    exported,
  );
  if (exported.Upi === undefined) throw new Error(`${doc} exports no Upi`);
  return exported.Upi;
}

const Upi = documentedScreen();

/** Whether the person can only wait. */
function isWaiting(step: UpiStep): boolean {
  switch (step.name) {
    case 'starting':
    case 'binding':
    case 'linking':
    case 'onboarding':
    case 'authorizing':
    case 'paying':
      return true;
    case 'checking':
      return step.problem === undefined;
    case 'permission':
      return step.asking;
    case 'simList':
    case 'bankList':
    case 'accountList':
      return step.loading;
    case 'vpa':
      return step.checking;
    case 'mpin':
      return step.setting;
    default:
      return false;
  }
}

/** What people type, in any field. */
const TYPED = ['', 'asha', 'asha@upf', 'taken@upf', '123456', '0930', '13', '@'] as const;

const ACCOUNT: SimulatedAccount = {
  referenceId: 'A1',
  bankCode: '607153',
  maskedAccountNumber: 'XXXX0001',
  type: 'SAVINGS',
  ifsc: 'UTIB0000123',
  mpinSet: false,
  balance: '900.00',
};

/** Phones that differ in what is on them, with the rounds in which somebody pays; 0: nobody can. */
const WORLDS: readonly (readonly [string, SimulatorOptions, number])[] = [
  ['as usual', {}, 150],
  ['no account has a PIN', { accounts: [ACCOUNT] }, 150],
  ['no list of banks', { banks: [] }, 150],
  ['no bank knows the number', { accounts: [] }, 0],
  ['no SIM', { sims: [] }, 0],
];

const DEVICES = ['NOPERMISSION', 'NOPERMISSION', 'FRESH', 'BOUND', 'LINKED'] as const;

/** The documented screen on a simulator, and somebody who presses what is offered. */
class Person {
  readonly random: Random;
  readonly simulator;
  readonly said: string[] = [];
  readonly storage = memoryStorage();
  readonly page = render(<p />);
  app: TestApp;
  orders = 0;

  constructor(seed: number, world: SimulatorOptions) {
    this.random = createRandom(seed);
    this.simulator = createSimulator({ seed, device: this.random.pick(DEVICES), ...world });
    this.app = this.begin();
  }

  begin(): TestApp {
    const app = createTestApp({ simulator: this.simulator, storage: this.storage });
    this.app = app;
    this.show();
    act(() => app.flow.start());
    return app;
  }

  /** With an order that nobody has seen yet, and that can be paid from any account. */
  show(): void {
    this.orders += 1;
    const order = { orderId: `order-${this.orders}`, amount: '2.00' };
    this.simulator.person.plansOrder(order.orderId, { answer: 'SUCCESS' });
    this.page.rerender(
      <hooks.UpiFlowProvider flow={this.app.flow}>
        <Upi order={order} restart={() => this.begin()} />
      </hooks.UpiFlowProvider>,
    );
  }

  get offered(): HTMLButtonElement[] {
    const buttons = [...this.page.container.querySelectorAll('button')];
    return buttons.filter(({ disabled }) => !disabled);
  }

  async wait(ms: number): Promise<void> {
    await act(() => this.simulator.clock.advance(ms));
  }

  async press(button: HTMLButtonElement | undefined): Promise<void> {
    if (button === undefined) return;
    const label = button.textContent ?? '';
    const { app } = this;
    this.said.push(`${app.step.name}: ${label}`);
    const before = app.noticesOf('command.rejected').length;
    act(() => void fireEvent.click(button));
    await this.wait(0);
    // What is offered is taken.
    expect([label, app.noticesOf('command.rejected').slice(before)]).toEqual([label, []]);
  }

  type(text: string): void {
    for (const input of this.page.container.querySelectorAll('input')) {
      act(() => void fireEvent.change(input, { target: { value: text } }));
    }
  }

  /** Whatever may happen while somebody sets up UPI and pays. */
  async meet(): Promise<void> {
    const { random, simulator, app } = this;
    const { person, phone, server, wire } = simulator;
    const roll = random.next();
    if (roll < 0.45) return this.press(random.pick(this.offered));
    if (roll < 0.52) return this.type(random.pick(TYPED));
    if (roll < 0.8) return this.wait(random.pick([SECOND, 5 * SECOND, 30 * SECOND, 11 * MINUTE]));
    switch (random.below(11)) {
      case 0:
        return person.answersPermission(random.pick(['grant', 'deny', 'ignore']));
      case 1:
        return person.sms(
          random.pick(['arrives', 'late', 'expired', 'never', 'pending', 'mismatch', 'declined']),
          random.pick(['arrives', 'limit', 'otherBinding']),
        );
      case 2:
        return person.answersPin(random.pick(['completes', 'fails', 'goesBack', 'ignores']));
      case 3:
        return person.answersOnboarding(random.pick(['completes', 'fails', 'goesBack', 'ignores']));
      case 4:
        return person.plansOrder(`order-${this.orders}`, {
          answer: random.pick(['PENDING', 'FAILURE', 'BACKPRESS', 'USER_ABORTED', 'silence']),
          money: random.pick(['debited', 'debitedLater', 'declined', 'none']),
        });
      case 5:
        return server.failsNext(random.pick(['authorize', 'orderStatus']), random.pick([1, 3, 9]));
      case 6:
        phone.online = random.chance(0.5);
        return;
      case 7:
        return wire.fault(random.pick(['drop', 'malform', 'duplicate', 'emptyPayload']));
      case 8:
        return this.send({ type: random.pick(['sdk.terminate', 'app.foreground', 'back']) });
      case 9:
        return this.send({ type: random.pick(['device.refresh', 'device.deregister']) });
      default:
        if (random.chance(0.3)) await act(() => app.flow.stop());
        return;
    }
  }

  async send(command: UpiCommand): Promise<void> {
    if (this.app.flow.can(command)) await act(() => this.app.send(command));
  }

  /** Everything works from now on, and screens that were forgotten are left. */
  async heal(): Promise<void> {
    const { person, phone, sdk, server } = this.simulator;
    person.answersPermission('grant');
    person.answersPin('completes');
    person.answersOnboarding('completes');
    server.failsNext('authorize', 0);
    server.failsNext('orderStatus', 0);
    phone.online = true;
    this.show();
    while (this.simulator.screen !== undefined) await act(async () => void (await sdk.back()));
  }

  /** Somebody who wants to pay, and tries what is there. */
  async goOn(): Promise<void> {
    const { random } = this;
    const { step } = this.app;
    if (isWaiting(step)) return this.wait(MINUTE);
    // The rails allow three SMS a day.
    if ('attemptsLeft' in step && step.attemptsLeft === 0) await this.wait(DAY);
    // What became of the one before may be in doubt for long: the next customer's is another.
    if (step.name === 'ready' && this.isOrdered) this.show();
    if (step.name === 'vpa') this.type(`asha${random.below(100)}@upf`);
    return this.press(this.leastTried(step));
  }

  /** The first of those that were pressed least often on this step. */
  leastTried({ name }: UpiStep): HTMLButtonElement | undefined {
    const times = ({ textContent }: HTMLButtonElement) =>
      this.said.filter((one) => one === `${name}: ${textContent}`).length;
    return this.offered.reduce((best: HTMLButtonElement | undefined, one) => {
      return best === undefined || times(one) < times(best) ? one : best;
    }, undefined);
  }

  get isOrdered(): boolean {
    return this.app.state.orders[`order-${this.orders}`] !== undefined;
  }

  get hasPaid(): boolean {
    return this.app.state.orders[`order-${this.orders}`]?.status === 'success';
  }
}

/** Every step but those in which one can only wait has something that can be pressed. */
function expectWayForward({ app, offered, said }: Person): void {
  const isStuck = !isWaiting(app.step) && offered.length === 0;
  expect(isStuck ? { step: app.step, after: said.slice(-5) } : 'not stuck').toBe('not stuck');
}

const SEEDS = 10;
const STEPS = 40;

describe.each(WORLDS)('the documented screen, %s', (_, world, rounds) => {
  it.each(Array.from({ length: SEEDS }, (_, seed) => [seed + 1]))(
    'has a way forward on each step, schedule %d',
    async (seed) => {
      const person = new Person(seed, world);
      for (let step = 0; step < STEPS; step += 1) {
        expectWayForward(person);
        await person.meet();
      }
      await person.heal();
      for (let round = 0; round < rounds && !person.hasPaid; round += 1) {
        expectWayForward(person);
        await person.goOn();
      }
      expect(person.hasPaid || rounds === 0 ? 'paid' : person.said.slice(-20)).toBe('paid');
      act(() => person.app.flow.stop());
      expect(person.offered.map(({ textContent }) => textContent)).toEqual(['Start UPI']);
      cleanup();
    },
  );
});
