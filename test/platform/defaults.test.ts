import { describe, expect, it, vi } from 'vitest';
import { memoryStorage } from '../../src/index.js';
import { systemClock } from '../../src/platform/system-clock.js';

describe('the defaults', () => {
  it('remember as long as the process lives', () => {
    const storage = memoryStorage();
    expect(storage.getItem('a')).toBeNull();
    storage.setItem('a', '1');
    expect(storage.getItem('a')).toBe('1');
    storage.removeItem('a');
    expect(storage.getItem('a')).toBeNull();
  });

  it('use the platform’s clock', () => {
    vi.useFakeTimers({ now: 5_000 });
    try {
      const passed: string[] = [];
      systemClock.setTimeout(() => passed.push('kept'), 100);
      systemClock.clearTimeout(systemClock.setTimeout(() => passed.push('stopped'), 50));
      expect(systemClock.now()).toBe(5_000);
      vi.advanceTimersByTime(100);
      expect(passed).toEqual(['kept']);
    } finally {
      vi.useRealTimers();
    }
  });
});
