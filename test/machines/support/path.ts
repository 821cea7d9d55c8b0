import type { AnyActorRef } from 'xstate';

/** The state values an actor goes through, in order, without repeats; `a.b` for nested ones. */
export function pathOf(actor: AnyActorRef): string[] {
  const path: string[] = [];
  actor.subscribe((snapshot) => {
    const value = print(snapshot.value);
    if (value !== path.at(-1)) path.push(value);
  });
  return path;
}

/** A state value as text. */
function print(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}.${print(inner)}`)
    .join(' ');
}

/** Lets promises finish. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}
