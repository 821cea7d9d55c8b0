import { useState } from 'react';
import type { Order, UpiAccount, UpiCommand } from '../../../src/index.js';
import { useUpiFlow, useUpiState, useUpiStep } from '../../../src/react/index.js';

/** A button that can be pressed while its command would be taken. */
function Send({ label, command }: { label: string; command: UpiCommand }) {
  const flow = useUpiFlow();
  const isPossible = useUpiState(() => flow.can(command));
  return (
    <button type="button" disabled={!isPossible} onClick={() => flow.send(command)}>
      {label}
    </button>
  );
}

const Say = ({ text }: { text: string }) => <p>{text}</p>;
const Start = () => <Send label="Start UPI" command={{ type: 'sdk.retry' }} />;
const Allow = () => <Send label="Allow SMS and phone" command={{ type: 'permission.request' }} />;
const Again = () => <Send label="Try again" command={{ type: 'device.retry' }} />;
const Anew = () => <Send label="Choose anew" command={{ type: 'device.refresh' }} />;
const Later = () => <Send label="Later" command={{ type: 'device.cancel' }} />;

export function Upi({ order, restart }: { order: Order; restart: () => void }) {
  const step = useUpiStep();
  switch (step.name) {
    case 'starting':
    case 'linking':
    case 'onboarding':
    case 'authorizing':
    case 'paying':
      return <Say text="Please wait" />;
    case 'checking':
      return step.problem === undefined ? <Say text="Please wait" /> : <Again />;
    case 'unavailable':
      return <Start />;
    case 'terminated':
      // With a problem your app has stopped the flow, and only a new one goes on.
      return step.problem === undefined ? <Start /> : <Restart restart={restart} />;
    case 'permission':
    case 'permissionRefused':
      return <Allow />;
    case 'simList':
      return (
        <>
          {step.sims.map(({ simId, provider = simId }) => (
            <Send key={simId} label={provider} command={{ type: 'sim.select', simId }} />
          ))}
          <Again />
          <Later />
        </>
      );
    case 'binding':
      return (
        <>
          <Say text="Verifying your SIM" />
          <Later />
        </>
      );
    case 'bindExpired':
    case 'bindRefused':
      return (
        <>
          <Say text={`${step.attemptsLeft} tries left today`} />
          <Again />
          <Anew />
          <Later />
        </>
      );
    case 'bankList':
      return (
        <>
          {step.banks.map(({ bankCode, name }) => (
            <Send key={bankCode} label={name} command={{ type: 'bank.select', bankCode }} />
          ))}
          <Again />
          <Later />
        </>
      );
    case 'accountList':
      return (
        <>
          {step.accounts.map(({ referenceId, maskedAccountNumber = referenceId }) => (
            <Send
              key={referenceId}
              label={maskedAccountNumber}
              command={{ type: 'account.select', referenceIds: [referenceId] }}
            />
          ))}
          <Again />
          <Anew />
          <Later />
        </>
      );
    case 'vpa':
      return <Address suggestions={step.suggestions} />;
    case 'mpin':
      return <Pin accounts={step.accounts} />;
    case 'ready':
      return step.device === 'linked' ? (
        <>
          <Send label={`Pay ${order.amount}`} command={{ type: 'pay', order }} />
          <Send label="Add an account" command={{ type: 'onboard' }} />
        </>
      ) : (
        <>
          <Send label="Set up UPI" command={{ type: 'device.refresh' }} />
          <Send label="Use the screens of the SDK" command={{ type: 'onboard' }} />
        </>
      );
    case 'outcome': {
      const { orderId, status } = step.order;
      return (
        <>
          <Say text={status === 'pending' ? 'We are finding out' : status} />
          <Send label="Pay again" command={{ type: 'order.retry', orderId }} />
          <Send label="Check now" command={{ type: 'order.recheck', orderId }} />
          <Send label="Done" command={{ type: 'order.dismiss', orderId }} />
        </>
      );
    }
  }
}

function Restart({ restart }: { restart: () => void }) {
  const label = 'Start UPI';
  return (
    <button type="button" onClick={restart}>
      {label}
    </button>
  );
}

/** The first address is typed; suggestions come when it is taken. */
function Address({ suggestions }: { suggestions: readonly string[] }) {
  const [vpa, setVpa] = useState('');
  return (
    <>
      {suggestions.map((free) => (
        <Send key={free} label={free} command={{ type: 'vpa.select', vpa: free }} />
      ))}
      <Field label="name@psp" value={vpa} onChange={setVpa} />
      <Send label="Take this one" command={{ type: 'vpa.select', vpa }} />
      <Again />
      <Later />
    </>
  );
}

function Pin({ accounts }: { accounts: readonly UpiAccount[] }) {
  const [cardLastSix, setLastSix] = useState('');
  const [cardExpiry, setExpiry] = useState('');
  return (
    <>
      <Field label="Last six digits of the debit card" value={cardLastSix} onChange={setLastSix} />
      <Field label="Valid until, MMYY" value={cardExpiry} onChange={setExpiry} />
      {accounts.map(({ referenceId, maskedAccountNumber = referenceId }) => (
        <Send
          key={referenceId}
          label={`Set the PIN of ${maskedAccountNumber}`}
          command={{ type: 'mpin.set', referenceId, cardLastSix, cardExpiry }}
        />
      ))}
      <Send label="Not now" command={{ type: 'mpin.skip' }} />
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function Field({ label, value, onChange }: FieldProps) {
  return (
    <input
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
