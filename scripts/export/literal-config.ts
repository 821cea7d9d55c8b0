import { ExportError } from './export-error.js';
import { isPlainObject, type Json, type JsonObject } from './json.js';
import { mapObject, mapOneOrMany, readJson } from './read-json.js';

/** A machine config without a single function, and the paths of the functions it had. */
export interface LiteralConfig {
  readonly config: JsonObject;
  /** Data functions left out on purpose: `context`, `input`, `output`, `params`. */
  readonly dropped: readonly string[];
}

/**
 * Turns a machine's config into plain JSON that keeps its behaviour: every guard, action, actor
 * and delay as a name. Functions that only compute data are dropped and listed; a function where
 * a name is expected is refused, because the drawn machine would then lie.
 */
export function toLiteralConfig(config: unknown, name: string): LiteralConfig {
  const dropped: string[] = [];

  function readState(state: unknown, path: string): JsonObject {
    return mapProperties(state, path, (key, value, at) => {
      switch (key) {
        case 'states':
          return mapObject(value, at, readState);
        case 'on':
          return readEvents(value, at);
        case 'after':
          return readDelays(value, at);
        case 'always':
        case 'onDone':
        case 'route':
        case 'initial':
          return mapOneOrMany(value, at, readTransition);
        case 'invoke':
          return mapOneOrMany(value, at, readInvoke);
        case 'entry':
        case 'exit':
          return mapOneOrMany(value, at, readName);
        case 'context':
        case 'output':
          return readData(value, at);
        case 'types':
        case 'schemas':
          return undefined;
        default:
          return readJson(value, at);
      }
    });
  }

  function readEvents(events: unknown, path: string): JsonObject {
    if (!isPlainObject(events)) throw new ExportError(path, 'is not a plain object.');
    const entries = Object.entries(events).map(([event, value]): [string, Json] => [
      event,
      // XState reads `undefined` here as "this event is forbidden"; JSON would lose it.
      value === undefined ? {} : mapOneOrMany(value, `${path}.${event}`, readTransition),
    ]);
    return Object.fromEntries(entries);
  }

  function readDelays(delays: unknown, path: string): JsonObject {
    return mapObject(delays, path, (value, at) => {
      const delay = at.slice(path.length + 1);
      if (/^\d+$/.test(delay)) {
        throw new ExportError(at, 'is a number: name the delay in setup({ delays }).');
      }
      return mapOneOrMany(value, at, readTransition);
    });
  }

  function readTransition(transition: unknown, path: string): Json {
    if (typeof transition === 'string') return transition;
    if (transition === undefined) return {};
    return mapProperties(transition, path, (key, value, at) => {
      if (key === 'guard') return readName(value, at);
      if (key === 'actions') return mapOneOrMany(value, at, readName);
      return readJson(value, at);
    });
  }

  function readInvoke(invoke: unknown, path: string): JsonObject {
    return mapProperties(invoke, path, (key, value, at) => {
      switch (key) {
        case 'src':
          if (typeof value === 'string') return value;
          throw new ExportError(at, 'is inline logic: name the actor in setup({ actors }).');
        case 'input':
          return readData(value, at);
        case 'onDone':
        case 'onError':
        case 'onSnapshot':
          return mapOneOrMany(value, at, readTransition);
        default:
          return readJson(value, at);
      }
    });
  }

  function readName(named: unknown, path: string): Json {
    if (typeof named === 'string') return named;
    if (!isPlainObject(named) || typeof named['type'] !== 'string') {
      throw new ExportError(path, 'is inline: name it in setup({ guards, actions }).');
    }
    return mapProperties(named, path, (key, value, at) =>
      key === 'params' ? readData(value, at) : readJson(value, at),
    );
  }

  function readData(value: unknown, path: string): Json | undefined {
    if (typeof value === 'function') {
      dropped.push(path.slice(name.length + 1));
      return undefined;
    }
    if (!isPlainObject(value)) return readJson(value, path);
    return mapObject(value, path, readData);
  }

  return { config: readState(config, name), dropped };
}

function mapProperties(
  value: unknown,
  path: string,
  read: (key: string, value: unknown, path: string) => Json | undefined,
): JsonObject {
  return mapObject(value, path, (item, at) => read(at.slice(path.length + 1), item, at));
}
