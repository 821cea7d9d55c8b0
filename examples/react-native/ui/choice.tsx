import { Pressable, Text, View } from 'react-native';
import { space, TOUCH, themed } from '../theme';

interface ChoiceProps {
  readonly label: string;
  readonly detail?: string | undefined;
  readonly chosen: boolean;
  readonly onPress: () => void;
  /** `many`: others may be chosen as well. */
  readonly of?: 'one' | 'many';
  readonly disabled?: boolean;
}

/** One line of a list to choose from. */
export function Choice({
  label,
  detail,
  chosen,
  onPress,
  of = 'one',
  disabled = false,
}: ChoiceProps) {
  const styles = useStyles();
  return (
    <Pressable
      accessibilityRole={of === 'one' ? 'radio' : 'checkbox'}
      accessibilityLabel={detail === undefined ? label : `${label}, ${detail}`}
      accessibilityState={{ checked: chosen, disabled }}
      aria-checked={chosen}
      disabled={disabled}
      onPress={onPress}
      style={({ pressed }) => [
        styles.choice,
        chosen && styles.chosen,
        pressed && styles.pressed,
        disabled && styles.disabled,
      ]}
    >
      <View style={[styles.box, of === 'one' && styles.round, chosen && styles.filled]}>
        {chosen && <View style={of === 'one' ? styles.dot : styles.tick} />}
      </View>
      <View style={styles.words}>
        <Text style={styles.label}>{label}</Text>
        {detail !== undefined && <Text style={styles.detail}>{detail}</Text>}
      </View>
    </Pressable>
  );
}

const useStyles = themed((theme) => ({
  choice: {
    minHeight: TOUCH,
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
  chosen: { borderColor: theme.accent, backgroundColor: theme.accentTint },
  pressed: { opacity: 0.75 },
  disabled: { opacity: 0.5 },
  box: {
    width: 22,
    height: 22,
    borderRadius: 6,
    borderWidth: 2,
    borderColor: theme.quiet,
    alignItems: 'center',
    justifyContent: 'center',
  },
  round: { borderRadius: 11 },
  filled: { borderColor: theme.accent, backgroundColor: theme.accent },
  dot: { width: 8, height: 8, borderRadius: 4, backgroundColor: theme.onAccent },
  tick: {
    width: 11,
    height: 6,
    marginBottom: 3,
    borderLeftWidth: 2,
    borderBottomWidth: 2,
    borderColor: theme.onAccent,
    transform: [{ rotate: '-45deg' }],
  },
  words: { flex: 1 },
  label: { color: theme.ink, fontSize: 16, lineHeight: 22, fontWeight: '600' },
  detail: { color: theme.quiet, fontSize: 14, lineHeight: 20 },
}));
