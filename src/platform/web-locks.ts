/** Runs work while no other tab of this origin runs any under this name. */
type Exclusive = <T>(name: string, work: () => Promise<T>) => Promise<T>;

interface LockManager {
  request<T>(name: string, work: () => Promise<T>): Promise<T>;
}

declare const window:
  | { readonly navigator?: { readonly locks?: Partial<LockManager> } | undefined }
  | undefined;

/** The locks that all tabs of a browser share; `undefined` where there are none. */
export function platformLocks(): Exclusive | undefined {
  const locks = typeof window === 'undefined' ? undefined : window.navigator?.locks;
  if (!canLock(locks)) return undefined;
  return async (name, work) => {
    let hasBegun = false;
    try {
      return await locks.request(name, () => {
        hasBegun = true;
        return work();
      });
    } catch (error) {
      if (hasBegun) throw error;
      // A page that may not have locks (a sandboxed frame) goes on without.
      return work();
    }
  };
}

function canLock(locks: Partial<LockManager> | undefined): locks is LockManager {
  return typeof locks?.request === 'function';
}
