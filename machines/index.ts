export { deviceMachine } from './device/machine.js';
export { lookUpMachine } from './look-up/machine.js';
export { paymentMachine } from './payment/machine.js';
export { sessionMachine } from './session/machine.js';
export { upiFlowMachine } from './upi-flow/machine.js';
