import type { StateValue } from 'xstate';

/** The active states of a machine, inner ones before those around them, the root (`''`) last. */
export function activePaths(value: StateValue): string[] {
  return [...within(value, ''), ''];
}

/** The innermost active states: one for each parallel region. */
export function innermostPaths(value: StateValue): string[] {
  const all = activePaths(value);
  return all.filter((path) => !all.some((other) => isAround(path, other)));
}

function isAround(path: string, other: string): boolean {
  return other !== path && (path === '' || other.startsWith(`${path}.`));
}

function within(value: StateValue, parent: string): string[] {
  const join = (key: string): string => (parent === '' ? key : `${parent}.${key}`);
  if (typeof value === 'string') return [join(value)];
  return Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [join(key)] : [...within(inner, join(key)), join(key)],
  );
}
