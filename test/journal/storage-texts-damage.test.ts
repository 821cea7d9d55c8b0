import { describe, expect, it } from 'vitest';
import { scanFields, scanObjects, scanTexts } from '../../src/journal/scan-damaged-json.js';

describe('the fields of a damaged text', () => {
  it.each([
    ['texts', '"a":"x","b":""', { a: 'x', b: '' }],
    ['a text with signs of its own', '"a":"x\\"}\\\\","b":"\\u20b9"', { a: 'x"}\\', b: '₹' }],
    ['numbers', '{"a":7,"b":-12,"c":1.25,"d":-0.5}', { a: 7, b: -12, c: 1.25, d: -0.5 }],
    ['a number at the end of a list', '"a":10]', { a: 10 }],
    ['truth values', '{"a":true,"b":false}', { a: true, b: false }],
    ['spaces anywhere', '{ "a" : 7 , "b"\n:\n"x", "c":  true\n\n}', { a: 7, b: 'x', c: true }],
    ['lists of texts', '{"a":["x","y"],"b":[],"c":["z"]}', { a: ['x', 'y'], b: [], c: ['z'] }],
    ['names of several letters', '"orderId":"A1","_2":3,', { orderId: 'A1', _2: 3 }],
  ])('are read one by one: %s', (_, text, fields) => {
    expect(scanFields(text)).toStrictEqual(fields);
  });

  it.each([
    ['a text without its end', '"a":"x'],
    ['a text that ends in half a sign', '"a":"x\\'],
    ['a text with a sign that is none', '"a":"\\x",'],
    ['a number that was cut', '"a":12'],
    ['a number with spaces behind it, that was cut', '"a":12 '],
    ['a number with a letter in it', '"a":1x2,'],
    ['a number of another shape', '"a":1e9,'],
    ['half a fraction', '"a":1.,'],
    ['a number that begins with nothing', '"a":.5,'],
    ['a number that begins with a zero', '"a":007,'],
    ['two signs', '"a":--1,'],
    ['a word that is none', '"a":trux,'],
    ['a word that was cut', '"a":tru'],
    ['a word that goes on', '"a":trues,'],
    ['nothing', '"a":null,'],
    ['an object', '"a":{"":1}'],
    ['a name without its first quote', 'a":1,'],
    ['a name without its last quote', '"a:1,'],
    ['a name that is no word', '"a-b":1,'],
    ['a name without a name', '"":1,'],
    ['no colon', '"a";1,'],
  ])('are left out where nothing is sure: %s', (_, text) => {
    expect(scanFields(text)).toStrictEqual({});
  });

  it('are the first that can be read, of a name that is there twice', () => {
    expect(scanFields('"a":x,"a":1,"a":2,')).toStrictEqual({ a: 1 });
  });

  it.each([
    ['that was cut in a text', '"a":["x","y', ['x']],
    ['that was cut after a comma', '"a":["x",', ['x']],
    ['that has lost a comma', '"a":["x""y"]', ['x', 'y']],
    ['with another sign for a comma', '"a":["x";"y"]', ['x']],
    ['that is over', '"a":["x"]"y"', ['x']],
    ['with a space', '"a":["x", "y"]', ['x']],
    ['with a text that is none', '"a":["\\x","y"]', []],
    ['of numbers', '"a":[1,2]', []],
  ])('hold of a list what was whole, up to the damage: one %s', (_, text, list) => {
    expect(scanFields(text)).toStrictEqual({ a: list });
  });
});

describe('the texts in a damaged text', () => {
  it.each([
    ['in order', '["x","y"]', ['x', ',', 'y']],
    ['from whichever quote', 'x"y"z"', ['y', 'z']],
    ['with signs of their own', '"x\\"y"', ['x"y', 'y']],
    ['once', '"x""x"', ['x', '']],
    ['not without their ends', '"x', []],
    ['not with a sign that is none', '"\\x"', []],
    ['none', '', []],
  ])('are found: %s', (_, text, found) => {
    expect([...scanTexts(text)]).toEqual(found);
  });
});

describe('the objects in a damaged text', () => {
  const scan = (text: string, leads = false) => scanObjects(text, 'id', leads);
  const lost = (id: string, more = {}) => ({ whole: undefined, fields: { id, ...more } });
  const kept = (whole: object) => ({ whole, fields: whole });

  it.each([
    ['one', '{"id":"A","n":1}', [kept({ id: 'A', n: 1 })]],
    ['one after another', '[{"id":"A"},{"id":"B"}]', [kept({ id: 'A' }), kept({ id: 'B' })]],
    ['with spaces before the key', '{ \n\t"id":"A"}', [kept({ id: 'A' })]],
    [
      'with brackets in them',
      '{"id":"A","l":["x",["y"]],"o":{"p":{}}},',
      [kept({ id: 'A', l: ['x', ['y']], o: { p: {} } })],
    ],
    [
      'with brackets in their texts',
      '{"id":"A}","t":"{[","u":"]}\\"}"}',
      [kept({ id: 'A}', t: '{[', u: ']}"}' })],
    ],
    ['none', '{"di":"A"}', []],
  ])('are found whole: %s', (_, text, found) => {
    expect(scan(text)).toStrictEqual(found);
  });

  it.each([
    ['that was cut', '{"id":"A","n":1,"m', [lost('A', { n: 1 })]],
    ['that was cut in a text', '{"id":"A","n":1,"t":"}', [lost('A', { n: 1 })]],
    ['that was cut in another', '{"id":"A","o":{"n":1}', [lost('A', { n: 1 })]],
    ['that closes otherwise', '{"id":"A","n":1]', [lost('A', { n: 1 })]],
    ['that is no JSON', '{"id":"A",n:1,"m":2}', [lost('A', { m: 2 })]],
    [
      'whose end is the next one',
      '{"id":"A","n":1,{"id":"B","m":2}',
      [lost('A', { n: 1 }), kept({ id: 'B', m: 2 })],
    ],
  ])('are found field by field: one %s', (_, text, found) => {
    expect(scan(text)).toStrictEqual(found);
    expect(scan(text, true)).toStrictEqual(found);
  });

  it.each([
    ['other fields come first', '{"n":1,"id":"A","m":2}'],
    ['the text begins with the key', '"id":"A","m":2}'],
    ['there are only spaces before it', '  "id":"A","m":2}'],
    ['another bracket opens', '["id":"A","m":2}'],
  ])('have no field for sure but the key, where %s', (_, text) => {
    expect(scan(text)).toStrictEqual([lost('A')]);
    expect(scan(text, true)).toStrictEqual([lost('A', { m: 2 })]);
  });

  it('that are known to begin with the key are read field by field, too', () => {
    // A whole object that was closed too early has lost what follows.
    expect(scan('{"id":"A"},"n":1}', true)).toStrictEqual([
      { whole: { id: 'A' }, fields: { id: 'A', n: 1 } },
    ]);
    expect(scan('{"id":"A"},"n":1}')).toStrictEqual([kept({ id: 'A' })]);
  });
});
