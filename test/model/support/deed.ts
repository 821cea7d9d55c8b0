import * as fc from 'fast-check';
import { expect } from 'vitest';
import { brokenRules } from './safety.js';
import type { Walk } from './walk.js';

/** Something that a person, the phone, the network or a server does. */
export interface Deed {
  readonly name: string;
  readonly run: (walk: Walk) => void | Promise<void>;
}

export function deed(name: string, run: Deed['run']): Deed {
  // What a failing sequence is printed as.
  return { name, run, ...{ [fc.toStringMethod]: () => name } };
}

/** Does them one after another; every rule must hold after each. */
export async function doAll(walk: Walk, deeds: readonly Deed[]): Promise<void> {
  const done: string[] = [];
  for (const { name, run } of deeds) {
    await run(walk);
    await walk.simulator.clock.settle();
    done.push(name);
    expect(brokenRules(walk), done.join(' > ')).toEqual([]);
  }
}
