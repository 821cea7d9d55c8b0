import { createActor } from 'xstate';
import { ProblemError } from '../../../core/model/problem.js';
import type { StatusReading } from '../../../core/protocol/index.js';
import { type LookUpEvent, lookUpMachine } from '../../../machines/look-up/machine.js';
import { branchRecorder, type Rig } from './drive.js';
import type { Play } from './move.js';
import { type Scripted, scripted, scriptedDeadline } from './scripted.js';

export interface LookUpRig extends Rig {
  readonly readStatus: Scripted<StatusReading, { orderId: string; urgent: boolean }>;
  send(event: LookUpEvent): void;
  passDeadline(): void;
}

const WAITS = [60_000, 240_000];

export function lookUpRig(): LookUpRig {
  const readStatus = scripted<StatusReading, { orderId: string; urgent: boolean }>();
  const deadline = scriptedDeadline(1_000);
  const { taken, inspect } = branchRecorder();
  const actor = createActor(
    lookUpMachine.provide({
      actors: { readStatus: readStatus.logic, deadline: deadline.logic },
    }),
    { input: { orderId: 'A1', waits: WAITS, clock: deadline }, inspect },
  );
  return {
    actor,
    taken,
    readStatus,
    commands: [{ type: 'app.foreground' }],
    send: (event) => actor.send(event),
    passDeadline: deadline.pass,
    get deadlines() {
      return deadline.running;
    },
  };
}

/** Looks that are planned and still to come. */
type LookUpFacts = Readonly<{ ahead: string }>;

export const lookUpPlay: Play<LookUpFacts, LookUpRig> = {
  facts: { ahead: String(WAITS.length) },
  moves: {
    'always.routing#hasMoreLooks': [{ when: ({ ahead }) => ahead !== '0' }],
    'always.routing#otherwise': [{ when: ({ ahead }) => ahead === '0' }],
    'deadline.passed': [
      {
        remember: ({ ahead }) => ({ ahead: String(Number(ahead) - 1) }),
        act: (rig) => rig.passDeadline(),
      },
    ],
    'app.foreground': [{ act: (rig) => rig.send({ type: 'app.foreground' }) }],
    'done.lookUpStatus': [
      { act: (rig) => rig.readStatus.resolve({ means: 'untouched', word: 'NEW', orderId: 'A1' }) },
    ],
    'error.lookUpStatus': [
      {
        act: (rig) => rig.readStatus.reject(new ProblemError({ reason: 'timeout', retry: true })),
      },
    ],
  },
};
