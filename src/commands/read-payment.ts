import {
  type Checked,
  checkRequest,
  type JsonObject,
  MANDATE_OPTIONS,
  type MandateTerms,
  readCheckout,
  Secret,
  startsInPast,
} from '../../core/protocol/index.js';
import { isObject } from '../../core/protocol/read.js';
import type { MoneyRequest } from '../../machines/payment/types.js';
import { type PayingKind, payingAccount } from '../../machines/upi-flow/paying-account.js';
import type { CommandContext } from './command-context.js';
import type { CommandEvent } from './command-event.js';
import { invalidField } from './fields.js';
import { missingAccount } from './missing-account.js';

type PayName = 'pay' | 'mandate.create';

/** Checks a command that pays from an account or on the SDK's own screens. Draws no ids and signs nothing. */
export function readPayCommand<N extends PayName>(
  type: N,
  command: JsonObject,
  context: CommandContext,
): Checked<CommandEvent<N>> {
  // Each field is read once: a getter may answer something else the next time.
  const fields = { ...command };
  const field = (name: string): unknown => fields[name] ?? undefined;
  const kind = type === 'pay' ? 'pay' : 'mandate';
  const onboard = field('onboard') ?? false;
  const misplaced = misplacedField(kind, onboard, field);
  if (misplaced !== undefined) return misplaced;
  const named = field('accountRefId');
  const account = named ?? payingAccount(kind, context.vpaAccounts)?.referenceId;
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
          accountRefId: named,
          mobileNumber: field('mobileNumber'),
          showStatusScreen: field('showStatusScreen'),
        })
      : accountRequest(context, { ...common, accountRefId: account ?? NO_ACCOUNT });
  const isComplete = onboard === true || account !== undefined;
  if (!request.ok) {
    const missing = isComplete ? [] : [missingAccount(kind, context.vpaAccounts)];
    return { ok: false, issues: [...request.issues, ...missing] };
  }
  const { order, mandate, accountRefId } = request.value.params;
  const late = mandate === undefined ? undefined : lateTerms(mandate, context.base.timestamp);
  if (late !== undefined) return late;
  return {
    ok: true,
    value: {
      type,
      order,
      onboard: onboard === true,
      accountRefId: named === undefined ? undefined : accountRefId,
      request: isComplete ? new Secret(request.value) : undefined,
    },
  };
}

/** Stands in for the account where none may pay, so that the other fields are checked. Never sent. */
const NO_ACCOUNT = 'none';

function lateTerms(terms: MandateTerms, now: number): Checked<never> | undefined {
  if (terms.endDate <= now) {
    return invalidField('mandate.endDate', 'Expected a date in the future, epoch milliseconds.');
  }
  if (startsInPast(terms, now)) {
    return invalidField(
      'mandate.startDate',
      'Expected today, in India, or later, epoch milliseconds.',
    );
  }
  return undefined;
}

function accountRequest({ base }: CommandContext, input: object): Checked<MoneyRequest> {
  const params = checkRequest('upiTxn', input, base);
  return params.ok ? { ok: true, value: { operation: 'upiTxn', params: params.value } } : params;
}

function onboardingRequest({ base }: CommandContext, input: object): Checked<MoneyRequest> {
  const params = checkRequest('onboardingAndPay', input, base);
  return params.ok
    ? { ok: true, value: { operation: 'onboardingAndPay', params: params.value } }
    : params;
}

/** Checks a session that the merchant's server made. */
export function readCheckoutCommand(command: JsonObject): Checked<CommandEvent<'checkout'>> {
  const { sdkPayload } = command;
  const session = readCheckout(sdkPayload);
  if (!session.ok) {
    if (holdsPayload(sdkPayload)) {
      return invalidField(
        'sdkPayload',
        'Pass the sdk_payload of the session, not the whole session.',
      );
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
    value: { type: 'checkout', order: { orderId, amount }, requestId, signed: new Secret(request) },
  };
}

function holdsPayload(session: unknown): boolean {
  return isObject(session) && ('sdk_payload' in session || 'sdkPayload' in session);
}

/** A field that would be left out silently is invalid instead. */
function misplacedField(
  kind: PayingKind,
  onboard: unknown,
  field: (name: string) => unknown,
): Checked<never> | undefined {
  if (typeof onboard !== 'boolean') return invalidField('onboard', 'Expected true or false.');
  if (kind === 'mandate' && field('mandate') === undefined) {
    return invalidField('mandate', 'Expected the terms of the mandate.');
  }
  if (kind === 'pay') {
    const extra = ['mandate', 'tpv', ...MANDATE_OPTIONS].find((name) => field(name) !== undefined);
    if (extra !== undefined) return invalidField(extra, 'Belongs to mandate.create, not to pay.');
  }
  if (onboard) return undefined;
  const extra = ['mobileNumber', 'showStatusScreen'].find((name) => field(name) !== undefined);
  return extra === undefined ? undefined : invalidField(extra, 'Needs onboard: true.');
}
