import { isFields, readJson } from '../../core/model/read-json.js';

/** What is left of an object. */
export interface DamagedObject {
  /** The object, when its brackets close and it is JSON. Damage may have closed them too early. */
  readonly whole: object | undefined;
  /** Everything that can be read of it, one field at a time. */
  readonly fields: object;
}

/**
 * What is left of the objects with `key`, in a text that need not be JSON any more. With `leads`,
 * each object is known to begin with it, even where that cannot be seen any more. Total.
 */
export function scanObjects(text: string, key: string, leads: boolean): readonly DamagedObject[] {
  const name = `"${key}"`;
  const starts: number[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) starts.push(at);
  return starts.map((at, nth) => {
    // Nothing of the next object may be taken for this one's.
    const part = text.slice(at, starts[nth + 1]);
    const begins = text[beforeSpace(text, at)] === '{';
    const whole = begins ? wholeObject(`{${part}`) : undefined;
    const fields = scanFields(part);
    if (leads) return { whole, fields };
    // What stands beside the key may be another object's.
    return { whole, fields: whole ?? (begins ? fields : { [key]: Reflect.get(fields, key) }) };
  });
}

/** Every field whose value can be read; of a name that is there twice, the first. Total. */
export function scanFields(text: string): object {
  const fields = new Map<string, unknown>();
  for (const { 0: found, 1: name = '', index } of text.matchAll(/"(\w+)"\s*:\s*/g)) {
    const value = valueAt(text, index + found.length);
    if (value !== undefined && !fields.has(name)) fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

/** Everything that may be a quoted text, from whichever quote it is read. Total. */
export function scanTexts(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    const value = textAt(text, at)?.value;
    if (value !== undefined) found.add(value);
  }
  return found;
}

/** The place of the last sign before `at` that is no space. */
function beforeSpace(text: string, at: number): number {
  let place = at - 1;
  while (/\s/.test(text[place] ?? '')) place -= 1;
  return place;
}

/** The object at the start of the text, when its brackets close and it is JSON. */
function wholeObject(text: string): object | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') {
      at = (endOfText(text, at) ?? text.length) - 1;
    } else if (sign === '{' || sign === '[') {
      depth += 1;
    } else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth > 0) continue;
      const value = readJson(text.slice(0, at + 1));
      return isFields(value) ? value : undefined;
    }
  }
  return undefined;
}

/** The text, number or truth value at this place when it is whole, or the whole texts of a list. */
function valueAt(text: string, at: number): unknown {
  if (text[at] === '"') return textAt(text, at)?.value;
  if (text[at] === '[') return textsAt(text, at + 1);
  const plain = /(?:-?\d+(?:\.\d+)?|true|false)(?=\s*[,}\]])/y;
  plain.lastIndex = at;
  return readJson(plain.exec(text)?.[0]);
}

function textsAt(text: string, start: number): readonly string[] {
  const texts: string[] = [];
  for (let at = start; text[at] === '"'; ) {
    const found = textAt(text, at);
    if (found === undefined) break;
    texts.push(found.value);
    at = text[found.end] === ',' ? found.end + 1 : found.end;
  }
  return texts;
}

function textAt(text: string, at: number): { value: string; end: number } | undefined {
  const end = endOfText(text, at);
  if (end === undefined) return undefined;
  const value = readJson(text.slice(at, end));
  return typeof value === 'string' ? { value, end } : undefined;
}

/** Where the quoted text that begins at `at` is over. */
function endOfText(text: string, at: number): number | undefined {
  for (let here = at + 1; here < text.length; here += 1) {
    if (text[here] === '\\') here += 1;
    else if (text[here] === '"') return here + 1;
  }
  return undefined;
}
