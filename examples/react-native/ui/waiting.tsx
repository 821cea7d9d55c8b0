import { type ReactNode, useEffect } from 'react';
import { AccessibilityInfo, ActivityIndicator, View } from 'react-native';
import { space, themed, useTheme } from '../theme';
import { Body, Title } from './type';

interface WaitingProps {
  readonly title: string;
  readonly lead?: string;
  readonly children?: ReactNode;
}

/** Somebody else is at work; the words say who. */
export function Waiting({ title, lead, children }: WaitingProps) {
  const styles = useStyles();
  const { accent } = useTheme();
  useEffect(() => AccessibilityInfo.announceForAccessibility(title), [title]);
  return (
    <View style={styles.waiting}>
      <ActivityIndicator accessibilityLabel="Please wait" color={accent} size="large" />
      <View style={styles.words}>
        <Title centred>{title}</Title>
        {lead !== undefined && <Body centred>{lead}</Body>}
      </View>
      {children}
    </View>
  );
}

const useStyles = themed(() => ({
  waiting: { flex: 1, justifyContent: 'center', padding: space.xxl, gap: space.xl },
  words: { gap: space.s },
}));
