import type { UpiNotice } from '../src/index.js';
import type { About, Emit } from './event.js';

/** Every kind of notice, so that none goes untold. */
export const noticeTypes = [
  'order.settled',
  'order.pending',
  'command.rejected',
  'sdk.late',
  'sdk.malformed',
  'error',
] as const satisfies readonly UpiNotice['type'][];

/** Tells a notice of the flow. */
export function formatNotice(notice: UpiNotice, emit: Emit): void {
  emit('notice', notice.type, about(notice));
}

function about(notice: UpiNotice): About {
  switch (notice.type) {
    case 'order.settled':
    case 'order.pending':
      return { orderId: notice.order.orderId, status: notice.order.status };
    case 'command.rejected':
      return { command: notice.command ?? 'unknown', reason: notice.reason };
    case 'sdk.late':
      return { answerTo: notice.operation ?? 'nothing this flow asked' };
    case 'sdk.malformed':
      return { reason: notice.reason };
    case 'error':
      return { reason: notice.problem.reason };
  }
}
