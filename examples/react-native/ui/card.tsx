import type { ReactNode } from 'react';
import { View } from 'react-native';
import { space, themed } from '../theme';

export function Card({ children }: { readonly children: ReactNode }) {
  const styles = useStyles();
  return <View style={styles.card}>{children}</View>;
}

const useStyles = themed((theme) => ({
  card: {
    backgroundColor: theme.surface,
    borderColor: theme.line,
    borderWidth: 1,
    borderRadius: 18,
    padding: space.l,
    gap: space.m,
  },
}));
