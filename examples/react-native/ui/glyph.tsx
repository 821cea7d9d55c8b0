import { View } from 'react-native';
import { themed } from '../theme';

/** A small drawing on a tile: a message, or a SIM. */
export function Glyph({ of }: { readonly of: 'message' | 'sim' }) {
  const styles = useStyles();
  return (
    <View
      accessibilityElementsHidden
      importantForAccessibility="no-hide-descendants"
      style={styles.tile}
    >
      {of === 'message' ? (
        <View style={styles.bubble}>
          <View style={styles.text} />
          <View style={[styles.text, styles.short]} />
        </View>
      ) : (
        <View style={styles.sim}>
          <View style={styles.chip} />
        </View>
      )}
    </View>
  );
}

const useStyles = themed((theme) => ({
  tile: {
    width: 44,
    height: 44,
    borderRadius: 12,
    alignItems: 'center',
    justifyContent: 'center',
    backgroundColor: theme.accentTint,
  },
  bubble: {
    width: 24,
    height: 18,
    gap: 3,
    paddingHorizontal: 5,
    justifyContent: 'center',
    borderRadius: 6,
    borderBottomLeftRadius: 0,
    backgroundColor: theme.accent,
  },
  text: { height: 2, borderRadius: 1, backgroundColor: theme.onAccent },
  short: { width: 8 },
  sim: {
    width: 18,
    height: 24,
    padding: 4,
    justifyContent: 'flex-end',
    borderRadius: 4,
    borderTopRightRadius: 9,
    backgroundColor: theme.accent,
  },
  chip: { height: 9, borderRadius: 2, backgroundColor: theme.onAccent },
}));
