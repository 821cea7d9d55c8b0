import 'react-native-get-random-values';
import AsyncStorage from '@react-native-async-storage/async-storage';
import { createUpiFlow } from 'upi-flow';
import { checkReactNativeSdk, createReactNativeSdk } from 'upi-flow/react-native';
import { backend, hasClientId, merchant } from './merchant';
import { createSimulation } from './simulation';

/** Expo Go and browsers have no HyperSDK in them. */
const isReal = hasClientId && checkReactNativeSdk().available;

const simulated = isReal ? undefined : createSimulation();

/** The people and machines around the app, while nothing is real. */
export const simulation = simulated?.simulation;

const ports = simulated?.ports ?? {
  sdk: createReactNativeSdk(),
  merchant,
  backend,
  storage: AsyncStorage,
};

export const { sdk } = ports;

/** Made once, outside React: a screen that comes and goes ends no payment. */
export const flow = createUpiFlow(ports);

/** The time in which deadlines such as `endsAt` are told. */
export const now = (): number => simulated?.ports.clock.now() ?? Date.now();
