import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { Pressable, ScrollView, Text, View } from 'react-native';
import { useUpiState } from 'upi-flow/react';
import { endings, messages, type Script, type Simulation } from '../simulation';
import { space, TOUCH, themed } from '../theme';
import { Chip } from '../ui/chip';
import { Note } from '../ui/type';

/** What the simulated people and machines do next. Not part of any real app. */
export function SimulationPanel({ simulation }: { readonly simulation: Simulation }) {
  const styles = useStyles();
  const script = useSyncExternalStore(simulation.subscribe, simulation.getScript);
  const { busy, isLinked } = useUpiState((state) => ({
    busy: state.busy,
    isLinked: state.device === 'linked',
  }));
  const [isOpen, open] = useState(false);
  return (
    <View style={styles.panel}>
      <Pressable
        accessibilityRole="button"
        accessibilityLabel="Simulation: what should happen next?"
        accessibilityState={{ expanded: isOpen }}
        aria-expanded={isOpen}
        onPress={() => open(!isOpen)}
        style={styles.bar}
      >
        <View style={styles.words}>
          <Text style={styles.tag}>SIMULATION · NO REAL MONEY</Text>
          <Text style={styles.next} numberOfLines={1}>
            {busy ? 'The simulated person is at work' : nextOf(script, isLinked)}
          </Text>
        </View>
        <Text style={styles.toggle}>{isOpen ? 'Close' : 'Change'}</Text>
      </Pressable>
      {isOpen && (
        <ScrollView contentContainerStyle={styles.parts} style={styles.sheet}>
          {isLinked ? (
            <Payments script={script} simulation={simulation} />
          ) : (
            <SettingUp script={script} simulation={simulation} />
          )}
          <World script={script} simulation={simulation} />
        </ScrollView>
      )}
    </View>
  );
}

function nextOf({ ending, message, online }: Script, isLinked: boolean): string {
  const next = isLinked
    ? `Next payment: ${endings[ending].label}`
    : `Next SMS: ${messages[message].label}`;
  return online ? next : `${next} · offline`;
}

interface PartProps {
  readonly script: Script;
  readonly simulation: Simulation;
}

function Payments({ script, simulation }: PartProps) {
  return (
    <Part name="The next payment" detail={endings[script.ending].detail}>
      {keysOf(endings).map((ending) => (
        <Chip
          key={ending}
          label={endings[ending].label}
          chosen={script.ending === ending}
          onPress={() => simulation.rewrite({ ending })}
        />
      ))}
    </Part>
  );
}

function SettingUp({ script, simulation }: PartProps) {
  return (
    <>
      <Part name="The permission dialog" detail="What the person answers when the phone asks">
        {[true, false].map((grants) => (
          <Chip
            key={String(grants)}
            label={grants ? 'Allow' : 'Refuse'}
            chosen={script.grants === grants}
            onPress={() => simulation.rewrite({ grants })}
          />
        ))}
      </Part>
      <Part name="The next SMS" detail={messages[script.message].detail}>
        {keysOf(messages).map((message) => (
          <Chip
            key={message}
            label={messages[message].label}
            chosen={script.message === message}
            onPress={() => simulation.rewrite({ message })}
          />
        ))}
      </Part>
    </>
  );
}

function World({ script, simulation }: PartProps) {
  const styles = useStyles();
  return (
    <>
      <Part name="The network">
        {[true, false].map((online) => (
          <Chip
            key={String(online)}
            label={online ? 'Online' : 'Offline'}
            chosen={script.online === online}
            onPress={() => simulation.rewrite({ online })}
          />
        ))}
      </Part>
      <View style={styles.chips}>
        <Chip label="Skip 1 minute" onPress={() => simulation.skip(60_000)} />
        <Chip label="Skip 10 minutes" onPress={() => simulation.skip(600_000)} />
      </View>
    </>
  );
}

interface PartOfPanelProps {
  readonly name: string;
  readonly detail?: string;
  readonly children: ReactNode;
}

function Part({ name, detail, children }: PartOfPanelProps) {
  const styles = useStyles();
  return (
    <View accessibilityRole="radiogroup" accessibilityLabel={name} style={styles.part}>
      <Text style={styles.name}>{name}</Text>
      <View style={styles.chips}>{children}</View>
      {detail !== undefined && <Note>{detail}</Note>}
    </View>
  );
}

/** The keys of a table, as narrow as the table's type. */
function keysOf<T extends object>(table: T) {
  const isKey = (key: string): key is keyof T & string => Object.hasOwn(table, key);
  return Object.keys(table).filter(isKey);
}

const useStyles = themed((theme) => ({
  panel: {
    borderTopWidth: 2,
    borderStyle: 'dashed',
    borderColor: theme.quiet,
    backgroundColor: theme.sunken,
  },
  bar: {
    minHeight: TOUCH + 8,
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.m,
    paddingHorizontal: space.xl,
    paddingVertical: space.s,
  },
  words: { flex: 1 },
  tag: { color: theme.quiet, fontSize: 11, lineHeight: 16, fontWeight: '700', letterSpacing: 0.6 },
  next: { color: theme.ink, fontSize: 14, lineHeight: 20 },
  toggle: { color: theme.accent, fontSize: 14, fontWeight: '600' },
  sheet: { maxHeight: 420 },
  parts: { paddingHorizontal: space.xl, paddingBottom: space.l, gap: space.l },
  part: { gap: space.s },
  name: { color: theme.ink, fontSize: 14, lineHeight: 20, fontWeight: '700' },
  chips: { flexDirection: 'row', flexWrap: 'wrap', gap: space.s },
}));
