import { describe, expect, it } from 'vitest';
import type { DemoEvent } from '../../demo/event.js';
import { ansiPaint, noPaint, type Paint } from '../../demo/paint.js';
import { createRenderer } from '../../demo/renderer.js';

function told(events: readonly DemoEvent[], paint: Paint = noPaint): string[] {
  const lines: string[] = [];
  const renderer = createRenderer((line) => void lines.push(line), paint);
  for (const event of events) renderer.render(event);
  renderer.flush();
  return lines;
}

const asked: DemoEvent = { type: 'request', at: 0, name: 'upiGetBankList', about: {} };
const answered: DemoEvent = {
  type: 'answer',
  at: 412,
  name: 'upiGetBankList',
  about: { status: 'SUCCESS', banks: 4 },
};
const read = (at: number): DemoEvent => ({
  type: 'server',
  at,
  name: 'orderStatus',
  about: { orderId: 'tea', status: 'AUTHORIZING' },
});

describe('the renderer', () => {
  it('tells a question and its immediate answer in one line', () => {
    expect(told([asked, answered])).toEqual([
      '00:00.412  sdk  ⇄  upiGetBankList → SUCCESS  banks=4  (0.4 s)',
    ]);
  });

  it('tells them apart when something happens between them', () => {
    expect(told([asked, read(100), answered])).toEqual([
      '00:00.000  sdk  ←  upiGetBankList',
      '00:00.100  server  order status of tea → AUTHORIZING',
      '00:00.412  sdk  →  upiGetBankList → SUCCESS  banks=4',
    ]);
  });

  it('says once what is said again and again', () => {
    expect(told([read(1_000), read(2_000), read(61_500)])).toEqual([
      '00:01.000  server  order status of tea → AUTHORIZING',
      '                   … 2 times more, last at 01:01.500',
    ]);
  });

  it('leaves the time out while it stands still', () => {
    const back: DemoEvent = { type: 'command', at: 0, name: 'back', about: {} };
    expect(told([back, back])).toEqual(['00:00.000  app  →  back', '           app  →  back']);
  });

  it('does not call an order failed that may still be paid', () => {
    const outcome = (settled: boolean): DemoEvent => ({
      type: 'state',
      at: 0,
      name: 'outcome',
      about: { orderId: 'tea', status: 'backPress', verified: settled, settled },
    });
    expect(told([outcome(false), outcome(true)])).toEqual([
      '00:00.000  shows   outcome  tea → backPress, not paid as far as we know, not settled',
      '           shows   outcome  tea → backPress, verified',
    ]);
  });

  it('cuts a line that is too long', () => {
    const [line] = told([{ type: 'person', at: 0, name: 'x'.repeat(200), about: {} }]);
    expect(line).toHaveLength(100);
    expect(line?.endsWith('x…')).toBe(true);
  });

  it('colours only when asked to', () => {
    expect(told([asked, answered], ansiPaint).join('')).toContain('\u001b[2m');
    expect(told([asked, answered]).join('')).not.toContain('\u001b');
  });
});
