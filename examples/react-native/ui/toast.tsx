import { useEffect, useState } from 'react';
import { Text, View } from 'react-native';
import { useUpiFlow, useUpiNotice } from 'upi-flow/react';
import { nameOf } from '../shop';
import { space, themed } from '../theme';
import { statusOf } from '../words';

const SHOWN_FOR = 5_000;

/** News of an order that is not on the screen, and of a wish that could not be met. */
export function Toast() {
  const styles = useStyles();
  const flow = useUpiFlow();
  const [news, tell] = useState<{ readonly text: string }>();
  useUpiNotice('order.settled', ({ order }) => {
    const { step } = flow.getSnapshot();
    if (step.name === 'outcome' && step.order.orderId === order.orderId) return;
    tell({ text: `${nameOf(order.orderId)}: ${statusOf(order).word}` });
  });
  useUpiNotice('command.rejected', () => tell({ text: 'That is not possible right now.' }));
  useEffect(() => {
    if (news === undefined) return undefined;
    const timer = setTimeout(() => tell(undefined), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [news]);
  if (news === undefined) return null;
  return (
    <View accessibilityLiveRegion="polite" accessibilityRole="alert" style={styles.toast}>
      <Text style={styles.words}>{news.text}</Text>
    </View>
  );
}

const useStyles = themed((theme) => ({
  toast: {
    marginHorizontal: space.l,
    marginBottom: space.m,
    padding: space.l,
    borderRadius: 14,
    backgroundColor: theme.ink,
  },
  words: { color: theme.ground, fontSize: 15, lineHeight: 20, fontWeight: '600' },
}));
