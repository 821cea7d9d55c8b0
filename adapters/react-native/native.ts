import { AppState, BackHandler, Platform } from 'react-native';

/** Asks `handler` at every press of the back button, and tells the system what it answers. */
export function onBackPress(handler: () => boolean): () => void {
  // Only Android has the button, and react-native-web complains of being asked for it.
  if (Platform.OS !== 'android') return () => undefined;
  const subscription = BackHandler.addEventListener('hardwareBackPress', handler);
  return () => subscription.remove();
}

/** Whether the person is elsewhere. A dialog or a call on top of the app (`inactive`) is not that. */
export function isInBackground(): boolean {
  return AppState.currentState === 'background';
}

/** Calls back with every change of React Native's word for where the app is. */
export function onAppStateChange(listener: (state: string) => void): () => void {
  const subscription = AppState.addEventListener('change', listener);
  return () => subscription.remove();
}
