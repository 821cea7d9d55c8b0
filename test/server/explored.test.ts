import { describe, expect, it } from 'vitest';
import { explore } from '../../testing/index.js';
import { exploredServer } from '../../testing/server/index.js';

describe('the schedules of the app with this server behind it', () => {
  it('break no rule of the app, and none of the books', { timeout: 180_000 }, async () => {
    const { findings, schedules } = await explore({
      seed: 1,
      schedules: 60,
      stopAtFirst: false,
      server: exploredServer,
    });
    expect(findings.map(({ seed, violations }) => [seed, violations])).toEqual([]);
    expect(schedules).toBe(60);
  });

  it('find a server that calls every order paid', { timeout: 180_000 }, async () => {
    const { findings } = await explore({
      seed: 1,
      schedules: 400,
      server: async (simulator) => {
        const served = await exploredServer(simulator);
        const orderStatus = async (orderId: string) => {
          return { orderId, status: 'CHARGED', amount: '2.00' };
        };
        return { ...served, backend: { ...served.backend, orderStatus } };
      },
    });
    expect(findings.length).toBeGreaterThan(0);
  });

  it('find books that are never told of', { timeout: 180_000 }, async () => {
    const { findings } = await explore({
      seed: 1,
      schedules: 400,
      server: (simulator) =>
        exploredServer(simulator, {
          onOrderSettled: () => {
            throw new Error('the shop is closed');
          },
        }),
    });
    expect(findings[0]?.violations.map(({ rule }) => rule)).toContain('B3');
  });
});
