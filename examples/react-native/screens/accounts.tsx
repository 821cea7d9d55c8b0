import { useState } from 'react';
import { View } from 'react-native';
import type { Problem, UpiAccount } from 'upi-flow';
import { useUpiFlow } from 'upi-flow/react';
import { space, themed } from '../theme';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Screen } from '../ui/screen';
import { Trouble } from '../ui/trouble';
import { Waiting } from '../ui/waiting';
import { accountDetail, accountName } from './account-words';

interface AccountsProps {
  readonly accounts: readonly UpiAccount[];
  readonly loading: boolean;
  readonly problem: Problem | undefined;
}

export function Accounts({ accounts, loading, problem }: AccountsProps) {
  const styles = useStyles();
  const flow = useUpiFlow();
  const [chosen, choose] = useState<readonly string[]>([]);
  if (loading) return <Waiting title="Looking for your accounts" />;
  const toggle = (id: string) =>
    choose((ids) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]));
  return (
    <Screen
      part={3}
      title="Choose your accounts"
      lead="You can pay from each account you choose here."
      actions={
        <>
          {accounts.length > 0 && (
            <Button
              label="Continue"
              disabled={chosen.length === 0}
              onPress={() => flow.send({ type: 'account.select', referenceIds: chosen })}
            />
          )}
          {flow.can({ type: 'device.retry' }) && (
            <Button
              kind="other"
              label="Try again"
              onPress={() => flow.send({ type: 'device.retry' })}
            />
          )}
          <Button
            kind="quiet"
            label="Another bank"
            onPress={() => flow.send({ type: 'device.refresh' })}
          />
        </>
      }
    >
      <Trouble problem={problem} />
      <View style={styles.list}>
        {accounts.map((account) => (
          <Choice
            key={account.referenceId}
            of="many"
            label={accountName(account)}
            detail={accountDetail(account)}
            chosen={chosen.includes(account.referenceId)}
            onPress={() => toggle(account.referenceId)}
          />
        ))}
      </View>
    </Screen>
  );
}

const useStyles = themed(() => ({
  list: { gap: space.s },
}));
