import { useState } from 'react';
import { View } from 'react-native';
import type { Problem, UpiAccount } from 'upi-flow';
import { useUpiFlow } from 'upi-flow/react';
import { space, themed } from '../theme';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { Screen } from '../ui/screen';
import { Trouble } from '../ui/trouble';
import { Note } from '../ui/type';
import { Waiting } from '../ui/waiting';
import { accountDetail, accountName } from './account-words';

interface PinProps {
  readonly accounts: readonly UpiAccount[];
  readonly setting: boolean;
  readonly problem: Problem | undefined;
}

export function Pin({ accounts, setting, problem }: PinProps) {
  const styles = useStyles();
  const flow = useUpiFlow();
  const [chosen, choose] = useState(accounts[0]?.referenceId ?? '');
  const [cardLastSix, setLastSix] = useState('');
  const [cardExpiry, setExpiry] = useState('');
  if (setting) return <Waiting title="Set your PIN" lead="On the page of your bank." />;
  const ask = { type: 'mpin.set', referenceId: chosen, cardLastSix, cardExpiry } as const;
  return (
    <Screen
      part={4}
      title="Set a UPI PIN"
      lead="You approve each payment with it. Your debit card shows your bank that it is you."
      actions={
        <>
          <Button
            label="Continue to your bank"
            disabled={!flow.can(ask)}
            onPress={() => flow.send(ask)}
          />
          <Button kind="quiet" label="Not now" onPress={() => flow.send({ type: 'mpin.skip' })} />
        </>
      }
    >
      <Trouble problem={problem} />
      <View accessibilityRole="radiogroup" style={styles.list}>
        {accounts.map((account) => (
          <Choice
            key={account.referenceId}
            label={accountName(account)}
            detail={accountDetail(account)}
            chosen={chosen === account.referenceId}
            onPress={() => choose(account.referenceId)}
          />
        ))}
      </View>
      <Field
        label="Last 6 digits of the debit card"
        keyboardType="number-pad"
        maxLength={6}
        placeholder="123456"
        value={cardLastSix}
        onChange={setLastSix}
      />
      <Field
        label="Valid until, MMYY"
        keyboardType="number-pad"
        maxLength={4}
        placeholder="0930"
        value={cardExpiry}
        onChange={setExpiry}
      />
      <Note>The PIN itself is entered on the page of your bank. This app never sees it.</Note>
    </Screen>
  );
}

const useStyles = themed(() => ({
  list: { gap: space.s },
}));
