import { createActor, type EventObject, fromCallback } from 'xstate';
import type { OrderNews } from '../../../machines/shared/order-parent.js';
import { stateNodesOf } from '../../../scripts/export/state-graph.js';
import { type Model, speakerOf } from './model.js';
import { type Scripted, scripted, scriptedDeadline } from './scripted.js';

/** Epoch ms at which everything begins. */
export const START = 1_000;

export type Harness = ReturnType<typeof harnessOf>;

/** A machine with everything around it simulated: every answer comes when the test gives it. */
export function harnessOf<C, E extends EventObject>(model: Model<C, E>) {
  const { machine, says = {} } = model;
  const deadline = scriptedDeadline(START);
  const answers = new Map<string, Scripted<unknown, unknown>>();
  const speakers = new Map<string, (event: EventObject) => void>();
  /** What was handed to those that speak, oldest first. */
  const handed: unknown[] = [];
  const told: OrderNews[] = [];

  for (const { src } of stateNodesOf(machine).flatMap(({ invoke }) => invoke)) {
    if (typeof src === 'string' && !(src in says) && src !== 'deadline')
      answers.set(src, scripted());
  }
  const speaking = Object.keys(says).map((src) => {
    const logic = fromCallback<EventObject, unknown>(({ input, sendBack }) => {
      handed.push(input);
      speakers.set(src, sendBack);
      return () => void speakers.delete(src);
    });
    return [src, logic] as const;
  });
  const parent = createActor(
    fromCallback<OrderNews>(({ receive }) => receive((news) => void told.push(news))),
  ).start();
  const simulated = machine.provide({
    actors: {
      deadline: deadline.logic,
      ...Object.fromEntries([...answers].map(([src, { logic }]) => [src, logic])),
      ...Object.fromEntries(speaking),
    },
  });
  const actor = createActor(simulated, { input: model.input(deadline, parent) });

  return {
    actor,
    deadline,
    handed,
    machine: simulated,
    parent,
    told,
    /** Makes it happen where it would: in an actor that answers, ends or says something, or outside. */
    make(event: EventObject): void {
      const { id, src } = speakerOf(model, event.type);
      if (src === 'deadline') deadline.pass();
      else if (src !== undefined) speakers.get(src)?.(event);
      else if (id === undefined) actor.send(event);
      else {
        const answer = answers.get(String(actor.getSnapshot().children[id]?.src));
        if ('error' in event && event.error instanceof Error) answer?.reject(event.error);
        else answer?.resolve('output' in event ? event.output : undefined);
      }
    },
  };
}
