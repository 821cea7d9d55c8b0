export {
  checkReactNativeSdk,
  createReactNativeSdk,
  type ReactNativeSdkOptions,
  type SdkAvailability,
} from '../../adapters/react-native.js';
