import { fault } from './fault.js';

/** Ports may be objects of a class, and functions with members. */
export function isPort(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** A member of anything; `undefined` also where asking for it throws. */
export function memberOf(owner: unknown, name: string): unknown {
  try {
    return isPort(owner) ? Reflect.get(owner, name) : undefined;
  } catch {
    // A module that is not linked throws at every touch.
    return undefined;
  }
}

export function hasMethod(owner: unknown, name: string): boolean {
  return typeof memberOf(owner, name) === 'function';
}

/** Throws for a promise in place of what it will be. */
export function refusePromise(what: string, value: unknown): void {
  if (!hasMethod(value, 'then')) return;
  throw fault(`${what} is a Promise. Await it before you call createUpiFlow.`);
}

/** Throws where a port lacks one of its methods. `what` begins the sentence that lists them. */
export function checkMethods(
  name: string,
  port: unknown,
  methods: readonly string[],
  what: string,
  hint = '',
): void {
  const needs = `${what} ${listed(methods)}.${hint}`;
  if (!isPort(port)) throw fault(`\`${name}\` is ${kindOf(port)}. ${needs}`);
  refusePromise(`\`${name}\``, port);
  const missing = methods.find((method) => !hasMethod(port, method));
  if (missing === undefined) return;
  if (typeof port === 'function' && methods.every((method) => !hasMethod(port, method))) {
    throw fault(`\`${name}\` is a function. Call it and pass what it returns.`);
  }
  throw fault(`\`${name}.${missing}\` is missing. ${needs}`);
}

export function listed(names: readonly string[], last = 'and'): string {
  return `${names.slice(0, -1).join(', ')} ${last} ${names.slice(-1).join()}`;
}

/** What is there instead, for a sentence; the value itself may be anybody's. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'missing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
