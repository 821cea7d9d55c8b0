import { useState } from 'react';
import { View } from 'react-native';
import type { Problem, UpiSim } from 'upi-flow';
import { useUpiFlow } from 'upi-flow/react';
import { space, themed } from '../theme';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Screen } from '../ui/screen';
import { Trouble } from '../ui/trouble';
import { Waiting } from '../ui/waiting';

interface SimsProps {
  readonly sims: readonly UpiSim[];
  readonly loading: boolean;
  readonly problem: Problem | undefined;
}

export function Sims({ sims, loading, problem }: SimsProps) {
  const styles = useStyles();
  const flow = useUpiFlow();
  const [chosen, choose] = useState<string>();
  if (loading) return <Waiting title="Looking for your SIMs" />;
  return (
    <Screen
      part={2}
      title="Which number does your bank know?"
      lead="This SIM sends one SMS, so that your bank can check that it is yours."
      actions={
        <>
          {sims.length > 0 && (
            <Button
              label="Verify this number"
              disabled={chosen === undefined}
              onPress={() => {
                if (chosen !== undefined) flow.send({ type: 'sim.select', simId: chosen });
              }}
            />
          )}
          {flow.can({ type: 'device.retry' }) && (
            <Button
              kind="other"
              label="Try again"
              onPress={() => flow.send({ type: 'device.retry' })}
            />
          )}
          <Button kind="quiet" label="Later" onPress={() => flow.send({ type: 'device.cancel' })} />
        </>
      }
    >
      <Trouble problem={problem} />
      <View accessibilityRole="radiogroup" style={styles.list}>
        {sims.map(({ simId, provider, phoneNumber }, at) => (
          <Choice
            key={simId}
            label={provider ?? `SIM ${at + 1}`}
            detail={phoneNumber === undefined ? undefined : asNumber(phoneNumber)}
            chosen={chosen === simId}
            onPress={() => choose(simId)}
          />
        ))}
      </View>
    </Screen>
  );
}

/** `919876543210` as people write it. */
function asNumber(digits: string): string {
  return digits.replace(/^91(\d{5})(\d{5})$/, '+91 $1 $2');
}

const useStyles = themed(() => ({
  list: { gap: space.s },
}));
