declare module 'react-native-web/dist/exports/Platform' {
  const Platform: { OS: string };
  export default Platform;
}

declare module 'react-native-web/dist/vendor/react-native/EventEmitter/RCTDeviceEventEmitter' {
  const emitter: {
    emit(eventType: string, event: unknown): void;
    listenerCount(eventType: string): number;
  };
  export default emitter;
}

declare module 'react-native-web/dist/vendor/react-native/EventEmitter/NativeEventEmitter' {
  const NativeEventEmitter: unknown;
  export default NativeEventEmitter;
}
