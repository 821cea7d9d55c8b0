import type { ServerStatus } from '../../core/protocol/index.js';
import {
  type LookUpContext,
  type LookUpEvent,
  lookUpMachine,
} from '../../machines/look-up/machine.js';
import { done, failed } from '../machines/support/chart.js';
import { describeModel, on } from './support/model.js';

const UNTOUCHED: ServerStatus = { moneyStatus: 'untouched', word: 'NEW', orderId: 'A1' };

describeModel<LookUpContext, LookUpEvent>('the look-up machine', {
  'two looks': {
    machine: lookUpMachine,
    input: (clock, parent) => ({ orderId: 'A1', waits: [60_000, 240_000], clock, parent }),
    memory: ({ waits }) => waits.length,
    inside: {
      waiting: ({ waits }) => waits.length > 0,
      ended: ({ waits }) => waits.length === 0,
    },
    actions: {
      'deadline passed': on({ type: 'deadline.passed' }, { by: 'deadline' }),
      'app back': on({ type: 'app.foreground' }),
      untouched: on(done('lookUpStatus', UNTOUCHED)),
      'no answer': on(failed('lookUpStatus')),
    },
  },
});
