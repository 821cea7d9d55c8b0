/** A fault that waits for what it befalls. */
interface Armed<Kind, Match> {
  readonly kind: Kind;
  readonly match: Match;
  left: number;
}

/** Faults that wait, oldest first. */
export interface ArmedList<Kind, Match, Subject> {
  /** Throws a `RangeError` when `times` is no count. */
  arm(kind: Kind, match: Match): void;
  /** The fault that befalls this, used up by one. */
  take(subject: Subject): { readonly kind: Kind; readonly match: Match } | undefined;
  clear(): void;
}

/** Creates an empty list. */
export function createArmedList<
  Kind,
  Match extends { readonly times?: number | undefined },
  Subject,
>(
  befalls: (subject: Subject, kind: Kind, match: Match) => boolean,
): ArmedList<Kind, Match, Subject> {
  let armed: Armed<Kind, Match>[] = [];
  return {
    arm(kind, match) {
      const { times = 1 } = match;
      if (!(times >= 1)) throw new RangeError('times: must be at least 1.');
      armed.push({ kind, match, left: times });
    },
    take(subject) {
      const found = armed.find(({ kind, match }) => befalls(subject, kind, match));
      if (found !== undefined) {
        found.left -= 1;
        armed = armed.filter(({ left }) => left > 0);
      }
      return found;
    },
    clear() {
      armed = [];
    },
  };
}
