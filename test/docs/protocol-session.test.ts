import { describe, expect, it } from 'vitest';
import { coerceObject, isObject, type JsonObject } from '../../core/protocol/read.js';
import { seedSamples } from '../../fixtures/seed-samples.js';
import { codeOf, rowsOf } from './support/field-tables.js';
import { changesBetween, leavesOf, run, type Story } from './support/field-world.js';

const rows = rowsOf('docs/protocol.md').filter(({ table }) => table === 'Answer of a session');
const passed = rows.filter(({ cells }) => codeOf(cells[0] ?? '').includes('checkout.sdkPayload'));

const accounts = [{ vpa: 'abc@upf', account: { referenceId: 'ref-1' } }];
const answers: Story['answers'] = {
  upiGetSessionToken: { payload: { status: 'LINKED', vpaAccounts: accounts } },
};

/** A session as the documents have it. */
function session(): JsonObject {
  const sample = seedSamples.find(({ name }) => name === 'tpv session');
  return coerceObject(sample?.text) ?? {};
}

/** The same with another value at one place. */
function changed(value: JsonObject, [name = '', ...rest]: readonly string[]): JsonObject {
  const inside = value[name];
  return { ...value, [name]: isObject(inside) ? changed(inside, rest) : '7.00' };
}

async function paidBy(answer: JsonObject) {
  const { sdk, state } = await run({
    answers,
    commands: [{ type: 'checkout', sdkPayload: answer['sdk_payload'] }],
  });
  return { request: sdk.calls.at(-1)?.envelope, orders: state.orders };
}

describe('a session', () => {
  const leaves = [...leavesOf(session()).keys()];

  it('is passed on as it came', async () => {
    const { request } = await paidBy(session());
    expect(request).toEqual(session()['sdk_payload']);
  });

  it.each(leaves)('%s goes where the table says', async (path) => {
    const [before, after] = [
      await paidBy(session()),
      await paidBy(changed(session(), path.split('.'))),
    ];
    const isPassed = passed.some(({ field }) => field === path);
    const within = path.replace(/^sdk_payload\./, '');
    expect(changesBetween(before.request, after.request)).toEqual(isPassed ? [within] : []);
  });

  it('is with your server, but for what checkout takes', () => {
    const others = rows.filter((row) => !passed.includes(row));
    expect(new Set(others.map(({ cells }) => cells[0]))).toEqual(new Set(['your server']));
    expect(passed.every(({ field }) => field.startsWith('sdk_payload'))).toBe(true);
    expect(others.some(({ field }) => field.startsWith('sdk_payload'))).toBe(false);
  });

  it('names the order, and what the server has to confirm', async () => {
    const { orders } = await paidBy(session());
    expect(orders).toMatchObject({ TEST: { orderId: 'TEST', kind: 'checkout', amount: '3.00' } });
  });
});
