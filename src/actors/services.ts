import type { OrderRecord } from '../../core/model/order.js';
import type { Timings } from '../../core/model/timings.js';
import type { Backend } from '../../core/ports/backend.js';
import type { Merchant } from '../../core/ports/merchant.js';
import type { ServerStatus } from '../../core/protocol/index.js';
import type { Clock } from '../../machines/shared/clock.js';
import type { FlowServices } from '../../machines/shared/services.js';
import type { Journal } from '../journal/journal.js';
import type { ErrorReporter } from '../platform/port-errors.js';
import type { SdkClient } from '../sdk/sdk-client.js';
import type { Deadlines } from '../time/deadlines.js';
import type { StatusReads } from './status-reads.js';

/** What the services of a flow are made of. */
export interface ServiceParts {
  readonly client: SdkClient;
  readonly backend: Backend;
  readonly merchant: Merchant;
  readonly journal: Journal;
  readonly deadlines: Deadlines;
  readonly timings: Timings;
  readonly statusReads: StatusReads<ServerStatus>;
  newId(): string;
  /** Hears of what a port, a sink or a listener threw. */
  readonly reportError: ErrorReporter;
}

/** Everything the statecharts of one flow, and their actors, reach the world through. */
export class Services implements FlowServices, ServiceParts {
  readonly client: SdkClient;
  readonly backend: Backend;
  readonly merchant: Merchant;
  readonly journal: Journal;
  readonly deadlines: Deadlines;
  readonly timings: Timings;
  readonly statusReads: StatusReads<ServerStatus>;
  readonly newId: () => string;
  readonly reportError: ErrorReporter;
  readonly clock: Clock;

  constructor(parts: ServiceParts) {
    this.client = parts.client;
    this.backend = parts.backend;
    this.merchant = parts.merchant;
    this.journal = parts.journal;
    this.deadlines = parts.deadlines;
    this.timings = parts.timings;
    this.statusReads = parts.statusReads;
    this.newId = parts.newId;
    this.reportError = parts.reportError;
    this.clock = { now: () => parts.deadlines.now() };
  }

  saveOrder(order: OrderRecord): void {
    // Before its claim an attempt is nobody's: the claim itself is its first record.
    if (order.status === 'authorizing') return;
    // What cannot be written now is kept by the journal, said, and tried again.
    this.journal.save(order).catch(() => {});
  }

  retryRecords(): void {
    this.journal.retry();
  }

  terminateSdk(): void {
    this.client.terminate();
  }

  back(): void {
    this.client.back();
  }
}
