import type { World } from '../../../src/testing/app-life.js';

/** Called at every crossing between app and world; `false`: the app is dead, nothing crosses. */
export type Step = (name: string) => boolean;

function never(): Promise<never> {
  return new Promise(() => {});
}

/**
 * The world with a step before and after everything that crosses from the app, and around every
 * event that the app hears. A write that is killed between its two steps was applied and never
 * acknowledged; killed at its first one, it was never applied.
 */
export function stepping(world: World, step: Step): World {
  const { sdk, backend, storage, clock } = world;
  const { orderStatus } = backend;

  function cross<T>(name: string, run: () => T): T | undefined {
    if (!step(`${name}, before`)) return undefined;
    const answer = run();
    step(`${name}, after`);
    return answer;
  }

  return {
    clock,
    sdk: {
      open: () => cross('open', () => sdk.open()),
      initiate: (request) => cross('initiate', () => sdk.initiate(request)),
      process: (request) => cross('process', () => sdk.process(request)),
      back: () => cross('back', () => sdk.back()) ?? false,
      terminate: () => cross('terminate', () => sdk.terminate()),
      subscribe: (listener) =>
        sdk.subscribe((raw) => {
          if (!step('event, before')) return;
          listener(raw);
          step('event, after');
        }),
    },
    backend: {
      authorize: (request) => cross('authorize', () => backend.authorize(request)) ?? never(),
      ...(orderStatus === undefined
        ? {}
        : {
            orderStatus: (orderId: string) =>
              cross('orderStatus', () => orderStatus(orderId)) ?? never(),
          }),
    },
    storage: {
      getItem: (key) => cross('read', () => storage.getItem(key)),
      setItem: (key, value) => cross('write', () => storage.setItem(key, value)),
      removeItem: (key) => cross('remove', () => storage.removeItem(key)),
    },
  };
}
