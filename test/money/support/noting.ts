/** A port that works as before, and says of each call how it is named and what it is given. */
export function noting<Port extends object>(
  port: Port,
  note: (name: string, given: readonly unknown[]) => void,
): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        note(String(name), given);
        return Reflect.apply(member, target, given);
      };
    },
  });
}
