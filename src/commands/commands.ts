import * as z from 'zod/mini';
import { type Checked, type JsonObject, LIMITS, Secret } from '../../core/protocol/index.js';
import { isObject } from '../../core/protocol/read.js';
import { mobileNumber } from '../../core/protocol/requests/inputs.js';
import type { DeviceCommand } from '../../machines/device/types.js';
import type { CommandContext } from './command-context.js';
import type { CommandEvent, CommandName } from './command-event.js';
import { id, readFields } from './fields.js';
import { readInform } from './read-inform.js';
import { readCheckoutCommand, readPayCommand } from './read-payment.js';

/**
 * What has to be there for a command: the SDK; what the storage remembers of orders; an order that allows
 * it; the screen, of which the SDK has one; an account to pay from; a step of the device that offers it.
 */
export type Need = 'sdk' | 'orders' | 'order' | 'screen' | 'account' | 'step';

interface CommandRule<N extends CommandName> {
  /** Whose statechart decides: the device's, an order's, or the flow's own. */
  readonly to: N extends DeviceCommand['type'] ? 'device' : 'flow' | 'order';
  /** What it needs. Of several things that are missing, the first is the reason of its rejection. */
  readonly needs: readonly Need[];
  /** Checks its fields, and boxes what is secret. */
  readonly read: (command: JsonObject, context: CommandContext) => Checked<CommandEvent<N>>;
}

const reference = id(LIMITS.reference);
const orderId = z.object({ orderId: id(LIMITS.id) });
const readOrderId = readFields(orderId, (read) => read);

/** Every command there is: who takes it, what it needs, and what it looks like. */
export const COMMANDS: { readonly [N in CommandName]: CommandRule<N> } = {
  'sdk.retry': { to: 'flow', needs: ['step'], read: bare('sdk.retry') },
  'sdk.terminate': { to: 'flow', needs: ['sdk'], read: bare('sdk.terminate') },

  'device.refresh': { to: 'device', needs: ['sdk', 'step'], read: bare('device.refresh') },
  'device.cancel': { to: 'device', needs: ['sdk', 'step'], read: bare('device.cancel') },
  'device.retry': { to: 'device', needs: ['sdk', 'step', 'screen'], read: bare('device.retry') },
  'device.deregister': {
    to: 'device',
    needs: ['sdk', 'step', 'screen'],
    read: bare('device.deregister'),
  },
  'permission.request': {
    to: 'device',
    needs: ['sdk', 'step', 'screen'],
    read: bare('permission.request'),
  },
  'sim.select': {
    to: 'device',
    needs: ['sdk', 'step', 'screen'],
    read: readFields(
      z.object({ simId: reference, mobileNumber: z.optional(mobileNumber) }),
      ({ simId, mobileNumber: number }) => ({
        type: 'sim.select',
        simId,
        ...(number === undefined ? {} : { mobileNumber: new Secret(number) }),
      }),
    ),
  },
  'bank.select': {
    to: 'device',
    needs: ['sdk', 'step'],
    read: readFields(z.object({ bankCode: reference }), (read) => ({
      type: 'bank.select',
      ...read,
    })),
  },
  'account.select': {
    to: 'device',
    needs: ['sdk', 'step'],
    read: readFields(
      z.object({
        referenceIds: z.array(reference).check(z.minLength(1), z.maxLength(LIMITS.list)),
      }),
      (read) => ({ type: 'account.select', ...read }),
    ),
  },
  'vpa.select': {
    to: 'device',
    needs: ['sdk', 'step', 'screen'],
    read: readFields(
      z.object({ vpa: z.string().check(z.maxLength(LIMITS.vpa), z.regex(/^[\w.-]+@[\w.-]+$/)) }),
      ({ vpa }) => ({ type: 'vpa.select', vpa: new Secret(vpa) }),
    ),
  },
  'mpin.set': {
    to: 'device',
    needs: ['sdk', 'step', 'screen'],
    read: readFields(
      z.object({
        referenceId: reference,
        cardLastSix: z.string().check(z.regex(/^\d{6}$/)),
        cardExpiry: z.string().check(z.regex(/^(?:0[1-9]|1[0-2])\d\d$/)),
      }),
      ({ referenceId, cardLastSix, cardExpiry }) => ({
        type: 'mpin.set',
        referenceId,
        card: new Secret({ lastSix: cardLastSix, expiry: cardExpiry }),
      }),
    ),
  },
  'mpin.skip': { to: 'device', needs: ['sdk', 'step'], read: bare('mpin.skip') },
  onboard: { to: 'device', needs: ['sdk', 'step', 'screen'], read: bare('onboard') },

  pay: {
    to: 'order',
    needs: ['orders', 'sdk', 'order', 'screen', 'account'],
    read: (command, context) => readPayCommand('pay', command, context),
  },
  'mandate.create': {
    to: 'order',
    needs: ['orders', 'sdk', 'order', 'screen', 'account'],
    read: (command, context) => readPayCommand('mandate.create', command, context),
  },
  checkout: {
    to: 'order',
    needs: ['orders', 'sdk', 'order', 'screen'],
    read: readCheckoutCommand,
  },
  'order.retry': {
    to: 'order',
    needs: ['orders', 'sdk', 'order', 'screen'],
    read: (command, { base }) => {
      const read = readOrderId(command);
      if (!read.ok) return read;
      return { ok: true, value: { type: 'order.retry', ...read.value, at: base.timestamp } };
    },
  },
  'order.recheck': {
    to: 'order',
    needs: ['order'],
    read: readFields(orderId, (read) => ({ type: 'order.recheck', ...read })),
  },
  'order.inform': { to: 'order', needs: ['order'], read: readInform },
  'order.dismiss': {
    to: 'order',
    needs: ['order'],
    read: readFields(orderId, (read) => ({ type: 'order.dismiss', ...read })),
  },

  back: { to: 'flow', needs: ['sdk'], read: bare('back') },
  'app.foreground': { to: 'flow', needs: [], read: bare('app.foreground') },
  'app.background': { to: 'flow', needs: [], read: bare('app.background') },
};

/** A command without fields. */
function bare<const N extends CommandName>(type: N) {
  return (): { ok: true; value: { type: N } } => ({ ok: true, value: { type } });
}

/** The name of a command, if it is one of ours: anything else may hold anything. */
export function commandName(command: unknown): CommandName | undefined {
  try {
    const type = isObject(command) ? command['type'] : undefined;
    return isName(type) ? type : undefined;
  } catch {
    return undefined;
  }
}

function isName(type: unknown): type is CommandName {
  return typeof type === 'string' && Object.hasOwn(COMMANDS, type);
}
