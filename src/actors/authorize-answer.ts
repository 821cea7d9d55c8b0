import { readAuthorization } from '../../core/protocol/index.js';
import { isObject } from '../../core/protocol/read.js';
import { nearestName } from '../platform/checks/nearest-name.js';
import { hasMethod, kindOf, memberOf } from '../platform/checks/port.js';

const GROUPS =
  'Return { merchantKeyId, signature, signaturePayload }, { clientAuthToken } or ' +
  '{ protected, signature, signaturePayload }.';

const KEYS = ['merchantKeyId', 'signature', 'signaturePayload', 'clientAuthToken', 'authExpiry'];

/** Where clients of HTTP put what a server answered. */
const WRAPPERS = ['data', 'body', 'result', 'payload', 'authorization'];

/**
 * What is wrong with an answer of `backend.authorize`, and what to return instead: `issues` are those
 * of its reader, which hold no values. Of the answer only known names are printed.
 */
export function faultOfAnswer(answer: unknown, issues: string): string {
  const who = 'backend.authorize answered';
  if (answer === undefined || answer === null) return `${who} nothing. ${GROUPS}`;
  if (hasMethod(answer, 'json')) return `${who} a Response. Return what its json() answers.`;
  if (answer === '') return `${who} an empty text. ${GROUPS}`;
  if (!isObject(answer)) return `${who} ${kindOf(answer)}. ${GROUPS}`;
  const wrapper = WRAPPERS.find((name) => readAuthorization(memberOf(answer, name)).ok);
  if (wrapper !== undefined) return `${who} an object with \`${wrapper}\`. Return that member.`;
  return [`${who} what is no authorization.`, issues, ...misspelt(answer)].join(' ');
}

function misspelt(answer: object): string[] {
  const missing = KEYS.filter((key) => memberOf(answer, key) === undefined);
  const meant = Object.keys(answer).map((key) =>
    KEYS.includes(key) ? undefined : nearestName(key, missing),
  );
  const [first] = meant.filter((name) => name !== undefined);
  return first === undefined ? [] : [`Did you mean \`${first}\`? Names are in camel case.`];
}
