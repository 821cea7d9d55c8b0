import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LockPage } from './support/web-locks-page.js';

declare const window: { page: LockPage };

const ORDERS = Array.from({ length: 400 }, (_, n) => `order-${n}`);

let browser: Browser;
let server: Server;
let address = '';

async function bundle(): Promise<string> {
  const input = fileURLToPath(new URL('./support/web-locks-page.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, rolldownOptions: { input, output: { format: 'iife' } } },
  });
  const outputs = 'output' in built ? built.output : [];
  const script = outputs.find((file) => file.type === 'chunk');
  if (script?.type !== 'chunk') throw new Error('The page was not bundled.');
  return script.code;
}

async function launch(): Promise<Browser> {
  try {
    const executablePath = await chromium.executablePath();
    // Not the package's own arguments: they put all tabs into one process.
    return await playwright.launch({ executablePath, args: ['--no-sandbox'], headless: true });
  } catch (error) {
    throw new Error(
      'This test needs a Chromium that starts: the one in the package @sparticuz/chromium, ' +
        'on Linux, after npm ci.',
      { cause: error },
    );
  }
}

beforeAll(async () => {
  const script = await bundle();
  server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('The server has no port.');
  address = `http://127.0.0.1:${at.port}/`;
  browser = await launch();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

describe('two tabs of a browser', () => {
  it('claim each order once, whenever they want it at the same time', async () => {
    const context = await browser.newContext();
    const pages = [await context.newPage(), await context.newPage()] as const;
    for (const page of pages) await page.goto(address);
    const claim = (n: 0 | 1, orderId: string) =>
      pages[n].evaluate(([me, id]) => window.page.claim(me, id), [
        n === 0 ? 'one' : 'two',
        orderId,
      ] as const);
    const ends: string[][] = [];
    for (const [n, orderId] of ORDERS.entries()) {
      // Each is told first as often as the other.
      const told = n % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
      const [first, second] = await Promise.all(told.map((page) => claim(page, orderId)));
      const pair = n % 2 === 0 ? [first, second] : [second, first];
      const winner = pair[0] === 'claimed' ? 'one' : 'two';
      expect([...pair].sort(), orderId).toEqual(['claimed', `taken: ${orderId} by ${winner}`]);
      ends.push(pair.map(String));
    }
    // Both got some, or they never met.
    expect(new Set(ends.map(([end]) => end?.startsWith('claimed')))).toEqual(
      new Set([true, false]),
    );
    for (const page of pages) {
      expect(await page.evaluate(() => window.page.locksAsked())).toBeGreaterThan(ORDERS.length);
    }
    const open = await pages[0].evaluate(() => window.page.open());
    expect([...open].sort()).toEqual([...ORDERS].sort());
    await context.close();
  }, 60_000);
});
