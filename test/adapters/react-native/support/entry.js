// biome-ignore-all lint/suspicious/noReactNativeDeepImports: what is bundled here
// The modules behind React Native's public names, and the channel on which native code speaks.
globalThis.reactNative = {
  AppState: require('react-native/Libraries/AppState/AppState').default,
  BackHandler: require('react-native/Libraries/Utilities/BackHandler').default,
  Platform: require('react-native/Libraries/Utilities/Platform').default,
  nativeEvents: require('react-native/Libraries/EventEmitter/RCTDeviceEventEmitter').default,
};
