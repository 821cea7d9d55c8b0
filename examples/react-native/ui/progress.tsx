import { View } from 'react-native';
import { space, themed } from '../theme';
import { Note } from './type';

const PARTS = ['Permission', 'SIM', 'Bank', 'UPI ID'];

/** How far the setting up is. */
export function Progress({ part }: { readonly part: number }) {
  const styles = useStyles();
  return (
    <View
      accessible
      accessibilityLabel={`Step ${part} of ${PARTS.length}, ${PARTS[part - 1]}`}
      style={styles.progress}
    >
      <View style={styles.bars}>
        {PARTS.map((name, at) => (
          <View key={name} style={[styles.bar, at < part && styles.done]} />
        ))}
      </View>
      <Note>
        Step {part} of {PARTS.length} · {PARTS[part - 1]}
      </Note>
    </View>
  );
}

const useStyles = themed((theme) => ({
  progress: { gap: space.s },
  bars: { flexDirection: 'row', gap: 6 },
  bar: { flex: 1, height: 4, borderRadius: 2, backgroundColor: theme.line },
  done: { backgroundColor: theme.accent },
}));
