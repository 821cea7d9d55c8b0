'use client';

export {
  checkReactNativeSdk,
  createReactNativeSdk,
  type ReactNativeSdkOptions,
  type SdkAvailability,
} from '../../adapters/react-native.js';
export { useAppStateBridge } from './use-app-state-bridge.js';
export { useHardwareBack } from './use-hardware-back.js';
