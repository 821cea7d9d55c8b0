import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../adapters/simulator/index.js';
import { createUpiFlow, type UpiNotice } from '../../src/index.js';
import { configOf, createLinkedApp, createTestApp, type TestApp } from '../../testing/index.js';
import { watched } from '../journal/support/storages.js';
import { accountWithoutPin, axis } from './support/accounts.js';
import { pay } from './support/paying.js';

const PHONE = '919876543210';
const CARD = '424242';

/** Everything the actors hold, as somebody who inspects them would print it. */
function printedActors(app: TestApp): string {
  const { actor } = app.flow;
  const { context, children } = actor.getSnapshot();
  const held = [context, children.device?.getSnapshot().context];
  return [
    JSON.stringify(held),
    JSON.stringify(actor.getPersistedSnapshot()),
    inspect(held, { depth: 6 }),
  ].join('\n');
}

/** Signatures, tokens and payloads that crossed the bridge. */
function signedTexts(app: TestApp): string[] {
  const requests = [
    ...app.simulator.wire.requests(),
    ...app.simulator.wire.traffic
      .filter((entry) => entry.call === 'initiate')
      .map((entry) => JSON.parse(entry.raw)),
  ];
  return requests.flatMap(({ payload }) =>
    ['signature', 'signaturePayload', 'clientAuthToken', 'protected'].flatMap((name) => {
      const text = payload[name];
      return typeof text === 'string' ? [text] : [];
    }),
  );
}

/** What of the texts is found in the print. */
function found(texts: readonly string[], print: string): string[] {
  const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
  return texts.filter((text) => print.includes(text) || print.includes(escaped(text)));
}

/** From a fresh phone to a paid order, with everything secret that can be said on the way. */
async function everything(kind: 'signature' | 'clientAuthToken' | 'jws') {
  const storage = watched();
  // On iOS the phone does not tell the numbers of its SIMs.
  const app = createTestApp({ storage, world: { platform: 'ios' } });
  app.simulator.server.authorization = kind;
  const prints: string[] = [];
  app.flow.actor.subscribe(() => prints.push(printedActors(app)));
  await app.start();
  const commands = [
    { type: 'sim.select', simId: '0', mobileNumber: PHONE },
    { type: 'bank.select', bankCode: axis },
    { type: 'account.select', referenceIds: [accountWithoutPin] },
    { type: 'vpa.select', vpa: 'secret.name@upf' },
    { type: 'mpin.set', referenceId: accountWithoutPin, cardLastSix: CARD, cardExpiry: '1230' },
    pay('A1', { onboard: true, mobileNumber: PHONE }),
  ] as const;
  for (const command of commands) {
    await app.send(command);
    await app.wait(15_000);
  }
  expect(app.order('A1').status).toBe('success');
  return { app, storage, prints };
}

describe('secrets', () => {
  it.each(['signature', 'clientAuthToken', 'jws'] as const)(
    'are in no snapshot of any actor at any time (%s)',
    async (kind) => {
      const { app, prints } = await everything(kind);
      const print = prints.join('\n');
      expect(signedTexts(app).length).toBeGreaterThan(5);
      expect(found([PHONE, PHONE.slice(2), CARD, ...signedTexts(app)], print)).toEqual([]);
    },
  );

  it('are in nothing that is stored', async () => {
    const { app, storage } = await everything('signature');
    const print = [...storage.written, ...storage.keys].join('\n');
    expect(storage.written.length).toBeGreaterThan(3);
    const secrets = [
      PHONE,
      PHONE.slice(2),
      CARD,
      'secret.name',
      app.simulator.merchant.customerId,
      accountWithoutPin,
      ...signedTexts(app),
    ];
    expect(found(secrets, print)).toEqual([]);
  });

  it('are in no state but the address the person must see', async () => {
    const { app } = await everything('signature');
    const print = JSON.stringify(app.states);
    expect(found([PHONE, PHONE.slice(2), CARD, ...signedTexts(app)], print)).toEqual([]);
  });

  it('are in no event that an inspector of the actors sees', async () => {
    const seen: string[] = [];
    const app = await createLinkedApp({ world: { platform: 'ios', device: 'FRESH' } });
    const { actor } = app.flow;
    actor.system.inspect((inspection) => {
      if ('event' in inspection) seen.push(JSON.stringify(inspection.event));
    });
    await app.send({ type: 'sim.select', simId: '0', mobileNumber: PHONE });
    await app.wait(15_000);
    await app.send(pay('A1', { onboard: true, mobileNumber: PHONE }));
    await app.wait(60_000);
    expect(app.order('A1').status).toBe('success');
    expect(seen.length).toBeGreaterThan(10);
    expect(found([PHONE, PHONE.slice(2), ...signedTexts(app)], seen.join('\n'))).toEqual([]);
  });

  it('that errors of the SDK hold are masked', async () => {
    const app = await createLinkedApp({ world: { device: 'FRESH' } });
    const answers = ['919876543210', 'secret.name@upf', 'tkn_0123456789abcdef0123456789abcdef'];
    for (const text of answers) {
      const simulator = createSimulator({ device: 'LINKED' });
      const sdk = {
        ...simulator.sdk,
        subscribe: (listener: (raw: unknown) => void) =>
          simulator.sdk.subscribe((raw) => {
            const event = JSON.parse(String(raw));
            const fails = event.event === 'process_result';
            listener(
              fails
                ? { ...event, error: true, errorCode: 'JP_001', payload: {}, errorMessage: text }
                : event,
            );
          }),
      };
      const other = createTestApp({ simulator, config: { sdk } });
      await other.start();
      expect(other.step).toMatchObject({ name: 'checking', problem: { code: 'JP_001' } });
      expect(found([text], JSON.stringify(other.states) + printedActors(other))).toEqual([]);
    }
    app.flow.stop();
  });

  it('that errors of the merchant’s server hold are not passed on', async () => {
    const simulator = createSimulator({ device: 'LINKED' });
    const secret = 'Bearer eyJhbGciOi.secret for 919876543210';
    const flow = createUpiFlow({
      ...configOf(simulator),
      backend: { authorize: () => Promise.reject(new Error(secret)) },
    });
    const notices: UpiNotice[] = [];
    flow.on('error', (notice) => notices.push(notice));
    flow.start();
    await simulator.clock.advance(60_000);
    expect(flow.getSnapshot().step).toMatchObject({ name: 'unavailable' });
    const print = JSON.stringify([flow.getSnapshot(), notices, flow.actor.getPersistedSnapshot()]);
    expect(found([secret, '919876543210', 'eyJhbGciOi'], print)).toEqual([]);
    flow.stop();
  });

  it('that a rejected command held are not repeated', async () => {
    const app = await createLinkedApp();
    await app.send(
      { type: 'mpin.set', referenceId: 'nobody', cardLastSix: CARD, cardExpiry: '1330' },
      { type: 'sim.select', simId: '0', mobileNumber: `${PHONE}9` },
      { type: 'vpa.select', vpa: 'secret name' },
      pay('A1', { onboard: true, mobileNumber: `${PHONE}9` }),
    );
    expect(app.noticesOf('command.rejected')).toHaveLength(4);
    const print = JSON.stringify(app.notices);
    expect(found([PHONE, CARD, 'secret name', '1330'], print)).toEqual([]);
  });

  it('such as the numbers of the SIMs are in no snapshot of an actor', async () => {
    const app = createTestApp({ world: { device: 'FRESH' } });
    await app.start();
    expect(app.step).toMatchObject({ name: 'simList', sims: [{}, {}] });
    const numbers = app.simulator.phone.sims.flatMap((sim) => [sim.phoneNo, sim.simSerialNo]);
    expect(found(numbers, printedActors(app))).toEqual([]);
  });
});
