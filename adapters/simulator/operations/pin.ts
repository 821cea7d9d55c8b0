import type { Call, Operation } from '../call.js';
import type { JsonObject } from '../json.js';
import { toPaise, toRupees } from '../money.js';
import { badParameter, SdkRefusal } from '../sdk-refusal.js';
import { accountOf, needLinked } from './accounts.js';
import { echoed, needText } from './parameters.js';
import { gateway, masked } from './shapes.js';

const CARD = /^\d{6}$/;
const EXPIRY = /^(0[1-9]|1[0-2])\d{2}$/;

/** `upiSetMpin`: the card's digits go in, the PIN is typed on NPCI's page. */
export const setMpin: Operation = {
  needsAuth: false,
  async run(call) {
    needText(call.payload, 'customerVpa');
    if (!CARD.test(needText(call.payload, 'card'))) {
      throw badParameter('card');
    }
    if (!EXPIRY.test(needText(call.payload, 'expiry'))) {
      throw badParameter('expiry');
    }
    const id = await typedPin(call);
    call.world.phone.setPin(id);
    call.answer({ status: 'SUCCESS', ...aboutAccount(call, id), ...gateway('00') });
  },
};

/** `upiChangeMpin`: old and new PIN are typed on NPCI's page. */
export const changeMpin: Operation = {
  needsAuth: false,
  async run(call) {
    const id = await typedPin(call);
    call.answer({ status: 'SUCCESS', ...aboutAccount(call, id), ...gateway('00') });
  },
};

/** `upiCheckBalance`: what the bank holds, after the debits of the ledger. */
export const checkBalance: Operation = {
  needsAuth: false,
  async run(call) {
    const id = await typedPin(call);
    const { balance } = accountOf(call, id, 'accountReferenceId');
    const left = toPaise(balance) - toPaise(call.world.ledger.spent(id));
    call.answer({
      status: 'SUCCESS',
      ...aboutAccount(call, id),
      balance: toRupees(left),
      ...gateway('00'),
    });
  },
};

/** Opens NPCI's PIN page; answers the account once the PIN was right. */
async function typedPin(call: Call): Promise<string> {
  const { person, settings } = call.world;
  const id = needText(call.payload, 'accountReferenceId');
  const upiRequestId = needText(call.payload, 'upiRequestId');
  if (
    !/^[a-zA-Z0-9]{1,35}$/.test(upiRequestId) ||
    !upiRequestId.startsWith(settings.merchant.prefix)
  ) {
    throw badParameter('upiRequestId');
  }
  await call.trip();
  needLinked(call, id);
  const answer = person.pin;
  const end = await call.screen(
    'pin',
    answer === 'ignores' ? Number.POSITIVE_INFINITY : settings.pace,
  );
  if (end === 'back' || answer === 'goesBack') {
    throw new SdkRefusal('JP_002', 'USER_ABORTED');
  }
  await call.trip();
  if (answer === 'fails') {
    const payload = { action: call.action, status: 'FAILURE', ...aboutAccount(call, id) };
    throw new SdkRefusal('JP_012', 'Invalid MPIN', { ...payload, ...gateway('ZM') });
  }
  return id;
}

function aboutAccount(call: Call, id: string): JsonObject {
  const { phone } = call.world;
  const account = accountOf(call, id, 'accountReferenceId');
  return {
    bankAccountUniqueId: `u${id}`,
    accountReferenceId: id,
    bankCode: account.bankCode,
    maskedAccountNumber: account.maskedAccountNumber,
    customerMobileNumber: masked(phone.boundNumber),
    ...echoed(call.payload),
  };
}
