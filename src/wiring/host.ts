import type { Timings } from '../../machines/timings.js';
import type { Merchant } from '../config.js';
import type { Deadlines } from '../deadlines.js';
import type { Journal } from '../journal.js';
import type { ErrorReport } from '../port-errors.js';
import type { Backend } from '../ports.js';
import type { StatusReading } from '../protocol/index.js';
import type { SdkClient } from '../sdk-client.js';
import type { StatusReads } from '../status-reads.js';

/** Everything the machines' actors reach the world through. */
export interface Host {
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
