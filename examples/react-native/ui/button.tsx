import { Pressable, Text } from 'react-native';
import { space, TOUCH, themed } from '../theme';

interface ButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  /** One `main` button a screen. */
  readonly kind?: 'main' | 'other' | 'quiet';
  readonly disabled?: boolean;
  /** Read out in place of the label, where the label alone would not say enough. */
  readonly says?: string;
}

export function Button({ label, onPress, kind = 'main', disabled = false, says }: ButtonProps) {
  const styles = useStyles();
  return (
    <Pressable
      accessibilityRole="button"
      accessibilityLabel={says ?? label}
      accessibilityState={{ disabled }}
      disabled={disabled}
      onPress={onPress}
      style={({ pressed }) => [
        styles.button,
        styles[kind],
        pressed && styles.pressed,
        disabled && styles.disabled,
      ]}
    >
      <Text style={[styles.label, kind === 'main' ? styles.onAccent : styles.accent]}>{label}</Text>
    </Pressable>
  );
}

const useStyles = themed((theme) => ({
  button: {
    minHeight: TOUCH,
    paddingHorizontal: space.l,
    paddingVertical: space.m,
    borderRadius: 14,
    alignItems: 'center',
    justifyContent: 'center',
  },
  main: { backgroundColor: theme.accent },
  other: { backgroundColor: theme.accentTint },
  quiet: { backgroundColor: 'transparent' },
  pressed: { opacity: 0.75 },
  disabled: { opacity: 0.4 },
  label: { fontSize: 16, lineHeight: 22, fontWeight: '600' },
  onAccent: { color: theme.onAccent },
  accent: { color: theme.accent },
}));
