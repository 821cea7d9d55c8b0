import type { UpiCommand } from '../src/index.js';
import type { Emit } from './event.js';
import { type AllowList, address, allowed, each, plain, short } from './mask.js';

const COMMAND: AllowList = {
  orderId: plain,
  amount: plain,
  simId: plain,
  bankCode: plain,
  referenceId: [short, 'account'],
  referenceIds: [each(short), 'accounts'],
  vpa: address,
  onboard: plain,
};

const MANDATE: AllowList = {
  maxAmount: [plain, 'max'],
  frequency: [plain, 'every'],
};

/** Tells what the app asks for, without phone numbers, card digits and session tokens. */
export function formatCommand(command: UpiCommand, emit: Emit): void {
  const order = 'order' in command ? allowed(command.order, COMMAND) : {};
  const mandate = 'mandate' in command ? allowed(command.mandate, MANDATE) : {};
  emit('command', command.type, { ...order, ...mandate, ...allowed(command, COMMAND) });
}
