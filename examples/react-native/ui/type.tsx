import type { ReactNode } from 'react';
import { Text } from 'react-native';
import { themed } from '../theme';

interface TypeProps {
  readonly children: ReactNode;
  readonly centred?: boolean;
}

/** The one line that says what this screen is about. */
export function Title({ children, centred = false }: TypeProps) {
  const styles = useStyles();
  return (
    <Text accessibilityRole="header" style={[styles.title, centred && styles.centred]}>
      {children}
    </Text>
  );
}

/** Names a part of a screen. */
export function Heading({ children }: TypeProps) {
  const styles = useStyles();
  return (
    <Text accessibilityRole="header" style={styles.heading}>
      {children}
    </Text>
  );
}

export function Body({ children, centred = false }: TypeProps) {
  const styles = useStyles();
  return <Text style={[styles.body, centred && styles.centred]}>{children}</Text>;
}

/** What may be read, but need not be. */
export function Note({ children, centred = false }: TypeProps) {
  const styles = useStyles();
  return <Text style={[styles.note, centred && styles.centred]}>{children}</Text>;
}

/** An id, to be copied rather than read. */
export function Code({ children }: TypeProps) {
  const styles = useStyles();
  return (
    <Text selectable style={styles.code}>
      {children}
    </Text>
  );
}

/** Names a thing in a list. */
export function Label({ children }: TypeProps) {
  const styles = useStyles();
  return <Text style={styles.label}>{children}</Text>;
}

/** An amount: its digits stand under each other. */
export function Amount({ children, large = false }: TypeProps & { readonly large?: boolean }) {
  const styles = useStyles();
  return <Text style={[styles.amount, large && styles.large]}>{children}</Text>;
}

const useStyles = themed((theme) => ({
  title: { color: theme.ink, fontSize: 26, lineHeight: 32, fontWeight: '700', letterSpacing: -0.4 },
  heading: { color: theme.ink, fontSize: 18, lineHeight: 24, fontWeight: '700' },
  body: { color: theme.quiet, fontSize: 16, lineHeight: 24 },
  note: { color: theme.quiet, fontSize: 13, lineHeight: 18 },
  code: { color: theme.quiet, fontSize: 14, lineHeight: 22, fontVariant: ['tabular-nums'] },
  label: { color: theme.ink, fontSize: 16, lineHeight: 22, fontWeight: '600' },
  amount: {
    color: theme.ink,
    fontSize: 16,
    lineHeight: 22,
    fontWeight: '600',
    fontVariant: ['tabular-nums'],
  },
  large: { fontSize: 40, lineHeight: 48, fontWeight: '700', letterSpacing: -1 },
  centred: { textAlign: 'center' },
}));
