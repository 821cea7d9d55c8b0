import { StatusBar, View } from 'react-native';
import { SafeAreaProvider, useSafeAreaInsets } from 'react-native-safe-area-context';
import { UpiFlowProvider } from 'upi-flow/react';
import { useAppStateBridge, useHardwareBack } from 'upi-flow/react-native';
import { flow, sdk, simulation } from './flow';
import { SimulationPanel } from './screens/simulation-panel';
import { StepScreen } from './screens/step-screen';
import { themed } from './theme';
import { Toast } from './ui/toast';

flow.start();

export default function App() {
  return (
    <SafeAreaProvider>
      <UpiFlowProvider flow={flow}>
        <Page />
      </UpiFlowProvider>
    </SafeAreaProvider>
  );
}

function Page() {
  const styles = useStyles();
  const { top, bottom } = useSafeAreaInsets();
  useHardwareBack(sdk);
  useAppStateBridge();
  return (
    <View style={[styles.page, { paddingTop: top, paddingBottom: bottom }]}>
      <StatusBar />
      <View style={styles.column}>
        <StepScreen />
        <Toast />
        {simulation !== undefined && <SimulationPanel simulation={simulation} />}
      </View>
    </View>
  );
}

const useStyles = themed((theme) => ({
  page: { flex: 1, backgroundColor: theme.ground },
  column: { flex: 1, width: '100%', maxWidth: 560, alignSelf: 'center' },
}));
