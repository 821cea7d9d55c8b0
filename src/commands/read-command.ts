import * as z from 'zod/mini';
import type { NewAttempt } from '../../machines/payment.types.js';
import type { UpiFlowEvent } from '../../machines/upi-flow.types.js';
import { attemptIds, IdFault } from '../checked-ids.js';
import type { UpiCommand } from '../command.js';
import {
  type Checked,
  type Issue,
  isSameOrder,
  isTidy,
  type JsonObject,
  LIMITS,
  readOrderStatus,
  Secret,
  type StatusReading,
} from '../protocol/index.js';
import { mobileNumber } from '../protocol/inputs.js';
import { isObject } from '../protocol/read.js';
import { safeReading } from '../redact.js';
import type { CommandContext } from './command-context.js';
import { readMoneyCommand } from './read-money-command.js';

/** What the root statechart takes for a command. */
export type CommandEvent = Extract<UpiFlowEvent, { type: UpiCommand['type'] }>;

/** The id of something that the SDK named. */
const text = idOf(LIMITS.reference);
const phone = z.optional(mobileNumber);
const orderId = z.object({ orderId: idOf(LIMITS.id) });

function idOf(most: number) {
  return z.string().check(
    z.regex(/\S/),
    z.refine((id) => isTidy(id, most)),
  );
}

const A_STRING = `a string of at most ${LIMITS.reference} characters`;

const HINTS: Readonly<Record<string, string>> = {
  type: 'Expected one of the command names listed under UpiCommand.',
  simId: `Expected the simId of a listed SIM, ${A_STRING}.`,
  mobileNumber: 'Expected 10 digits, or 12 starting with 91, as a string: no plus, no blanks.',
  bankCode: `Expected the bankCode of a listed bank, ${A_STRING}.`,
  referenceIds: `Expected an array with 1 to ${LIMITS.list} referenceIds of listed accounts.`,
  referenceId: `Expected the referenceId of a linked account, ${A_STRING}.`,
  vpa: `Expected an address such as name@psp, of at most ${LIMITS.vpa} characters.`,
  cardLastSix: 'Expected the last six digits of the debit card, as a string.',
  cardExpiry: 'Expected the expiry of the debit card as MMYY.',
  orderId: `Expected an order id, a string of at most ${LIMITS.id} characters.`,
  newId: 'newId must return a new uuid v4, a string.',
  'status.orderId': 'Expected the status of the same order.',
  status:
    'Expected an order status, a transaction, a mandate or a refund as Juspay prints them, or a webhook with one.',
};

/** Every command: the keys are what counts. */
const NAMES: Readonly<Record<UpiCommand['type'], null>> = {
  'sdk.retry': null,
  'sdk.terminate': null,
  'device.refresh': null,
  'device.retry': null,
  'device.cancel': null,
  'device.deregister': null,
  'permission.request': null,
  'sim.select': null,
  'bank.select': null,
  'account.select': null,
  'vpa.select': null,
  'mpin.set': null,
  'mpin.skip': null,
  onboard: null,
  pay: null,
  'mandate.create': null,
  checkout: null,
  'order.recheck': null,
  'order.retry': null,
  'order.inform': null,
  'order.dismiss': null,
  back: null,
  'app.foreground': null,
  'app.background': null,
};

/** The name of a command, if it is one of ours: anything else may hold anything. */
export function commandName(command: unknown): UpiCommand['type'] | undefined {
  try {
    const type = isObject(command) ? command['type'] : undefined;
    return isName(type) ? type : undefined;
  } catch {
    return undefined;
  }
}

function isName(type: unknown): type is UpiCommand['type'] {
  return typeof type === 'string' && Object.hasOwn(NAMES, type);
}

/**
 * Checks a command and turns it into the event the root statechart takes: with ids, and with
 * everything secret in a box. Total.
 */
export function readCommand(command: unknown, context: CommandContext): Checked<CommandEvent> {
  try {
    return isObject(command) ? readPlain(command, context) : refused('type');
  } catch (error) {
    // Else a getter or a proxy threw: no command is made of those.
    return refused(error instanceof IdFault ? 'newId' : 'type');
  }
}

function readPlain(command: JsonObject, context: CommandContext): Checked<CommandEvent> {
  const type = command['type'];
  switch (type) {
    case 'sdk.retry':
    case 'sdk.terminate':
    case 'device.refresh':
    case 'device.retry':
    case 'device.cancel':
    case 'device.deregister':
    case 'permission.request':
    case 'mpin.skip':
    case 'onboard':
    case 'back':
    case 'app.foreground':
    case 'app.background':
      return { ok: true, value: { type } };
    case 'sim.select':
      return checked(z.object({ simId: text, mobileNumber: phone }), command, (read) => ({
        type,
        simId: read.simId,
        ...(read.mobileNumber === undefined ? {} : { mobileNumber: new Secret(read.mobileNumber) }),
      }));
    case 'bank.select':
      return checked(z.object({ bankCode: text }), command, (read) => ({ type, ...read }));
    case 'account.select':
      return checked(
        z.object({ referenceIds: z.array(text).check(z.minLength(1), z.maxLength(LIMITS.list)) }),
        command,
        (read) => ({ type, ...read }),
      );
    case 'vpa.select':
      return checked(
        z.object({ vpa: z.string().check(z.maxLength(LIMITS.vpa), z.regex(/^[\w.-]+@[\w.-]+$/)) }),
        command,
        (read) => ({ type, vpa: new Secret(read.vpa) }),
      );
    case 'mpin.set':
      return checked(
        z.object({
          referenceId: text,
          cardLastSix: z.string().check(z.regex(/^\d{6}$/)),
          cardExpiry: z.string().check(z.regex(/^(?:0[1-9]|1[0-2])\d\d$/)),
        }),
        command,
        (read) => ({
          type,
          referenceId: read.referenceId,
          card: new Secret({ lastSix: read.cardLastSix, expiry: read.cardExpiry }),
        }),
      );
    case 'order.recheck':
    case 'order.dismiss':
      return checked(orderId, command, (read) => ({ type, ...read }));
    case 'order.retry':
      return checked(orderId, command, (read) => ({
        type,
        ...read,
        ...attemptIds(context.newId),
        at: context.base.timestamp,
      }));
    case 'order.inform':
      return readInform(command);
    case 'pay':
    case 'mandate.create':
    case 'checkout': {
      const attempt = readMoneyCommand(type, command, context);
      return attempt.ok ? { ok: true, value: moneyEvent(type, attempt.value) } : attempt;
    }
    default:
      return refused('type');
  }
}

function readInform(command: JsonObject): Checked<CommandEvent> {
  const read = z.safeParse(z.object({ orderId: idOf(LIMITS.id), status: z.unknown() }), command);
  if (!read.success) return refused('orderId');
  const { orderId } = read.data;
  const reading = readingIn(read.data.status);
  if (saysNothing(reading)) return refused('status');
  if (reading.orderId !== undefined && !isSameOrder(reading.orderId, orderId)) {
    return refused('status.orderId');
  }
  // The command itself names the order.
  return { ok: true, value: { type: 'order.inform', orderId, reading: { ...reading, orderId } } };
}

/** What cannot even be looked at says nothing. */
function readingIn(status: unknown): StatusReading {
  try {
    return safeReading(readOrderStatus(status));
  } catch {
    return readOrderStatus(undefined);
  }
}

/** Neither about the order, nor about its mandate or a refund of it. */
function saysNothing({ about, means, mandate }: StatusReading): boolean {
  return means === 'silent' && about !== 'refund' && mandate === undefined;
}

function moneyEvent(
  type: 'pay' | 'mandate.create' | 'checkout',
  attempt: NewAttempt,
): CommandEvent {
  return { type, attempt };
}

function checked<T>(
  schema: z.ZodMiniType<T>,
  command: unknown,
  event: (read: T) => CommandEvent,
): Checked<CommandEvent> {
  const read = z.safeParse(schema, command);
  if (read.success) return { ok: true, value: event(read.data) };
  const paths = new Set(read.error.issues.map((issue) => String(issue.path[0])));
  return refused(...paths);
}

function refused(...paths: readonly string[]): Checked<never> {
  return { ok: false, issues: paths.map(issueAt) };
}

function issueAt(path: string): Issue {
  return { path, code: `command.${path}`, message: HINTS[path] ?? 'Not as expected.' };
}
