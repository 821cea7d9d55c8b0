import { useSelector } from '@xstate/react';
import { useSyncExternalStore } from 'react';
import type { UpiState } from '../index.js';
import { beforeStart } from './before-start.js';
import { useProvidedFlow } from './upi-flow-context.js';

/** What all reading hooks are made of: a part of the state, and a render only when it changes. */
export function useSelected<T>(
  hook: string,
  select: (state: UpiState) => T,
  isEqual: (a: T, b: T) => boolean = Object.is,
): T {
  const flow = useProvidedFlow(hook);
  const isLive = useSyncExternalStore(never, yes, no);
  return useSelector(isLive ? flow : beforeStart, select, isEqual);
}

const never = () => () => undefined;
const yes = () => true;
/** On the server, and while its markup is hydrated. */
const no = () => false;
