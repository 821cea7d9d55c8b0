import { Text, View } from 'react-native';
import { space, themed } from '../theme';
import type { Tone } from '../words';
import { Mark } from './mark';

/** A word with its sign: never a colour alone. */
export function Status({ word, tone }: { readonly word: string; readonly tone: Tone }) {
  const styles = useStyles();
  return (
    <View accessibilityLiveRegion="polite" style={styles.status}>
      <Mark tone={tone} size={20} />
      <Text style={[styles.word, styles[tone]]}>{word}</Text>
    </View>
  );
}

const useStyles = themed((theme) => ({
  status: { flexDirection: 'row', alignItems: 'center', gap: space.s },
  word: { fontSize: 14, lineHeight: 20, fontWeight: '600' },
  success: { color: theme.success },
  pending: { color: theme.pending },
  failed: { color: theme.failed },
  plain: { color: theme.quiet },
}));
