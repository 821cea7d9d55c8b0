/** Who a line is about, or which way a message went. */
export type Kind =
  /** A heading. */
  | 'act'
  /** The world outside the app, told by the scenario. */
  | 'person'
  | 'phone'
  /** The app sends a command, or is started. */
  | 'command'
  /** The flow asks the SDK. */
  | 'request'
  /** The SDK says something. */
  | 'answer'
  /** The merchant's server answers. */
  | 'server'
  /** The merchant's server and Juspay talk. */
  | 'juspay'
  /** An order in the merchant's books changed. */
  | 'books'
  /** What the merchant's shop is told of an order, and what it does then. */
  | 'outbox'
  | 'shop'
  /** The step the app shows. */
  | 'state'
  /** An order that is not on the screen changed. */
  | 'order'
  | 'notice'
  /** The ledger changed. */
  | 'bank'
  /** A sample of the seed documents. */
  | 'sample'
  /** Something the scenario promises. */
  | 'check';

/** What may be printed about a line: every value went through an allow list. */
export type About = Readonly<Record<string, string | number | boolean>>;

/** One line of the story. */
export interface DemoEvent {
  readonly type: Kind;
  /** Milliseconds since the run began. */
  readonly at: number;
  readonly name: string;
  readonly about: About;
}

/** Takes the lines of a story as they happen. */
export type Emit = (type: Kind, name: string, about?: About, at?: number) => void;
