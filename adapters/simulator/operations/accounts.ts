import type { Call, Operation } from '../call.js';
import { badParameter, SdkRefusal } from '../sdk-refusal.js';
import type { SimulatedAccount } from '../settings.js';
import { echoed, needText, needTexts } from './parameters.js';
import { accountShape, gateway, masked, vpaAccountShapes } from './shapes.js';

/** Refuses unless the device is bound. */
export function needBound(call: Call): void {
  const { status } = call.world.phone;
  if (status === 'NOPERMISSION' || status === 'FRESH') {
    const message = `Exit : Error Status not matched status (${status})`;
    throw new SdkRefusal('JP_001', message);
  }
}

/** `upiGetBankList`: every bank, with or without UPI. */
export const getBankList: Operation = {
  needsAuth: false,
  async run(call) {
    await call.trip();
    needBound(call);
    const bankList = call.world.settings.banks.map((bank) => ({
      upiEnabled: String(bank.upiEnabled),
      name: bank.name,
      iin: bank.iin,
      ifsc: bank.ifsc,
      referenceId: `bank${bank.iin}`,
      isMandateSupported: 'True',
      isLiteSupported: 'False',
    }));
    call.answer({ status: 'SUCCESS', bankList });
  },
};

/** `upiGetAccounts`: the customer's accounts at the banks asked for. */
export const getAccounts: Operation = {
  needsAuth: false,
  async run(call) {
    const bankCodes = needTexts(call.payload, 'bankCodes');
    const type = call.payload['accountType'];
    await call.trip();
    needBound(call);
    const found = call.world.phone.accounts.filter(
      (account) =>
        bankCodes.includes(account.bankCode) && (type !== 'CREDIT' || account.type === 'CREDIT'),
    );
    const accounts = found.map((account) => accountShape(account, call.world));
    call.answer({ status: 'SUCCESS', accounts, ...echoed(call.payload) });
  },
};

/** `upiVpaAvailability`: a VPA whose name starts with `taken` is somebody else's. */
export const vpaAvailability: Operation = {
  needsAuth: false,
  async run(call) {
    const { phone, settings } = call.world;
    const vpa = needText(call.payload, 'customerVpa');
    await call.trip();
    needBound(call);
    const isFree = !phone.isTaken(vpa);
    const name = vpa.split('@')[0] ?? '';
    const suggestions = ['1', '2', '3'].map((n) => `my${name}${n}@${settings.merchant.handle}`);
    call.answer({
      status: 'SUCCESS',
      available: String(isFree),
      vpaSuggestions: isFree ? [] : suggestions,
      otherInfo: '{}',
      ...echoed(call.payload),
    });
  },
};

/** `upiLinkAccounts`, or `upiLinkAccount`: accounts to a VPA; the device is LINKED. */
export const linkAccounts: Operation = {
  needsAuth: false,
  async run(call) {
    const { phone, settings } = call.world;
    if (settings.linkAction !== 'both' && settings.linkAction !== call.action) {
      await call.wait(settings.latency);
      throw new SdkRefusal('JP_001', `Unknown event : ${call.action}`);
    }
    const vpa = needText(call.payload, 'customerVpa');
    const ids = needTexts(call.payload, 'accountReferenceIds');
    await call.trip();
    needBound(call);
    const accounts = ids.map((id) => accountOf(call, id, 'accountReferenceIds'));
    if (phone.isTaken(vpa)) {
      throw new SdkRefusal('JP_001', 'VPA not available', {
        action: call.action,
        status: 'FAILURE',
      });
    }
    phone.link(vpa, accounts);
    call.answer({
      status: 'SUCCESS',
      ...gateway('00'),
      customerMobileNumber: masked(phone.boundNumber),
      vpaAccounts: vpaAccountShapes(call.world),
      defaultAccountReferenceId: phone.linkedAccounts[0]?.account.referenceId,
      otherInfo: '{}',
      ...echoed(call.payload),
    });
  },
};

/** `upiMakePrimary`: one of the linked accounts becomes the first. */
export const makePrimary: Operation = {
  needsAuth: false,
  async run(call) {
    const { phone } = call.world;
    const id = needText(call.payload, 'accountReferenceId');
    needText(call.payload, 'customerVpa');
    await call.trip();
    needLinked(call, id);
    phone.makePrimary(id);
    call.answer({ status: 'SUCCESS', ...gateway('00'), vpaAccounts: vpaAccountShapes(call.world) });
  },
};

/** `upiDeleteAccount`: not for the primary account, so never for the last. */
export const deleteAccount: Operation = {
  needsAuth: false,
  async run(call) {
    const { phone } = call.world;
    const id = needText(call.payload, 'accountReferenceId');
    await call.trip();
    needLinked(call, id);
    if (phone.linkedAccounts[0]?.account.referenceId === id) {
      throw new SdkRefusal('JP_001', 'Primary account cannot be deleted');
    }
    phone.unlink(id);
    call.answer({ status: 'SUCCESS', ...gateway('00'), vpaAccounts: vpaAccountShapes(call.world) });
  },
};

/** `upiDeregister`: the binding and every link are gone. */
export const deregister: Operation = {
  needsAuth: false,
  async run(call) {
    const { phone } = call.world;
    await call.trip();
    needBound(call);
    const customerMobileNumber = masked(phone.boundNumber);
    phone.unbind();
    call.answer({
      status: 'SUCCESS',
      customerMobileNumber,
      otherInfo: '{}',
      ...echoed(call.payload),
    });
  },
};

/** The customer's account of that reference id, or a JP_003 refusal naming the parameter. */
export function accountOf(call: Call, id: string, parameter: string): SimulatedAccount {
  const account = call.world.phone.accounts.find((one) => one.referenceId === id);
  if (account === undefined) {
    throw badParameter(parameter);
  }
  return account;
}

/** Refuses unless the account is linked on this device. */
export function needLinked(call: Call, id: string): void {
  needBound(call);
  if (call.world.phone.linked(id) === undefined) {
    throw badParameter('accountReferenceId');
  }
}
