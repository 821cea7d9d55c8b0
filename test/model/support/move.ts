/** What the model remembers of a machine's context: flat, so that two memories can be compared. */
export type Facts = Readonly<Record<string, string | boolean>>;

/** One way to make a projected event happen on the real actor. */
export interface Move<F extends Facts, R> {
  /** Names the payload where an event is tried with several. */
  readonly with?: string;
  /** Whether this payload takes this branch now. Default: always. */
  readonly when?: (facts: F) => boolean;
  /** What is remembered afterwards. */
  readonly remember?: (facts: F) => Partial<F>;
  /** Makes it happen; absent for what the machine does by itself. */
  readonly act?: (rig: R) => void;
}

/** Everything the model knows about one machine besides its graph. */
export interface Play<F extends Facts, R> {
  readonly facts: F;
  /** By projected event type. */
  readonly moves: Readonly<Record<string, readonly Move<F, R>[]>>;
  /** What entering a state changes in the memory, by the state's path. */
  readonly entering?: Readonly<Record<string, (facts: F) => Partial<F>>>;
}
