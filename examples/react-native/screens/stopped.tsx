import type { Problem } from 'upi-flow';
import { useUpiFlow, useUpiState } from 'upi-flow/react';
import { Button } from '../ui/button';
import { Screen } from '../ui/screen';
import { Trouble } from '../ui/trouble';
import { Orders } from './orders';

interface StoppedProps {
  readonly title: string;
  readonly lead: string;
  readonly retry: 'sdk.retry' | 'device.retry';
  readonly problem: Problem | undefined;
}

/** Nothing goes on until somebody tries again. */
export function Stopped({ title, lead, retry, problem }: StoppedProps) {
  const flow = useUpiFlow();
  // A flow that was stopped is over: nothing starts it again.
  const isPossible = useUpiState(() => flow.can({ type: retry }));
  return (
    <Screen
      title={title}
      lead={lead}
      actions={
        <Button
          label="Try again"
          disabled={!isPossible}
          onPress={() => flow.send({ type: retry })}
        />
      }
    >
      <Trouble problem={problem} />
      <Orders />
    </Screen>
  );
}
