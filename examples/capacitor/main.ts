import { createUpiFlow, type UpiCommand, type UpiOrder, type UpiStep } from 'upi-flow';
import { checkCapacitorSdk } from 'upi-flow/capacitor';
import { connect } from './connect';

const { config, isSimulated } = connect(checkCapacitorSdk().available);
const flow = createUpiFlow(config);

/** What a screen shows: a title, a sentence, and buttons that send commands. */
interface Screen {
  readonly title: string;
  readonly text?: string;
  readonly buttons?: readonly (readonly [label: string, command: UpiCommand])[];
}

const later = ['Later', { type: 'device.cancel' }] as const;
const again = ['Try again', { type: 'device.retry' }] as const;

/** One step, one screen. There is no `default`, so no step can be forgotten. */
function screenOf(step: UpiStep): Screen {
  switch (step.name) {
    case 'starting':
      return { title: 'One moment', text: 'UPI is starting.' };
    case 'unavailable':
    case 'terminated':
      return { title: 'UPI is off', buttons: [['Start it', { type: 'sdk.retry' }]] };
    case 'checking':
      return step.problem === undefined
        ? { title: 'Checking your phone' }
        : { title: 'We could not check your phone', buttons: [again] };
    case 'permission':
    case 'permissionRefused':
      return {
        title: 'Pay straight from your bank',
        text: 'Your phone asks whether it may send one SMS and see your SIMs.',
        buttons: [['Continue', { type: 'permission.request' }]],
      };
    case 'simList':
      return {
        title: 'Which number does your bank know?',
        buttons: [
          ...step.sims.map(
            ({ simId, provider, phoneNumber }) =>
              [`${provider ?? 'SIM'} ${phoneNumber ?? ''}`, { type: 'sim.select', simId }] as const,
          ),
          again,
          later,
        ],
      };
    case 'binding':
      return { title: 'Verifying your number', text: 'An SMS is on its way.', buttons: [later] };
    case 'bindExpired':
    case 'bindRefused':
      return {
        title: 'Your number was not verified',
        text: `Tries left today: ${step.attemptsLeft}`,
        buttons: [again, ['Choose another SIM', { type: 'device.refresh' }], later],
      };
    case 'bankList':
      return {
        title: 'Choose your bank',
        buttons: [
          ...step.banks.map(
            ({ bankCode, name }) => [name, { type: 'bank.select', bankCode }] as const,
          ),
          again,
          later,
        ],
      };
    case 'accountList':
      return {
        title: 'Choose your account',
        buttons: [
          ...step.accounts.map(
            ({ referenceId, bankName, maskedAccountNumber }) =>
              [
                `${bankName ?? ''} ${maskedAccountNumber ?? ''}`,
                { type: 'account.select', referenceIds: [referenceId] },
              ] as const,
          ),
          again,
          later,
        ],
      };
    case 'vpa': {
      const vpas = step.suggestions.length > 0 ? step.suggestions : ['priya@upf', 'priya.s@upf'];
      return {
        title: 'Choose your UPI ID',
        buttons: [...vpas.map((vpa) => [vpa, { type: 'vpa.select', vpa }] as const), later],
      };
    }
    case 'linking':
      return { title: 'Linking your account', text: step.vpa };
    case 'mpin':
      return {
        title: 'Set a UPI PIN',
        text: 'An account has none yet. A real app asks for the debit card here.',
        buttons: [['Not now', { type: 'mpin.skip' }]],
      };
    case 'ready':
      return {
        title: 'Estate coffee',
        text: 'Medium roast, 250 g. ₹349.00',
        buttons: [
          [
            'Pay ₹349.00',
            {
              type: 'pay',
              order: { orderId: `coffee${Date.now().toString(36)}`, amount: '349.00' },
            },
          ],
          ['Set up UPI', { type: 'device.refresh' }],
        ],
      };
    case 'onboarding':
      return { title: 'Setting up UPI' };
    case 'authorizing':
      return { title: 'Paying', text: 'Your payment is being prepared.' };
    case 'paying':
      return { title: 'Paying', text: 'Approve it with your UPI PIN. Keep the app open.' };
    case 'outcome': {
      const { orderId } = step.order;
      return {
        ...outcomeOf(step.order),
        buttons: [
          ['Try again', { type: 'order.retry', orderId }],
          ['Check now', { type: 'order.recheck', orderId }],
          ['Back to the shop', { type: 'order.dismiss', orderId }],
        ],
      };
    }
  }
  // Never reached: here the compiler names a step that has no screen.
  return step satisfies never;
}

function outcomeOf({ settled, status, verified }: UpiOrder): Screen {
  // "Not paid" is not the last word until the order is settled.
  const notPaid = settled
    ? 'Nothing was taken for this order.'
    : 'We are checking. Do not pay again.';
  const soFar = settled ? '' : ', as far as we know';
  switch (status) {
    case 'success':
      return {
        title: 'Paid',
        text: verified ? 'The shop has your payment.' : 'The shop is confirming your payment.',
      };
    case 'authorizing':
    case 'submitted':
    case 'pending':
      return {
        title: 'Payment pending',
        text: 'We are finding out. Please do not pay for this order again.',
      };
    case 'failure':
    case 'payFailure':
    case 'backPress':
    case 'userAborted':
      return { title: `Not paid${soFar}`, text: notPaid };
    case 'refunded':
      return { title: 'Money returned', text: 'It came back to your account.' };
    case 'unresolved':
      return { title: 'We are looking into this', text: 'Please do not pay again.' };
  }
}

const main = document.querySelector('main') ?? document.body;

function render(): void {
  const { title, text, buttons = [] } = screenOf(flow.getSnapshot().step);
  const heading = document.createElement('h1');
  heading.textContent = title;
  const paragraph = document.createElement('p');
  paragraph.textContent = text ?? '';
  const taken = buttons.filter(([, command]) => flow.can(command));
  main.replaceChildren(
    heading,
    paragraph,
    ...taken.map(([label, command]) => {
      const button = document.createElement('button');
      button.textContent = label;
      button.onclick = () => flow.send(command);
      return button;
    }),
  );
}

flow.subscribe(render);
flow.start();
render();

// Timers sleep while a phone does: when the app comes back, all deadlines are looked at again.
document.addEventListener('visibilitychange', () =>
  flow.send({ type: document.hidden ? 'app.background' : 'app.foreground' }),
);
document.querySelector('#simulated')?.toggleAttribute('hidden', !isSimulated);
