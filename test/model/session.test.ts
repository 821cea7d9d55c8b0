import { defaultTimings as timings } from '../../core/model/timings.js';
import {
  type SessionContext,
  type SessionEvent,
  sessionMachine,
} from '../../machines/session/machine.js';
import { done, failed } from '../machines/support/chart.js';
import { describeModel, on } from './support/model.js';

const REST = 10_000;
const expired = (reqCode: string | undefined) => ({ type: 'sdk.sessionExpired', reqCode }) as const;
const back = { type: 'app.foreground' } as const;
const again = ({ current }: SessionContext) => current && expired(current.reqCode);

describeModel<SessionContext, SessionEvent>('the session machine', {
  'a session': {
    machine: sessionMachine,
    input: (clock) => ({ timings, clock }),
    memory: ({ current, startedAt, tries, waiting }, now) => [
      current !== undefined,
      waiting.length,
      tries,
      startedAt === undefined || now >= startedAt + REST,
    ],
    inside: {
      fresh: ({ current, waiting }) => current === undefined && waiting.length === 0,
      resting: ({ deadlineAt, startedAt }) => deadlineAt === (startedAt ?? 0) + REST,
      refreshing: ({ current, tries }) =>
        current !== undefined && tries > 0 && tries <= timings.authorizeAttempts,
      backingOff: ({ current, deadlineAt, startedAt, tries }) =>
        current !== undefined &&
        tries > 0 &&
        tries < timings.authorizeAttempts &&
        deadlineAt > (startedAt ?? 0),
      stale: ({ current, tries }) => current !== undefined && tries === 0,
    },
    actions: {
      // Two at once say all that more would.
      expired: {
        event: ({ current, refreshed, waiting }) =>
          waiting.length < 2
            ? expired(`${refreshed.length + waiting.length + (current === undefined ? 0 : 1)}`)
            : undefined,
        holds: ['isNews'],
      },
      'expired again': { event: again },
      'expired again later': { event: again, after: REST },
      'refreshed before': {
        event: ({ refreshed: [code] }) => (code === undefined ? undefined : expired(code)),
      },
      'app back': on(back),
      'app back later': on(back, { after: REST }),
      signed: on(done('refreshAuth', undefined)),
      'signed later': on(done('refreshAuth', undefined), { after: REST }),
      'not signed': on(failed('refreshAuth')),
      'not signed for good': on(failed('refreshAuth', 'authorizeFailed', false)),
      'deadline passed': on({ type: 'deadline.passed' }, { by: 'deadline' }),
    },
  },
});
