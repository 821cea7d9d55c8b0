import { useEffect, useState } from 'react';
import type { Problem } from 'upi-flow';
import { useUpiFlow } from 'upi-flow/react';
import { now } from '../flow';
import { Button } from '../ui/button';
import { Screen } from '../ui/screen';
import { Trouble } from '../ui/trouble';
import { Note } from '../ui/type';
import { Waiting } from '../ui/waiting';

/** One SMS is under way, and it has to arrive in time. */
export function Binding({ endsAt }: { readonly endsAt: number | undefined }) {
  const flow = useUpiFlow();
  const seconds = useSecondsUntil(endsAt);
  return (
    <Waiting
      title="Verifying your number"
      lead="An SMS is on its way to your bank. Keep the app open; this takes a few seconds."
    >
      {seconds !== undefined && <Note centred>At most {asMinutes(seconds)} left</Note>}
      <Button kind="quiet" label="Cancel" onPress={() => flow.send({ type: 'device.cancel' })} />
    </Waiting>
  );
}

interface EndedProps {
  readonly attemptsLeft: number;
  readonly problem: Problem | undefined;
}

export function BindExpired({ attemptsLeft, problem }: EndedProps) {
  return (
    <BindEnded
      title="That took too long"
      lead="The SMS was not verified in time. Check that your SIM has signal and can send an SMS."
      attemptsLeft={attemptsLeft}
      problem={problem?.reason === 'smsTokenExpired' ? undefined : problem}
    />
  );
}

export function BindRefused({ attemptsLeft, problem }: EndedProps) {
  return (
    <BindEnded
      title="Your number was not verified"
      lead={undefined}
      attemptsLeft={attemptsLeft}
      problem={problem}
    />
  );
}

function BindEnded({
  title,
  lead,
  attemptsLeft,
  problem,
}: EndedProps & { readonly title: string; readonly lead: string | undefined }) {
  const flow = useUpiFlow();
  const isWrongSim = problem?.reason === 'simMismatch';
  const mayRetry = attemptsLeft > 0 && problem?.retry !== false && !isWrongSim;
  return (
    <Screen
      part={2}
      title={title}
      lead={lead}
      actions={
        <>
          {mayRetry && (
            <Button label="Send a new SMS" onPress={() => flow.send({ type: 'device.retry' })} />
          )}
          {attemptsLeft > 0 && (
            <Button
              kind={mayRetry ? 'other' : 'main'}
              label="Choose another SIM"
              onPress={() => flow.send({ type: 'device.refresh' })}
            />
          )}
          <Button kind="quiet" label="Later" onPress={() => flow.send({ type: 'device.cancel' })} />
        </>
      }
    >
      <Trouble problem={problem} />
      <Note>{triesLeft(attemptsLeft)}</Note>
    </Screen>
  );
}

function triesLeft(count: number): string {
  if (count === 0) return 'No tries left today. Your bank allows more tomorrow.';
  return count === 1 ? 'One try left today.' : `${count} tries left today.`;
}

function asMinutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Counts down to a moment; `undefined` while there is none. */
function useSecondsUntil(at: number | undefined): number | undefined {
  const [, tick] = useState(0);
  useEffect(() => {
    if (at === undefined) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [at]);
  return at === undefined ? undefined : Math.max(0, Math.ceil((at - now()) / 1_000));
}
