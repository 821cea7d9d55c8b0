import { omitUndefined } from '../../../core/protocol/omit-undefined.js';
import { blocksFunds } from '../../../core/protocol/requests/mandate-terms.js';
import { epochSeconds } from './epoch-seconds.js';
import type { SessionBankAccount, SessionMandate, SessionRequest } from './session-request.js';

/** A session in the spelling and the order of the samples. */
export function sessionBody(request: SessionRequest): Readonly<Record<string, unknown>> {
  const { mandate, tpv } = request;
  return omitUndefined({
    amount: request.amount,
    order_id: request.orderId,
    customer_id: request.customerId,
    customer_phone: request.customerPhone,
    customer_email: request.customerEmail,
    payment_page_client_id: request.paymentPageClientId,
    action: request.action ?? 'paymentPage',
    return_url: request.returnUrl,
    first_name: request.firstName,
    last_name: request.lastName,
    description: request.description,
    currency: request.currency,
    'metadata.JUSPAY:gateway_reference_id': request.gatewayReferenceId,
    'metadata.webhook_url': request.webhookUrl,
    ...(mandate && mandateBody(mandate)),
    order_type: tpv && 'TPV_PAYMENT',
    // A text, not a list.
    'metadata.bank_account_details': tpv && JSON.stringify(tpv.bankAccounts.map(accountBody)),
  });
}

function mandateBody(mandate: SessionMandate): Readonly<Record<string, unknown>> {
  const { ruleValue, startDate, endDate } = mandate;
  return {
    'options.create_mandate': mandate.create,
    'mandate.max_amount': mandate.maxAmount,
    'mandate.start_date': startDate === undefined ? undefined : epochSeconds(startDate),
    'mandate.end_date': endDate === undefined ? undefined : epochSeconds(endDate),
    'mandate.frequency': mandate.frequency,
    'mandate.amount_rule': mandate.amountRule,
    'mandate.rule_type': mandate.ruleType,
    'mandate.rule_value': ruleValue === undefined ? undefined : String(ruleValue),
    'mandate.block_funds': blocksFunds(mandate),
  };
}

function accountBody(account: SessionBankAccount): object {
  return omitUndefined({
    bank_account_number: account.accountNumber,
    bank_account_id: account.accountId,
    bank_ifsc: account.ifsc,
    juspay_bank_code: account.juspayBankCode,
    bank_beneficiary_name: account.beneficiaryName,
  });
}
