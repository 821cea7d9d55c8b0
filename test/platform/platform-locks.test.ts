import { afterEach, describe, expect, it, vi } from 'vitest';
import { platformLocks } from '../../src/platform/web-locks.js';

/** A browser's window with this in its `navigator.locks`. */
function windowWith(locks: unknown): void {
  vi.stubGlobal('window', { navigator: { locks } });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the locks of the platform', () => {
  it('are none where there is no browser, or no locks in it', () => {
    vi.stubGlobal('window', undefined);
    expect(platformLocks()).toBeUndefined();
    vi.stubGlobal('window', {});
    expect(platformLocks()).toBeUndefined();
    windowWith(undefined);
    expect(platformLocks()).toBeUndefined();
    windowWith({});
    expect(platformLocks()).toBeUndefined();
  });

  it('are those of the browser, asked for by their name', async () => {
    const names: string[] = [];
    class Locks {
      readonly asked = names;

      request<T>(name: string, work: () => Promise<T>): Promise<T> {
        this.asked.push(name);
        return work();
      }
    }
    windowWith(new Locks());
    expect(await platformLocks()?.('mine', async () => 7)).toBe(7);
    expect(names).toEqual(['mine']);
  });

  it('pass on what the work rejects with, and run it once', async () => {
    windowWith({ request: (_: string, work: () => Promise<unknown>) => work() });
    let runs = 0;
    const work = async () => {
      runs += 1;
      throw new Error('mine');
    };
    await expect(platformLocks()?.('name', work)).rejects.toThrow('mine');
    expect(runs).toBe(1);
  });

  it('are not used where the page may not have them', async () => {
    windowWith({ request: () => Promise.reject(new Error('SecurityError')) });
    expect(await platformLocks()?.('name', async () => 7)).toBe(7);
  });
});
