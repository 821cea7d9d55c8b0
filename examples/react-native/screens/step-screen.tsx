import type { ReactElement } from 'react';
import { useUpiStep } from 'upi-flow/react';
import { Waiting } from '../ui/waiting';
import { Accounts } from './accounts';
import { Address } from './address';
import { Banks } from './banks';
import { BindExpired, Binding, BindRefused } from './binding';
import { Outcome } from './outcome';
import { Paying } from './paying';
import { Permission, PermissionRefused } from './permission';
import { Pin } from './pin';
import { Shop } from './shop';
import { Sims } from './sims';
import { Stopped } from './stopped';

/** The whole flow: one step, one screen. There is no `default`, so no step can be forgotten. */
export function StepScreen(): ReactElement {
  const step = useUpiStep();
  switch (step.name) {
    case 'starting':
      return <Waiting title="One moment" lead="UPI is starting." />;
    case 'unavailable':
      return (
        <Stopped
          title="UPI is not available"
          lead="It could not be started. Orders you made are still looked after."
          retry="sdk.retry"
          problem={step.problem}
        />
      );
    case 'checking':
      if (step.problem === undefined) return <Waiting title="Checking your phone" />;
      return (
        <Stopped
          title="We could not check your phone"
          lead="We need to know how UPI is set up here before you can pay."
          retry="device.retry"
          problem={step.problem}
        />
      );
    case 'permission':
      return <Permission asking={step.asking} problem={step.problem} />;
    case 'permissionRefused':
      return <PermissionRefused problem={step.problem} />;
    case 'simList':
      return <Sims sims={step.sims} loading={step.loading} problem={step.problem} />;
    case 'binding':
      return <Binding endsAt={step.endsAt} />;
    case 'bindExpired':
      return <BindExpired attemptsLeft={step.attemptsLeft} problem={step.problem} />;
    case 'bindRefused':
      return <BindRefused attemptsLeft={step.attemptsLeft} problem={step.problem} />;
    case 'bankList':
      return <Banks banks={step.banks} loading={step.loading} problem={step.problem} />;
    case 'accountList':
      return <Accounts accounts={step.accounts} loading={step.loading} problem={step.problem} />;
    case 'vpa':
      return (
        <Address
          vpa={step.vpa}
          suggestions={step.suggestions}
          checking={step.checking}
          problem={step.problem}
        />
      );
    case 'linking':
      return <Waiting title="Linking your account" lead={`To ${step.vpa}.`} />;
    case 'mpin':
      return <Pin accounts={step.accounts} setting={step.setting} problem={step.problem} />;
    case 'ready':
      return <Shop device={step.device} problem={step.problem} />;
    case 'onboarding':
      return <Waiting title="Setting up UPI" lead="Follow the screens of your UPI service." />;
    case 'authorizing':
      return <Paying orderId={step.orderId} lead="Your payment is being prepared." />;
    case 'paying':
      return (
        <Paying
          orderId={step.orderId}
          lead="Approve it with your UPI PIN. Please keep the app open."
        />
      );
    case 'outcome':
      return <Outcome order={step.order} />;
    case 'terminated':
      return (
        <Stopped
          title="UPI is switched off"
          lead="Switch it on again to pay."
          retry="sdk.retry"
          problem={step.problem}
        />
      );
  }
  // Never reached: here the compiler names a step that has no screen.
  return step satisfies never;
}
