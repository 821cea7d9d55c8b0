/** Where the wire puts fields elsewhere than this library. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['metadata.JUSPAY:gateway_reference_id', 'gatewayReferenceId'],
  ['metadata.webhook_url', 'webhookUrl'],
  ['metadata.bank_account_details', 'tpv.bankAccounts'],
  ['options.create_mandate', 'mandate.create'],
  ['mandate.execution_date', 'executionDate'],
  ['mandate.notification_id', 'notificationId'],
  ['order_type', 'tpv'],
  ['source_info', 'executionDate'],
]);

/** The name of a field of the wire in the spelling of this library. */
export function fieldName(wire: string): string {
  const found = ELSEWHERE.get(wire);
  if (found !== undefined) return found;
  return wire
    .replace(/^order\./, '')
    .replaceAll(/_+([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
