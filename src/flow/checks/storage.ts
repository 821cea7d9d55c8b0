import { fault } from '../../platform/checks/fault.js';
import { checkMethods, hasMethod, memberOf } from '../../platform/checks/port.js';

const METHODS = ['getItem', 'setItem', 'removeItem'];
const FITTING =
  ' AsyncStorage and localStorage fit as they are, MMKV with mmkvStorage(mmkv); without a storage ' +
  'everything is forgotten when the app is killed.';

/** Throws for what is no storage, and says how to make one of it. */
export function checkStorage(storage: unknown): void {
  if (!hasMethod(storage, 'getItem') && hasMethod(storage, 'getString')) {
    throw fault('`storage` is an instance of MMKV. Wrap it: mmkvStorage(mmkv) of upi-flow.');
  }
  if (!hasMethod(storage, 'getItem') && hasMethod(memberOf(storage, 'default'), 'getItem')) {
    throw fault('`storage` is a module. Pass its default export.');
  }
  checkMethods('storage', storage, METHODS, 'A storage has', FITTING);
}
