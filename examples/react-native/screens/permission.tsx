import { Linking, View } from 'react-native';
import type { Problem } from 'upi-flow';
import { useUpiFlow } from 'upi-flow/react';
import { space, themed } from '../theme';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Glyph } from '../ui/glyph';
import { Screen } from '../ui/screen';
import { Trouble } from '../ui/trouble';
import { Label, Note } from '../ui/type';

/** Says what is asked for and why, before the phone asks. */
export function Permission({
  asking,
  problem,
}: {
  readonly asking: boolean;
  readonly problem: Problem | undefined;
}) {
  const flow = useUpiFlow();
  return (
    <Screen
      part={1}
      title="Pay straight from your bank"
      lead="UPI ties your bank account to this phone. For that, your phone asks you for two things."
      actions={
        <Button
          label={asking ? 'Waiting for your answer' : 'Continue'}
          disabled={asking}
          onPress={() => flow.send({ type: 'permission.request' })}
        />
      }
    >
      <Trouble problem={problem} />
      <Card>
        <Reason
          glyph="message"
          name="Send one SMS"
          text="It goes to your bank and proves that the SIM is yours. Your operator may charge for it."
        />
        <Reason
          glyph="sim"
          name="See your SIMs"
          text="So that you can choose the number your bank knows."
        />
      </Card>
      <Note>This app never sees your UPI PIN. You enter it on a page of your bank.</Note>
    </Screen>
  );
}

/** The way on leads through the settings, or through asking again. */
export function PermissionRefused({ problem }: { readonly problem: Problem | undefined }) {
  const flow = useUpiFlow();
  return (
    <Screen
      part={1}
      title="UPI needs these permissions"
      lead="Without SMS and phone access your bank cannot check the SIM. Allow both in the settings, then come back."
      actions={
        <>
          <Button label="Open settings" onPress={() => void Linking.openSettings()} />
          <Button
            kind="other"
            label="Ask me again"
            onPress={() => flow.send({ type: 'permission.request' })}
          />
        </>
      }
    >
      <Trouble problem={problem} />
    </Screen>
  );
}

interface ReasonProps {
  readonly glyph: 'message' | 'sim';
  readonly name: string;
  readonly text: string;
}

function Reason({ glyph, name, text }: ReasonProps) {
  const styles = useStyles();
  return (
    <View style={styles.reason}>
      <Glyph of={glyph} />
      <View style={styles.words}>
        <Label>{name}</Label>
        <Note>{text}</Note>
      </View>
    </View>
  );
}

const useStyles = themed(() => ({
  reason: { flexDirection: 'row', gap: space.m },
  words: { flex: 1, gap: 2 },
}));
