import { Pressable, Text, View } from 'react-native';
import { space, TOUCH, themed } from '../theme';

/** One line of a list that leads on at once. */
export function Go({ label, onPress }: { readonly label: string; readonly onPress: () => void }) {
  const styles = useStyles();
  return (
    <Pressable
      accessibilityRole="button"
      onPress={onPress}
      style={({ pressed }) => [styles.go, pressed && styles.pressed]}
    >
      <Text style={styles.label}>{label}</Text>
      <View style={styles.arrow} />
    </Pressable>
  );
}

const useStyles = themed((theme) => ({
  go: {
    minHeight: TOUCH + 8,
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.m,
    paddingHorizontal: space.l,
    paddingVertical: space.m,
    borderRadius: 14,
    borderWidth: 1,
    borderColor: theme.line,
    backgroundColor: theme.surface,
  },
  pressed: { opacity: 0.75 },
  label: { flex: 1, color: theme.ink, fontSize: 16, lineHeight: 22, fontWeight: '600' },
  arrow: {
    width: 9,
    height: 9,
    borderTopWidth: 2,
    borderRightWidth: 2,
    borderColor: theme.quiet,
    transform: [{ rotate: '45deg' }],
  },
}));
