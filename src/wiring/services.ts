import type { Clock } from '../../machines/clock.js';
import type { OrderRecord } from '../../machines/order.js';
import type { FlowServices } from '../../machines/services.js';
import type { Timings } from '../../machines/timings.js';
import type { Merchant } from '../config.js';
import type { Deadlines } from '../deadlines.js';
import type { Journal } from '../journal.js';
import type { ErrorReport } from '../port-errors.js';
import type { Backend } from '../ports.js';
import type { StatusReading } from '../protocol/index.js';
import type { SdkClient } from '../sdk-client.js';
import type { StatusReads } from '../status-reads.js';

/** What the services of a flow are made of. */
export interface ServiceParts {
  readonly client: SdkClient;
  readonly backend: Backend;
  readonly merchant: Merchant;
  readonly journal: Journal;
  readonly deadlines: Deadlines;
  readonly timings: Timings;
  readonly statusReads: StatusReads<StatusReading>;
  newId(): string;
  /** Hears of what a port, a sink or a listener threw. */
  readonly report: ErrorReport;
}

/** Everything the statecharts of one flow, and their actors, reach the world through. */
export class Services implements FlowServices, ServiceParts {
  readonly client: SdkClient;
  readonly backend: Backend;
  readonly merchant: Merchant;
  readonly journal: Journal;
  readonly deadlines: Deadlines;
  readonly timings: Timings;
  readonly statusReads: StatusReads<StatusReading>;
  readonly newId: () => string;
  readonly report: ErrorReport;
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
    this.report = parts.report;
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
