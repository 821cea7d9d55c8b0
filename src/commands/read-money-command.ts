import type { MoneyRequest, NewAttempt } from '../../machines/payment.types.js';
import { attemptIds } from '../checked-ids.js';
import {
  buildRequest,
  type Checked,
  checkParams,
  type Issue,
  type JsonObject,
  MANDATE_OPTIONS,
  readCheckout,
  Secret,
  startsInPast,
} from '../protocol/index.js';
import { isObject } from '../protocol/read.js';
import type { UpiAccount } from '../view/accounts.js';
import type { CommandContext } from './command-context.js';

/** What is paid from an account of this device. */
type PayingKind = 'pay' | 'mandate';

/** Checks a command that moves money and makes an attempt of it, with ids of its own. */
export function readMoneyCommand(
  type: 'pay' | 'mandate.create' | 'checkout',
  command: JsonObject,
  context: CommandContext,
): Checked<NewAttempt> {
  // Each field is read once: a getter may answer something else the next time.
  const fields = { ...command };
  if (type === 'checkout') return readSession(fields['sdkPayload'], context);
  return readPayment(type, fields, context);
}

function readPayment(
  type: 'pay' | 'mandate.create',
  fields: JsonObject,
  context: CommandContext,
): Checked<NewAttempt> {
  const field = (name: string): unknown => fields[name] ?? undefined;
  const kind = type === 'pay' ? 'pay' : 'mandate';
  const onboard = field('onboard') ?? false;
  const misplaced = misplacedField(kind, onboard, field);
  if (misplaced !== undefined) return misplaced;
  const common = {
    order: field('order'),
    mandate: field('mandate'),
    tpv: field('tpv'),
    ...Object.fromEntries(MANDATE_OPTIONS.map((name) => [name, field(name)])),
    udf: field('udf'),
  };
  const request =
    onboard === true
      ? onboardingRequest(context, {
          ...common,
          accountRefId: field('accountRefId'),
          mobileNumber: field('mobileNumber'),
          showStatusScreen: field('showStatusScreen'),
        })
      : paymentFrom(kind, field('accountRefId'), context, common);
  if (!request.ok) return request;
  const terms = request.value.params.mandate;
  const { timestamp: now } = context.base;
  if (terms !== undefined && terms.endDate <= now) {
    return refuse('mandate.endDate', 'Expected a date in the future, epoch milliseconds.');
  }
  if (terms !== undefined && startsInPast(terms, now)) {
    return refuse('mandate.startDate', 'Expected today, in India, or later, epoch milliseconds.');
  }
  const { orderId, amount } = request.value.params.order;
  return {
    ok: true,
    value: {
      orderId,
      kind,
      amount,
      ...attemptIds(context.newId),
      request: new Secret(request.value),
    },
  };
}

/** The code of the issue that no linked account may be the default one. */
export const NO_DEFAULT_ACCOUNT = 'command.noDefaultAccount';

/** A payment from the account that the app names, else from the one that stands in for it. */
function paymentFrom(
  kind: PayingKind,
  named: unknown,
  context: CommandContext,
  common: object,
): Checked<MoneyRequest> {
  const accountRefId = named ?? defaultAccount(kind, context);
  const request = paymentRequest(context, { ...common, accountRefId });
  if (request.ok || accountRefId !== undefined || context.accounts.length === 0) return request;
  const others = request.issues.filter(({ path }) => path !== 'accountRefId');
  return { ok: false, issues: [...others, noDefaultAccount(kind)] };
}

/** The primary account where it may stand in, else the first that may. */
function defaultAccount(kind: PayingKind, { accounts }: CommandContext): string | undefined {
  const able = accounts.filter((account) => mayStandIn(kind, account));
  return (able.find((account) => account.isPrimary) ?? able[0])?.referenceId;
}

/** UPI Lite has limits of its own, and a mandate is no credit: those a person chooses knowingly. */
function mayStandIn(kind: PayingKind, { lite, liteTopUp, type }: UpiAccount): boolean {
  if (lite || liteTopUp === 'pending') return false;
  return kind === 'pay' || type !== 'CREDIT';
}

const NO_DEFAULT: Readonly<Record<PayingKind, string>> = {
  pay: 'Only accounts of UPI Lite, or with a first top-up on its way, are linked: none of them pays unless it is named. Pass accountRefId, or have another account linked.',
  mandate:
    'Only credit accounts, and accounts of UPI Lite, are linked: none of them takes a mandate unless it is named. Pass accountRefId, or have another account linked.',
};

function noDefaultAccount(kind: PayingKind): Issue {
  return { path: 'accountRefId', code: NO_DEFAULT_ACCOUNT, message: NO_DEFAULT[kind] };
}

/** Everything that would be refused later is refused now, before anything is written. */
function paymentRequest(context: CommandContext, input: object): Checked<MoneyRequest> {
  const params = checkParams('upiTxn', input);
  if (!params.ok) return params;
  const built = buildRequest('upiTxn', params.value, context.base);
  return built.ok ? { ok: true, value: { operation: 'upiTxn', params: params.value } } : built;
}

function onboardingRequest(context: CommandContext, input: object): Checked<MoneyRequest> {
  const params = checkParams('onboardingAndPay', input);
  if (!params.ok) return params;
  const built = buildRequest('onboardingAndPay', params.value, context.base);
  return built.ok
    ? { ok: true, value: { operation: 'onboardingAndPay', params: params.value } }
    : built;
}

function readSession(sdkPayload: unknown, context: CommandContext): Checked<NewAttempt> {
  const session = readCheckout(sdkPayload);
  if (!session.ok) {
    if (holdsPayload(sdkPayload)) {
      return refuse('sdkPayload', 'Pass the sdk_payload of the session, not the whole session.');
    }
    // The whole of it is called what the command calls it.
    const issues = session.issues.map((one) =>
      one.path === '' ? { ...one, path: 'sdkPayload' } : one,
    );
    return { ok: false, issues };
  }
  const { orderId, amount, requestId, request } = session.value;
  return {
    ok: true,
    value: {
      orderId,
      kind: 'checkout',
      amount,
      attemptId: attemptIds(context.newId).attemptId,
      // The session's own id comes back with its result.
      requestId,
      signed: new Secret(request),
    },
  };
}

function holdsPayload(session: unknown): boolean {
  return isObject(session) && ('sdk_payload' in session || 'sdkPayload' in session);
}

/** A field that would be left out silently is refused instead. */
function misplacedField(
  kind: PayingKind,
  onboard: unknown,
  field: (name: string) => unknown,
): Checked<never> | undefined {
  if (typeof onboard !== 'boolean') return refuse('onboard', 'Expected true or false.');
  if (kind === 'mandate' && field('mandate') === undefined) {
    return refuse('mandate', 'Expected the terms of the mandate.');
  }
  if (kind === 'pay') {
    const extra = ['mandate', 'tpv', ...MANDATE_OPTIONS].find((name) => field(name) !== undefined);
    if (extra !== undefined) return refuse(extra, 'Belongs to mandate.create, not to pay.');
  }
  if (onboard) return undefined;
  const extra = ['mobileNumber', 'showStatusScreen'].find((name) => field(name) !== undefined);
  return extra === undefined ? undefined : refuse(extra, 'Needs onboard: true.');
}

function refuse(path: string, message: string): Checked<never> {
  return { ok: false, issues: [{ path, code: `command.${path}`, message }] };
}
