import type { JsonObject } from '../../../core/protocol/read.js';
import type { Backend, Merchant, UpiCommand } from '../../../src/index.js';
import { merchant, World } from '../../hostile/support/world.js';

/** 5 January 2026, 10:00 IST. */
export const NOW = Date.UTC(2026, 0, 5, 4, 30);

export interface Story {
  /** What the SDK says to an action, in an envelope that may say more; otherwise nothing. */
  readonly answers: Readonly<Record<string, { payload: JsonObject; envelope?: JsonObject }>>;
  readonly merchant?: Merchant;
  readonly authorize?: Backend['authorize'];
  /** Sent one after the other, when the flow has come to rest. */
  readonly commands?: readonly UpiCommand[];
  readonly now?: number;
  readonly ids?: string;
}

/** Runs a flow on an SDK that answers as it is told; the world as it is after that. */
export async function run(story: Story): Promise<World> {
  const { answers, commands = [], ids = 'id', now = NOW } = story;
  let count = 0;
  const newId = () => {
    count += 1;
    return `${ids}-${count}`;
  };
  const world = new World({ config: { newId, merchant: story.merchant ?? merchant } });
  world.clock.shown = now;
  if (story.authorize) world.server.signs = story.authorize;
  for (const [action, { payload, envelope }] of Object.entries(answers)) {
    world.sdk.answers.set(action, (call) => world.sdk.reply(call, payload, envelope));
  }
  world.sdk.takes = (call) => void world.sdk.answers.get(call.action)?.(call);
  await world.start();
  for (const command of commands) await world.send(command);
  return world;
}

/** The leaves of a value by their paths; the entries of a list share the path of the list. */
export function leavesOf(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== 'object' || value === null) return new Map([[path, JSON.stringify(value)]]);
  const at = (key: string) => (Array.isArray(value) ? path : `${path && `${path}.`}${key}`);
  return new Map(Object.entries(value).flatMap(([key, part]) => [...leavesOf(part, at(key))]));
}

/** The paths at which two values differ. */
export function changesBetween(one: unknown, other: unknown): readonly string[] {
  const [before, after] = [leavesOf(one), leavesOf(other)];
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
}
