'use client';

export { UpiFlowProvider, type UpiFlowProviderProps } from './upi-flow-provider.js';
export { useAccounts } from './use-accounts.js';
export { useOrder } from './use-order.js';
export { useUpiFlow } from './use-upi-flow.js';
export { useUpiNotice } from './use-upi-notice.js';
export { useUpiState } from './use-upi-state.js';
export { useUpiStep } from './use-upi-step.js';
