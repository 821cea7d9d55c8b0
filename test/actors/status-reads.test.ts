import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../adapters/simulator/index.js';
import { createStatusReads, type ReadOptions } from '../../src/actors/status-reads.js';
import { createDeadlines } from '../../src/time/deadlines.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An answer that holds for good. */
const LASTING = 'paid';

/** A server that answers when it is told to, and the questions of the flow. */
function setUp() {
  const clock = createVirtualClock({ now: 1_000_000 });
  const deadlines = createDeadlines(clock);
  const asked: string[] = [];
  const times: number[] = [];
  const open: {
    orderId: string;
    resolve(serverStatus: string): void;
    reject(error: Error): void;
  }[] = [];
  const heard: string[] = [];
  let isPrompt = false;
  const reads = createStatusReads(
    deadlines,
    (orderId) => {
      asked.push(orderId);
      times.push(clock.now());
      if (isPrompt) return Promise.resolve(`${orderId} is ${asked.length}`);
      return new Promise<string>((resolve, reject) => open.push({ orderId, resolve, reject }));
    },
    (serverStatus) => serverStatus === LASTING,
  );

  async function turn(): Promise<void> {
    await clock.advance(0);
  }

  function take(orderId: string) {
    const at = open.findIndex((question) => question.orderId === orderId);
    const [question] = open.splice(at, 1);
    if (at < 0 || question === undefined) throw new Error(`${orderId} is not being asked about`);
    return question;
  }

  return {
    asked,
    clock,
    deadlines,
    heard,
    /** When each question was asked. */
    times,
    /** Orders being asked about now. */
    inFlight: () => open.map(({ orderId }) => orderId),
    ask: (orderId: string, options?: ReadOptions) => {
      reads.read(orderId, options).then(
        (serverStatus) => heard.push(serverStatus),
        (error: unknown) => heard.push(String(error)),
      );
      return turn();
    },
    answer: (orderId: string, serverStatus = `${orderId} answered`) => {
      take(orderId).resolve(serverStatus);
      return turn();
    },
    fail: (orderId: string) => {
      take(orderId).reject(new Error(`${orderId} failed`));
      return turn();
    },
    answersPromptly: () => {
      isPrompt = true;
    },
  };
}

const URGENT: ReadOptions = { urgent: true };

describe('questions about one order', () => {
  it('are asked one at a time, and those that wait share the next', async () => {
    const { answer, ask, asked, heard } = setUp();
    await ask('A1');
    await ask('A1');
    await ask('A1');
    expect(asked).toEqual(['A1']);
    await answer('A1', 'first');
    expect(asked).toEqual(['A1', 'A1']);
    expect(heard).toEqual(['first']);
    await answer('A1', 'second');
    expect(heard).toEqual(['first', 'second', 'second']);
    expect(asked).toHaveLength(2);
  });

  it('that came after one began do not take its answer: it may be from before', async () => {
    const { answer, ask, asked, heard } = setUp();
    await ask('A1');
    await ask('A1');
    await answer('A1', 'old');
    expect(heard).toEqual(['old']);
    await answer('A1', 'new');
    expect(heard).toEqual(['old', 'new']);
    expect(asked).toEqual(['A1', 'A1']);
  });

  it('that came after one began take an answer that holds for good', async () => {
    const { answer, ask, asked, clock, heard } = setUp();
    await ask('A1');
    await ask('A1');
    await ask('B2');
    await ask('B2');
    await answer('A1', LASTING);
    expect(heard).toEqual([LASTING, LASTING]);
    // It is the answer about that order alone.
    await answer('B2', 'old');
    expect(asked).toEqual(['A1', 'B2', 'B2']);
    await clock.advance(HOUR);
    expect(asked).toHaveLength(3);
    await ask('A1');
    expect(asked.at(-1)).toBe('A1');
  });

  it('fail together, and hold nothing up', async () => {
    const { answer, ask, fail, heard } = setUp();
    await ask('A1');
    await ask('A1');
    await ask('A1');
    await fail('A1');
    expect(heard).toEqual(['Error: A1 failed']);
    await fail('A1');
    expect(heard).toEqual(['Error: A1 failed', 'Error: A1 failed', 'Error: A1 failed']);
    await ask('A1');
    await answer('A1');
    expect(heard.at(-1)).toBe('A1 answered');
  });

  it('may come three at once, and then every ten seconds', async () => {
    const { answersPromptly, ask, clock, times } = setUp();
    answersPromptly();
    const start = clock.now();
    for (let nth = 0; nth < 4; nth += 1) await ask('A1');
    expect(times.map((at) => at - start)).toEqual([0, 0, 0]);
    await clock.advance(9_999);
    expect(times).toHaveLength(3);
    await clock.advance(1);
    expect(times).toHaveLength(4);
    expect(clock.pending).toBe(0);
    await ask('A1');
    await clock.advance(HOUR);
    expect(times.slice(3).map((at) => at - start)).toEqual([10_000, 20_000]);
    // After a while of quiet, three may come at once again.
    for (let nth = 0; nth < 4; nth += 1) await ask('A1');
    expect(times).toHaveLength(8);
  });

  it('are asked six times a minute, however often they are repeated', async () => {
    const { answersPromptly, ask, clock, times } = setUp();
    answersPromptly();
    const start = clock.now();
    for (let second = 0; second < 300; second += 1) {
      await ask('A1');
      await clock.advance(1_000);
    }
    const after = (minutes: number) =>
      times.filter((at) => at >= start + minutes * MINUTE && at < start + (minutes + 1) * MINUTE);
    // Three of the first minute came at once.
    expect([0, 1, 2, 3, 4].map((minute) => after(minute).length)).toEqual([8, 6, 6, 6, 6]);
  });

  it('have a rate of their own', async () => {
    const { answersPromptly, ask, asked } = setUp();
    answersPromptly();
    for (let nth = 0; nth < 8; nth += 1) await ask('A1');
    await ask('B2');
    expect(asked).toEqual(['A1', 'A1', 'A1', 'B2']);
    // The question about B2 gives A1 nothing back.
    await ask('A1');
    expect(asked).toEqual(['A1', 'A1', 'A1', 'B2']);
  });
});

describe('questions over all', () => {
  it('are asked three at once, so that one place is left for what is urgent', async () => {
    const { answer, ask, inFlight } = setUp();
    for (const orderId of ['A1', 'B2', 'C3', 'D4', 'E5']) await ask(orderId);
    expect(inFlight()).toEqual(['A1', 'B2', 'C3']);
    await ask('U1', URGENT);
    expect(inFlight()).toEqual(['A1', 'B2', 'C3', 'U1']);
    await ask('U2', URGENT);
    expect(inFlight()).toEqual(['A1', 'B2', 'C3', 'U1']);
    await answer('A1');
    // The urgent one goes first, although it came last.
    expect(inFlight()).toEqual(['B2', 'C3', 'U1', 'U2']);
    await answer('B2');
    expect(inFlight()).toEqual(['C3', 'U1', 'U2']);
    await answer('U1');
    expect(inFlight()).toEqual(['C3', 'U2', 'D4']);
    await answer('C3');
    expect(inFlight()).toEqual(['U2', 'D4', 'E5']);
  });

  it('are asked in the order they came', async () => {
    const { answer, ask, asked } = setUp();
    for (const orderId of ['A1', 'B2', 'C3', 'D4', 'E5', 'F6']) await ask(orderId);
    for (const orderId of ['B2', 'A1', 'C3']) await answer(orderId);
    expect(asked).toEqual(['A1', 'B2', 'C3', 'D4', 'E5', 'F6']);
  });

  it('are all asked, though some fail', async () => {
    const { ask, fail, heard } = setUp();
    const orders = ['A1', 'B2', 'C3', 'D4', 'E5', 'F6'];
    for (const orderId of orders) await ask(orderId);
    for (const orderId of orders) await fail(orderId);
    expect(heard).toEqual(orders.map((orderId) => `Error: ${orderId} failed`));
  });
});

describe('an urgent question', () => {
  it('waits for no rate, and does not count for it', async () => {
    const { answersPromptly, ask, asked } = setUp();
    answersPromptly();
    for (let nth = 0; nth < 10; nth += 1) await ask('A1', URGENT);
    expect(asked).toHaveLength(10);
    for (let nth = 0; nth < 10; nth += 1) await ask('A1');
    expect(asked).toHaveLength(13);
    await ask('A1', URGENT);
    expect(asked).toHaveLength(14);
  });

  it('takes the answer of a question that is being asked', async () => {
    const { answer, ask, asked, heard } = setUp();
    await ask('A1');
    await ask('A1', URGENT);
    expect(asked).toEqual(['A1']);
    await answer('A1');
    expect(heard).toEqual(['A1 answered', 'A1 answered']);
    expect(asked).toEqual(['A1']);
  });

  it('makes one that waits for its turn urgent, and is answered with it', async () => {
    const { answer, ask, heard, inFlight } = setUp();
    for (const orderId of ['A1', 'B2', 'C3', 'D4']) await ask(orderId);
    expect(inFlight()).toEqual(['A1', 'B2', 'C3']);
    await ask('D4', URGENT);
    expect(inFlight()).toEqual(['A1', 'B2', 'C3', 'D4']);
    await answer('D4');
    expect(heard).toEqual(['D4 answered', 'D4 answered']);
  });

  it('makes one that waits for its rate urgent', async () => {
    const { answersPromptly, ask, asked, clock, heard } = setUp();
    answersPromptly();
    for (let nth = 0; nth < 4; nth += 1) await ask('A1');
    expect(heard).toHaveLength(3);
    await ask('A1', URGENT);
    expect(heard).toHaveLength(5);
    expect(asked).toHaveLength(4);
    expect(clock.pending).toBe(0);
  });
});

describe('a question nobody waits for any more', () => {
  it('is never asked', async () => {
    const { answer, ask, asked, heard } = setUp();
    const nobody = new AbortController();
    await ask('A1');
    await ask('A1', { signal: nobody.signal });
    nobody.abort();
    await answer('A1');
    expect(asked).toEqual(['A1']);
    expect(heard).toEqual(['A1 answered']);
  });

  it('is asked for the others that wait for it', async () => {
    const { answer, ask, asked, heard } = setUp();
    const nobody = new AbortController();
    await ask('A1');
    await ask('A1', { signal: nobody.signal });
    await ask('A1');
    nobody.abort();
    await answer('A1', 'first');
    expect(asked).toEqual(['A1', 'A1']);
    await answer('A1', 'second');
    expect(heard).toEqual(['first', 'second']);
  });

  it('that is being asked already takes no other with it', async () => {
    const { answer, ask, asked, heard } = setUp();
    const nobody = new AbortController();
    await ask('A1', { signal: nobody.signal });
    await ask('A1');
    nobody.abort();
    await answer('A1', 'first');
    await answer('A1', 'second');
    expect(asked).toEqual(['A1', 'A1']);
    expect(heard).toEqual(['second']);
  });

  it('leaves no clock behind once its rate would have allowed it', async () => {
    const { answersPromptly, ask, asked, clock } = setUp();
    const nobody = new AbortController();
    answersPromptly();
    for (let nth = 0; nth < 3; nth += 1) await ask('A1');
    await ask('A1', { signal: nobody.signal });
    nobody.abort();
    await clock.advance(HOUR);
    expect(asked).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });
});

describe('the clock of the phone', () => {
  it.each([-24 * HOUR, -30_000, 24 * HOUR])(
    'that is set by %i ms holds no question up for long',
    async (ms) => {
      const { answersPromptly, ask, asked, clock } = setUp();
      answersPromptly();
      for (let nth = 0; nth < 4; nth += 1) await ask('A1');
      expect(asked).toHaveLength(3);
      clock.jump(ms);
      await clock.advance(30_000);
      expect(asked).toHaveLength(4);
      expect(clock.pending).toBe(0);
    },
  );

  it('stops with the flow', async () => {
    const { answersPromptly, ask, clock, deadlines } = setUp();
    answersPromptly();
    for (let nth = 0; nth < 4; nth += 1) await ask('A1');
    expect(clock.pending).toBe(1);
    deadlines.clear();
    expect(clock.pending).toBe(0);
  });
});
