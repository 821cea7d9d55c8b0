import type { StateValue } from 'xstate';

/** The active states of a machine without parallel regions, innermost first, the root (`''`) last. */
export function activePaths(value: StateValue): string[] {
  return [...within(value, ''), ''];
}

function within(value: StateValue, parent: string): string[] {
  const join = (key: string): string => (parent === '' ? key : `${parent}.${key}`);
  if (typeof value === 'string') return [join(value)];
  const [entry, ...others] = Object.entries(value);
  if (others.length > 0)
    throw new TypeError('Parallel regions have more than one innermost state.');
  if (entry === undefined) return [];
  const [key, inner] = entry;
  return inner === undefined ? [join(key)] : [...within(inner, join(key)), join(key)];
}
