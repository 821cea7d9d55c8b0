import { type ReactNode, useEffect } from 'react';
import { AccessibilityInfo, ScrollView, View } from 'react-native';
import { space, themed } from '../theme';
import { Progress } from './progress';
import { Body, Title } from './type';

interface ScreenProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Where the setting up stands, 1 to 4. */
  readonly part?: number;
  readonly children?: ReactNode;
  /** The buttons; they stay where the thumb is. */
  readonly actions?: ReactNode;
}

/** What all screens have in common: what it is about, what to see, what to do. */
export function Screen({ title, lead, part, children, actions }: ScreenProps) {
  const styles = useStyles();
  useEffect(() => AccessibilityInfo.announceForAccessibility(title), [title]);
  return (
    <View style={styles.screen}>
      <ScrollView contentContainerStyle={styles.content} keyboardShouldPersistTaps="handled">
        {part !== undefined && <Progress part={part} />}
        <View style={styles.words}>
          <Title>{title}</Title>
          {lead !== undefined && <Body>{lead}</Body>}
        </View>
        {children}
      </ScrollView>
      {actions !== undefined && <View style={styles.actions}>{actions}</View>}
    </View>
  );
}

const useStyles = themed(() => ({
  screen: { flex: 1 },
  content: { padding: space.xl, gap: space.xl, flexGrow: 1 },
  words: { gap: space.s },
  actions: { paddingHorizontal: space.xl, paddingVertical: space.m, gap: space.s },
}));
