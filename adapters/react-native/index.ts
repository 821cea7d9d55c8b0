'use client';

export {
  checkReactNativeSdk,
  createReactNativeSdk,
  type ReactNativeSdkOptions,
  type SdkAvailability,
} from './adapter.js';
export { useAppStateBridge } from './use-app-state-bridge.js';
export { useHardwareBack } from './use-hardware-back.js';
