import type { UpiFlow, UpiState } from '../../src/index.js';

interface Watched {
  state: UpiState;
  text: string;
  broken: string[];
}

const watches = new WeakMap<UpiFlow, Watched>();

/** Looks at every state that a flow shows from now on. */
export function watchStates(flow: UpiFlow): void {
  const state = flow.getSnapshot();
  const watched: Watched = { state, text: JSON.stringify(state), broken: [] };
  watches.set(flow, watched);
  flow.subscribe((next) => look(watched, next));
}

/** What was wrong with the states that the flow showed so far. */
export function brokenIdentity(flow: UpiFlow): readonly string[] {
  const watched = watches.get(flow);
  if (watched === undefined) return [];
  look(watched, flow.getSnapshot());
  return watched.broken;
}

function look(watched: Watched, state: UpiState): void {
  if (watched.broken.length > 0) return;
  if (state === watched.state) return;
  const text = JSON.stringify(state);
  if (text === watched.text) watched.broken.push('another state object says the same');
  if (!isJson(state)) watched.broken.push('the state is not what its JSON says');
  watched.state = state;
  watched.text = text;
}

/** Whether JSON would carry all of it; a key without a value may be missing then. */
function isJson(value: unknown): boolean {
  switch (typeof value) {
    case 'undefined':
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      if (value === null) return true;
      if (Array.isArray(value)) return value.every((one) => one !== undefined && isJson(one));
      return (
        Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson)
      );
    default:
      return false;
  }
}
