import { Pressable, Text } from 'react-native';
import { space, TOUCH, themed } from '../theme';

interface ChipProps {
  readonly label: string;
  readonly onPress: () => void;
  /** Absent for a chip that does something, and is never chosen. */
  readonly chosen?: boolean;
}

/** A small choice among many. */
export function Chip({ label, onPress, chosen }: ChipProps) {
  const styles = useStyles();
  return (
    <Pressable
      accessibilityRole={chosen === undefined ? 'button' : 'radio'}
      accessibilityState={chosen === undefined ? {} : { checked: chosen }}
      aria-checked={chosen}
      onPress={onPress}
      style={({ pressed }) => [
        styles.chip,
        chosen === true && styles.chosen,
        pressed && styles.pressed,
      ]}
    >
      <Text style={[styles.label, chosen === true && styles.chosenLabel]}>{label}</Text>
    </Pressable>
  );
}

const useStyles = themed((theme) => ({
  chip: {
    minHeight: TOUCH - 4,
    justifyContent: 'center',
    paddingHorizontal: space.m,
    borderRadius: 12,
    borderWidth: 1,
    borderColor: theme.line,
    backgroundColor: theme.surface,
  },
  chosen: { borderColor: theme.accent, backgroundColor: theme.accent },
  pressed: { opacity: 0.75 },
  label: { color: theme.ink, fontSize: 14, lineHeight: 20, fontWeight: '600' },
  chosenLabel: { color: theme.onAccent },
}));
