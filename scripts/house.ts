import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HOOK, instrument } from './house/instrument.js';

/** Prints how far one answer of the SDK and one `pay` travel through the files, function by function. */
const ROOMS = ['core', 'machines', 'src'];
const root = process.cwd();
const copy = mkdtempSync(join(tmpdir(), 'house-'));

for (const room of ['core', 'machines', 'src', 'adapters', 'testing']) compile(room);
writeFileSync(join(copy, 'package.json'), JSON.stringify({ type: 'module' }));
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
cpSync(join(root, 'fixtures'), join(copy, 'fixtures'), { recursive: true });

function compile(folder: string): void {
  for (const entry of list(folder)) {
    if (!entry.endsWith('.ts')) continue;
    const file = relative(root, join(root, folder, entry));
    const target = join(copy, folder, entry).replace(/\.ts$/, '.js');
    cpSync(join(root, file), target);
    writeFileSync(target, instrument(readFileSync(join(root, file), 'utf8'), file));
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

let path: string[] = [];
Reflect.set(globalThis, HOOK, (file: string) => {
  if (ROOMS.some((room) => file.startsWith(`${room}/`)) && !file.includes('testing'))
    path.push(file);
});

const load = (file: string) => import(pathToFileURL(join(copy, file)).href);
const { createUpiFlow } = await load('src/index.js');
const { createSimulator } = await load('adapters/simulator/index.js');
const simulator = createSimulator({ device: 'LINKED' });
const { sdk, backend, clock, merchant } = simulator;
let held: unknown[] | undefined;
let hear: (raw: unknown) => void = () => {};
const flow = createUpiFlow({
  sdk: {
    ...sdk,
    subscribe: (listener: (raw: unknown) => void) => {
      hear = listener;
      return sdk.subscribe((raw: unknown) => (held === undefined ? listener(raw) : held.push(raw)));
    },
  },
  backend,
  clock,
  merchant: { ...merchant, environment: 'sandbox', issuingPsp: 'YES_BIZ' },
});
flow.start();
await clock.advance(10_000);
path = [];
held = [];
flow.send({ type: 'pay', order: { orderId: 'A1', amount: '2.00' } });
show('one pay, until `send` returns', path);
await clock.advance(30_000);
path = [];
for (const raw of held) hear(raw);
show("the SDK's answer, until the screen shows it", path);
rmSync(copy, { recursive: true });

function show(title: string, entries: readonly string[]): void {
  const changes = entries.filter((file, at) => at > 0 && file !== entries[at - 1]);
  const floor = (file: string | undefined) => file?.split('/')[0];
  const crossings = entries.filter((file, at) => at > 0 && floor(file) !== floor(entries[at - 1]));
  console.log(
    `${title}: ${entries.length} functions entered, ${new Set(entries).size} files, ` +
      `${changes.length} changes of file, ${crossings.length} between core, machines and src`,
  );
}
