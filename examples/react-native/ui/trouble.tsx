import { Text, View } from 'react-native';
import type { Problem } from 'upi-flow';
import { space, themed } from '../theme';
import { explain } from '../words';
import { Mark } from './mark';

/** Why the last try on this screen did not work; nothing when it did. */
export function Trouble({ problem }: { readonly problem: Problem | undefined }) {
  const styles = useStyles();
  if (problem === undefined) return null;
  return (
    <View accessibilityLiveRegion="assertive" accessibilityRole="alert" style={styles.trouble}>
      <Mark tone="failed" size={20} />
      <Text style={styles.words}>{explain(problem)}</Text>
    </View>
  );
}

const useStyles = themed((theme) => ({
  trouble: {
    flexDirection: 'row',
    gap: space.m,
    padding: space.l,
    borderRadius: 14,
    backgroundColor: theme.failedTint,
  },
  words: { flex: 1, color: theme.ink, fontSize: 15, lineHeight: 21 },
}));
