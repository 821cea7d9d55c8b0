import { checkParams } from '../../../core/protocol/index.js';
import { fault } from '../../platform/checks/fault.js';

/** What goes along with every session token, checked as the request itself is. */
const OPTIONS = ['mobileNumber', 'simId', 'udf'];

/** Throws for an option of the session token that could not be sent. Its value is never printed. */
export function checkMerchantOptions(merchant: object): void {
  const options = OPTIONS.map((name) => [name, Reflect.get(merchant, name)]);
  const checked = checkParams('upiGetSessionToken', Object.fromEntries(options));
  const issue = checked.ok ? undefined : checked.issues[0];
  if (issue !== undefined) throw fault(`\`merchant.${issue.path}\` is no good. ${issue.message}`);
}
