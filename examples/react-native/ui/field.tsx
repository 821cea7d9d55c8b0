import { Text, TextInput, type TextInputProps, View } from 'react-native';
import { space, TOUCH, themed, useTheme } from '../theme';

type FieldProps = Pick<
  TextInputProps,
  'keyboardType' | 'maxLength' | 'onSubmitEditing' | 'placeholder' | 'autoFocus'
> & {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Follows what is typed, such as `@upf`. */
  readonly ending?: string;
};

export function Field({ label, value, onChange, ending, ...input }: FieldProps) {
  const styles = useStyles();
  const { quiet } = useTheme();
  return (
    <View style={styles.field}>
      <Text style={styles.label}>{label}</Text>
      <View style={styles.line}>
        <TextInput
          {...input}
          accessibilityLabel={label}
          autoCapitalize="none"
          autoCorrect={false}
          onChangeText={onChange}
          placeholderTextColor={quiet}
          style={styles.input}
          value={value}
        />
        {ending !== undefined && <Text style={styles.ending}>{ending}</Text>}
      </View>
    </View>
  );
}

const useStyles = themed((theme) => ({
  field: { gap: space.xs },
  label: { color: theme.ink, fontSize: 14, lineHeight: 20, fontWeight: '600' },
  line: {
    flexDirection: 'row',
    alignItems: 'center',
    minHeight: TOUCH,
    borderRadius: 14,
    borderWidth: 1,
    borderColor: theme.line,
    backgroundColor: theme.surface,
    paddingHorizontal: space.l,
  },
  input: { flex: 1, minWidth: 0, minHeight: TOUCH, fontSize: 16, color: theme.ink },
  ending: { color: theme.quiet, fontSize: 16 },
}));
