import { useState } from 'react';
import { View } from 'react-native';
import type { Problem } from 'upi-flow';
import { useUpiFlow } from 'upi-flow/react';
import { handle } from '../merchant';
import { space, themed } from '../theme';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Go } from '../ui/go';
import { Screen } from '../ui/screen';
import { Trouble } from '../ui/trouble';
import { Heading } from '../ui/type';

interface AddressProps {
  readonly vpa: string | undefined;
  readonly suggestions: readonly string[];
  readonly checking: boolean;
  readonly problem: Problem | undefined;
}

export function Address({ vpa, suggestions, checking, problem }: AddressProps) {
  const styles = useStyles();
  const flow = useUpiFlow();
  const [name, setName] = useState(vpa?.split('@')[0] ?? '');
  const ask = { type: 'vpa.select', vpa: `${name.trim()}@${handle}` } as const;
  return (
    <Screen
      part={4}
      title="Choose your UPI ID"
      lead="It stands for your account, so that nobody needs its number."
      actions={
        <>
          <Button
            label={checking ? 'Checking whether it is free' : 'Continue'}
            disabled={!flow.can(ask)}
            onPress={() => flow.send(ask)}
          />
          <Button kind="quiet" label="Later" onPress={() => flow.send({ type: 'device.cancel' })} />
        </>
      }
    >
      <Trouble problem={problem} />
      <Field
        label="UPI ID"
        placeholder="yourname"
        value={name}
        onChange={setName}
        ending={`@${handle}`}
      />
      {suggestions.length > 0 && (
        <View style={styles.list}>
          <Heading>These are free</Heading>
          {suggestions.map((free) => (
            <Go
              key={free}
              label={free}
              onPress={() => flow.send({ type: 'vpa.select', vpa: free })}
            />
          ))}
        </View>
      )}
    </Screen>
  );
}

const useStyles = themed(() => ({
  list: { gap: space.s },
}));
