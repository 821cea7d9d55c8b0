import { useState } from 'react';
import { View } from 'react-native';
import type { Problem, UpiBank } from 'upi-flow';
import { useUpiFlow } from 'upi-flow/react';
import { space, themed } from '../theme';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Go } from '../ui/go';
import { Screen } from '../ui/screen';
import { Trouble } from '../ui/trouble';
import { Body } from '../ui/type';
import { Waiting } from '../ui/waiting';

interface BanksProps {
  readonly banks: readonly UpiBank[];
  readonly loading: boolean;
  readonly problem: Problem | undefined;
}

/** The real list has hundreds of banks: show a few, and let people type. */
const SHOWN = 12;

export function Banks({ banks, loading, problem }: BanksProps) {
  const styles = useStyles();
  const flow = useUpiFlow();
  const [wanted, want] = useState('');
  if (loading) return <Waiting title="Fetching the list of banks" />;
  const found = banks
    .filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()))
    .slice(0, SHOWN);
  return (
    <Screen
      part={3}
      title="Choose your bank"
      lead="Your number has to be known to this bank."
      actions={
        <>
          {flow.can({ type: 'device.retry' }) && (
            <Button label="Try again" onPress={() => flow.send({ type: 'device.retry' })} />
          )}
          <Button kind="quiet" label="Later" onPress={() => flow.send({ type: 'device.cancel' })} />
        </>
      }
    >
      <Trouble problem={problem} />
      {banks.length > 0 && (
        <Field label="Search" placeholder="Name of your bank" value={wanted} onChange={want} />
      )}
      <View style={styles.list}>
        {found.map(({ bankCode, name }) => (
          <Go
            key={bankCode}
            label={name}
            onPress={() => flow.send({ type: 'bank.select', bankCode })}
          />
        ))}
        {banks.length > 0 && found.length === 0 && <Body>No bank with this name.</Body>}
      </View>
    </Screen>
  );
}

const useStyles = themed(() => ({
  list: { gap: space.s },
}));
