import { isPlainObject, type Json, type JsonObject } from '../../scripts/export/json.js';

/** The names a config refers to, by the kind of implementation they need. */
export interface Names {
  readonly guards: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
  readonly actors: ReadonlySet<string>;
  readonly delays: ReadonlySet<string>;
}

/** Collects every guard, action, actor and delay named anywhere in an exported config. */
export function namesIn(config: JsonObject): Names {
  const guards = new Set<string>();
  const actions = new Set<string>();
  const actors = new Set<string>();
  const delays = new Set<string>();
  const kinds: ReadonlyMap<string, Set<string>> = new Map([
    ['guard', guards],
    ['actions', actions],
    ['entry', actions],
    ['exit', actions],
    ['src', actors],
  ]);

  function visit(value: Json): void {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isPlainObject(value)) return;
    for (const [key, item] of Object.entries(value)) {
      const kind = kinds.get(key);
      if (kind !== undefined) for (const name of readNames(item)) kind.add(name);
      if (key === 'after' && isPlainObject(item)) {
        for (const delay of Object.keys(item)) delays.add(delay);
      }
      visit(item);
    }
  }

  visit(config);
  return { guards, actions, actors, delays };
}

function readNames(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(readNames);
  return isPlainObject(value) && typeof value['type'] === 'string' ? [value['type']] : [];
}
