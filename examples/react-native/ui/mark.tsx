import { View } from 'react-native';
import { themed } from '../theme';
import type { Tone } from '../words';

/** A drawn sign for what became of something. It always stands beside words that say the same. */
export function Mark({ tone, size = 72 }: { readonly tone: Tone; readonly size?: number }) {
  const styles = useStyles();
  const unit = size / 24;
  const stroke = Math.max(1.5, unit * 2);
  return (
    <View
      accessibilityElementsHidden
      importantForAccessibility="no-hide-descendants"
      style={[styles.disc, styles[tone], { width: size, height: size, borderRadius: size / 2 }]}
    >
      {tone === 'success' && (
        <View
          style={[
            styles.line,
            styles.onSuccess,
            {
              width: unit * 11,
              height: unit * 6,
              marginBottom: unit * 3,
              borderLeftWidth: stroke,
              borderBottomWidth: stroke,
              transform: [{ rotate: '-45deg' }],
            },
          ]}
        />
      )}
      {tone === 'pending' && (
        <View
          style={[
            styles.line,
            styles.onPending,
            {
              width: unit * 13,
              height: unit * 13,
              borderRadius: unit * 6.5,
              borderWidth: stroke,
            },
          ]}
        >
          <View
            style={[
              styles.line,
              styles.onPending,
              {
                position: 'absolute',
                left: unit * 6.5 - stroke * 1.5,
                top: unit * 3 - stroke,
                width: unit * 4,
                height: unit * 4.5,
                borderLeftWidth: stroke,
                borderBottomWidth: stroke,
              },
            ]}
          />
        </View>
      )}
      {tone === 'failed' &&
        ['45deg', '-45deg'].map((rotate) => (
          <View
            key={rotate}
            style={[
              styles.bar,
              { width: unit * 13, height: stroke, borderRadius: stroke, transform: [{ rotate }] },
            ]}
          />
        ))}
      {tone === 'plain' && (
        <View style={[styles.dash, { width: unit * 11, height: stroke, borderRadius: stroke }]} />
      )}
    </View>
  );
}

const useStyles = themed((theme) => ({
  disc: { alignItems: 'center', justifyContent: 'center' },
  success: { backgroundColor: theme.successTint },
  pending: { backgroundColor: theme.pendingTint },
  failed: { backgroundColor: theme.failedTint },
  plain: { backgroundColor: theme.sunken },
  line: { backgroundColor: 'transparent' },
  onSuccess: { borderColor: theme.success },
  onPending: { borderColor: theme.pending },
  bar: { position: 'absolute', backgroundColor: theme.failed },
  dash: { backgroundColor: theme.quiet },
}));
