/**
 * The part of React Native that is used here. Its own types declare globals (`URL`, `fetch`, ...)
 * that contradict Node's for the whole program; `paths` in tsconfig.json puts these in their place,
 * and test/adapters/react-native-types.test.ts holds them against the real ones.
 */
export interface EventSubscription {
  remove(): void;
}

export interface NativeModule {
  addListener(eventType: string): void;
  removeListeners(count: number): void;
}

export declare class NativeEventEmitter {
  constructor(nativeModule?: NativeModule);
  addListener(eventType: string, listener: (event: unknown) => void): EventSubscription;
}

export declare const NativeModules: { readonly [name: string]: NativeModule | undefined };

export type AppStateStatus = 'active' | 'background' | 'inactive' | 'unknown' | 'extension';

export declare const AppState: {
  readonly currentState: AppStateStatus;
  addEventListener(type: 'change', listener: (state: AppStateStatus) => void): EventSubscription;
};

export declare const BackHandler: {
  addEventListener(
    type: 'hardwareBackPress',
    handler: () => boolean | null | undefined,
  ): EventSubscription;
};

export declare const Platform: { readonly OS: string };
