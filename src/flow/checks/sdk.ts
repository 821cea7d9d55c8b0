import { fault } from '../../platform/checks/fault.js';
import { checkMethods, hasMethod, isPort, kindOf, memberOf } from '../../platform/checks/port.js';

const METHODS = ['open', 'initiate', 'process', 'back', 'terminate', 'subscribe'];

/** The function that makes an adapter of each bridge, and where it comes from. */
const ADAPTERS = {
  'hyper-sdk-react': 'createReactNativeSdk() of upi-flow/react-native',
  'hyper-sdk-capacitor': 'createCapacitorSdk() of upi-flow/capacitor',
  'the Cordova plugin': 'createCordovaSdk() of upi-flow/cordova',
  'window.HyperServices': 'createWebSdk() of upi-flow/web',
} as const;

const FITTING = ` Pass an adapter: ${Object.values(ADAPTERS).join(', ')}, or createSimulator().sdk of upi-flow/simulator.`;

type Bridge = keyof typeof ADAPTERS;

/** Throws for what is no adapter, and says which one belongs there. */
export function checkSdk(sdk: unknown): void {
  if (!isPort(sdk)) {
    throw fault(`\`sdk\` is ${kindOf(sdk)}.${FITTING}`);
  }
  const bridge = bridgeIn(sdk);
  if (bridge !== undefined) {
    throw fault(`\`sdk\` is ${bridge} itself. Pass an adapter for it: ${ADAPTERS[bridge]}.`);
  }
  if (!hasMethod(sdk, 'open') && hasMethod(memberOf(sdk, 'sdk'), 'open')) {
    throw fault('`sdk` is what holds the adapter. Pass its member, as in { sdk: simulator.sdk }.');
  }
  checkMethods('sdk', sdk, METHODS, 'An adapter has', FITTING);
}

/** The bridge that was passed as it is: itself, its class, or the module that it comes from. */
function bridgeIn(sdk: object): Bridge | undefined {
  for (const name of ['default', 'HyperServices', 'prototype']) {
    const bridge = bridgeOf(memberOf(sdk, name));
    if (bridge !== undefined) return bridge;
  }
  return bridgeOf(sdk);
}

function bridgeOf(value: unknown): Bridge | undefined {
  // An adapter of the app may have whatever else it needs.
  if (!isPort(value) || METHODS.every((name) => name in value)) return undefined;
  // Capacitor answers a method for every name, so that it has to be told from the others first.
  if (hasMethod(value, 'createHyperServices')) {
    const isNative = typeof memberOf(value, 'HyperEvent') === 'string';
    return isNative ? 'hyper-sdk-react' : 'hyper-sdk-capacitor';
  }
  if (hasMethod(value, 'getHyperEventString')) return 'hyper-sdk-react';
  if (!hasMethod(value, 'initiate')) return undefined;
  if (hasMethod(value, 'handleBackpress')) return 'window.HyperServices';
  return hasMethod(value, 'onBackPress') ? 'the Cordova plugin' : undefined;
}
