/**
 * The packages that only an app on a phone installs, as far as this example uses them. After
 * `npm install` in this folder their own types could take over; delete this file then.
 */

declare module '@react-native-async-storage/async-storage' {
  const AsyncStorage: {
    getItem(key: string): Promise<string | null>;
    setItem(key: string, value: string): Promise<void>;
    removeItem(key: string): Promise<void>;
  };
  export default AsyncStorage;
}

declare module 'react-native-get-random-values';

declare module 'react-native-safe-area-context' {
  import type { ComponentType, ReactNode } from 'react';

  export const SafeAreaProvider: ComponentType<{ readonly children: ReactNode }>;
  export function useSafeAreaInsets(): {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  };
}
