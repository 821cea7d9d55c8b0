import type { Checked } from '../../core/protocol/index.js';
import { attemptIds, IdFault } from '../platform/checked-ids.js';
import type { CommandEvent } from './command-event.js';
import { invalidFields } from './fields.js';

/** The event of a command that will be sent: one that pays gets ids of its own. */
export function withIds(event: CommandEvent, newId: () => string): Checked<CommandEvent> {
  try {
    switch (event.type) {
      case 'pay':
      case 'mandate.create':
      case 'order.retry':
        return { ok: true, value: { ...event, ids: attemptIds(newId) } };
      case 'checkout': {
        const ids = attemptIds(newId);
        // The session's own id comes back with its result.
        const requestId = event.requestId ?? ids.requestId;
        return { ok: true, value: { ...event, ids: { ...ids, requestId } } };
      }
      default:
        return { ok: true, value: event };
    }
  } catch (error) {
    if (error instanceof IdFault) return invalidFields('newId');
    throw error;
  }
}
