import { paymentSetup } from './payment.setup.js';
import { withReading } from './payment-record.js';
import { reportOf } from './payment-verdict.js';

/**
 * One order, from the merchant's signature to the truth about its money. The attempt is written
 * down before it is sent, it is sent once, and whatever leaves doubt is `pending`.
 *
 * @example
 * ```ts
 * const machine = paymentMachine.provide({ actors: { readStatus: fromPromise(askMyServer) } });
 * ```
 */
export const paymentMachine = paymentSetup.createMachine({
  id: 'payment',
  description: 'One order, from the signature of the merchant to the truth about its money.',
  context: ({ input }) => ({
    ...input,
    order: input.reading === undefined ? input.order : withReading(input.order, input.reading),
    signed: input.attempt?.signed,
    claimed: false,
    authorizeTries: 0,
    looked: false,
    report: reportOf(input.order.reported),
    sdkProblem: undefined,
    reading: input.reading,
    unseenFor: undefined,
    now: input.order.at,
    deadlineAt: input.order.at,
    waitingSince: input.order.at,
    pollDelay: undefined,
    polledFor: 0,
    waitedSinceWord: 0,
  }),
  initial: 'routing',
  states: {
    routing: {
      description: 'An order known from before is looked up; a new one is prepared to be sent.',
      entry: 'stamp',
      always: [{ guard: 'isKnownFromBefore', target: 'open.weighing' }, { target: 'unsent' }],
    },
    unsent: {
      description: 'Nothing has been sent. What says that money may move elsewhere stops it.',
      type: 'parallel',
      entry: ['showAuthorizing', 'report'],
      on: {
        'order.inform': {
          guard: { type: 'forbidsSending', params: ({ event }) => ({ reading: event.reading }) },
          target: '#payment.open.weighing',
          actions: [
            'markNeverSent',
            { type: 'assignReading', params: ({ event }) => ({ reading: event.reading }) },
          ],
        },
        'attempt.late': {
          guard: { type: 'raisesDoubt', params: ({ event }) => ({ means: event.means }) },
          target: '#payment.open.pending.routing',
          actions: [
            'markNeverSent',
            { type: 'assignLate', params: ({ event }) => ({ means: event.means }) },
          ],
        },
      },
      states: {
        attempt: {
          description: 'Signed by the server of the merchant, and written down.',
          initial: 'routing',
          on: {
            'sdk.terminated': {
              target: '.refused',
              actions: { type: 'assignUnsentReason', params: { reason: 'notReady' } },
            },
          },
          states: {
            routing: {
              description: 'A session of the merchant is signed already.',
              always: [{ guard: 'isSignedAlready', target: 'signed' }, { target: 'signing' }],
            },
            signing: {
              description: 'One question to the server of the merchant.',
              tags: 'waiting',
              entry: 'countAuthorizeTry',
              invoke: {
                src: 'authorize',
                id: 'authorize',
                input: ({ context }) => ({ attempt: context.attempt }),
                onDone: {
                  target: 'signed',
                  actions: {
                    type: 'assignSigned',
                    params: ({ event }) => ({ signed: event.output }),
                  },
                },
                onError: [
                  {
                    guard: {
                      type: 'mayAuthorizeAgain',
                      params: ({ event }) => ({ error: event.error }),
                    },
                    target: 'backingOff',
                  },
                  {
                    target: 'refused',
                    actions: {
                      type: 'assignProblem',
                      params: ({ event }) => ({ error: event.error }),
                    },
                  },
                ],
              },
            },
            backingOff: {
              description: 'A short wait before the server is asked again.',
              tags: 'waiting',
              entry: ['stamp', 'startAuthorizeBackoff'],
              invoke: {
                src: 'deadline',
                id: 'authorizeBackoff',
                input: ({ context }) => ({ at: context.deadlineAt }),
              },
              on: { 'deadline.passed': 'signing' },
            },
            signed: {
              description: 'Signed; the look at the order is waited for, a little.',
              tags: 'waiting',
              entry: ['stamp', 'startLookClock'],
              always: { guard: 'hasLooked', target: 'recording' },
              invoke: {
                src: 'deadline',
                id: 'lookDeadline',
                input: ({ context }) => ({ at: context.deadlineAt, isPatient: true }),
              },
              on: { 'deadline.passed': { target: 'recording', actions: 'assignSlowLook' } },
            },
            recording: {
              description:
                'The attempt is written down before it is sent; written before means sent before.',
              tags: 'waiting',
              invoke: {
                src: 'claimAttempt',
                id: 'claimAttempt',
                input: ({ context }) => ({ order: context.order }),
                onDone: [
                  {
                    guard: {
                      type: 'wasClaimed',
                      params: ({ event }) => ({ result: event.output }),
                    },
                    target: '#payment.open.submitted',
                    actions: {
                      type: 'assignClaim',
                      params: ({ event }) => ({ result: event.output }),
                    },
                  },
                  {
                    guard: { type: 'hadEnded', params: ({ event }) => ({ result: event.output }) },
                    target: '#payment.known',
                    actions: {
                      type: 'adoptExisting',
                      params: ({ event }) => ({ existing: event.output.existing }),
                    },
                  },
                  {
                    target: '#payment.open.pending',
                    actions: {
                      type: 'adoptExisting',
                      params: ({ event }) => ({ existing: event.output.existing }),
                    },
                  },
                ],
                onError: {
                  target: 'refused',
                  actions: {
                    type: 'assignProblem',
                    params: ({ event }) => ({ error: event.error }),
                  },
                },
              },
            },
            refused: {
              description: 'Nothing will be sent; what the server knows is still waited for.',
              tags: 'waiting',
              entry: ['stamp', 'startLookClock'],
              always: { guard: 'hasLooked', target: '#payment.notSent' },
              invoke: {
                src: 'deadline',
                id: 'refusedDeadline',
                input: ({ context }) => ({ at: context.deadlineAt, isPatient: true }),
              },
              on: {
                'deadline.passed': '#payment.notSent',
                // The first reason stands, and its clock.
                'sdk.terminated': {},
              },
            },
          },
        },
        look: {
          description: 'What the server knows of the order; it counts until the attempt is sent.',
          initial: 'routing',
          states: {
            routing: {
              description: 'Not every server can be asked.',
              always: [
                { guard: 'canQueryStatus', target: 'looking' },
                { target: 'looked', actions: 'assignNoLook' },
              ],
            },
            looking: {
              description: 'One read of the order status.',
              tags: 'waiting',
              invoke: {
                src: 'readStatus',
                id: 'lookBefore',
                input: ({ context }) => ({ orderId: context.order.orderId, urgent: true }),
                onDone: [
                  {
                    guard: {
                      type: 'forbidsSending',
                      params: ({ event }) => ({ reading: event.output }),
                    },
                    target: '#payment.open.weighing',
                    actions: [
                      'markNeverSent',
                      {
                        type: 'assignReading',
                        params: ({ event }) => ({ reading: event.output }),
                      },
                    ],
                  },
                  {
                    target: 'looked',
                    actions: [
                      {
                        type: 'assignLook',
                        params: ({ event }) => ({ reading: event.output }),
                      },
                      {
                        type: 'reportMistake',
                        params: ({ event }) => ({ reading: event.output }),
                      },
                    ],
                  },
                ],
                onError: {
                  target: 'looked',
                  actions: [
                    'assignNoLook',
                    { type: 'reportNoStatus', params: ({ event }) => ({ error: event.error }) },
                  ],
                },
              },
            },
            looked: { description: 'What it said is noted.' },
          },
        },
      },
    },
    open: {
      description: 'Money may move. The answer of the SDK is evidence for as long as this lasts.',
      invoke: {
        src: 'attempt',
        id: 'attempt',
        input: ({ context }) => ({
          order: context.order,
          signed: context.claimed ? context.signed : undefined,
        }),
      },
      initial: 'submitted',
      // Inside `open`: leaving it would end the attempt, and entering it again would send it.
      on: {
        'attempt.answered': {
          guard: { type: 'bringsNews', params: ({ event }) => ({ answer: event.answer }) },
          target: '.answered',
          actions: { type: 'assignAnswer', params: ({ event }) => ({ answer: event.answer }) },
        },
        'attempt.late': {
          actions: [
            { type: 'assignLate', params: ({ event }) => ({ means: event.means }) },
            'report',
          ],
        },
        'order.inform': {
          target: '.weighing',
          actions: { type: 'assignReading', params: ({ event }) => ({ reading: event.reading }) },
        },
      },
      states: {
        submitted: {
          description: 'Sent, once; the SDK owns the screen.',
          tags: 'waiting',
          entry: ['stamp', 'startProcessClock', 'showSubmitted', 'report'],
          invoke: {
            src: 'deadline',
            id: 'processDeadline',
            input: ({ context }) => ({ at: context.deadlineAt }),
          },
          on: {
            'attempt.unsure': 'pending',
            'attempt.unsent': {
              target: '#payment.notSent',
              actions: { type: 'assignUnsentReason', params: { reason: 'notReady' } },
            },
            'deadline.passed': 'pending',
            'sdk.terminated': 'pending',
            'order.inform': [
              {
                guard: { type: 'informsPaid', params: ({ event }) => ({ reading: event.reading }) },
                target: 'weighing',
                actions: {
                  type: 'assignReading',
                  params: ({ event }) => ({ reading: event.reading }),
                },
              },
              // The person may still be trying: of the money only "paid" counts.
              {
                guard: { type: 'isSilent', params: ({ event }) => ({ reading: event.reading }) },
                actions: [
                  { type: 'assignReading', params: ({ event }) => ({ reading: event.reading }) },
                  'report',
                ],
              },
              {},
            ],
          },
        },
        answered: {
          description: 'The SDK said something new: its word is shown, and the server is asked.',
          always: [
            { guard: 'isInDoubt', target: 'pending' },
            { guard: 'canQueryStatus', target: 'confirming' },
            { target: 'weighing' },
          ],
        },
        confirming: {
          description: 'The SDK named an outcome; the order status decides.',
          tags: 'waiting',
          entry: ['stamp', 'showConfirming', 'report'],
          invoke: {
            src: 'readStatus',
            id: 'confirmStatus',
            input: ({ context }) => ({ orderId: context.order.orderId, urgent: false }),
            onDone: {
              target: 'weighing',
              actions: [
                { type: 'assignReading', params: ({ event }) => ({ reading: event.output }) },
                { type: 'reportMistake', params: ({ event }) => ({ reading: event.output }) },
              ],
            },
            onError: {
              target: 'pending',
              actions: {
                type: 'reportNoStatus',
                params: ({ event }) => ({ error: event.error }),
              },
            },
          },
        },
        weighing: {
          description: 'All evidence together: the server decides, doubt stays pending.',
          entry: 'stamp',
          always: [
            { guard: 'isPaid', target: '#payment.success' },
            { guard: 'isRefunded', target: '#payment.refunded' },
            { guard: 'isMismatch', target: '#payment.unresolved' },
            { guard: 'isFailure', target: '#payment.failure' },
            { guard: 'isPayFailure', target: '#payment.payFailure' },
            { guard: 'isBackPress', target: '#payment.backPress' },
            { guard: 'isUserAborted', target: '#payment.userAborted' },
            { target: 'pending' },
          ],
        },
        pending: {
          description: 'Nobody knows yet whether money moved; the server is asked, politely.',
          entry: ['stamp', 'showOpen', 'report'],
          initial: 'waiting',
          on: {
            'attempt.late': {
              target: '.routing',
              actions: { type: 'assignLate', params: ({ event }) => ({ means: event.means }) },
            },
          },
          states: {
            routing: {
              description: 'Something came up: the server is asked now, where it can be.',
              entry: ['showOpen', 'report'],
              always: [{ guard: 'canQueryStatus', target: 'checking' }, { target: 'parked' }],
            },
            waiting: {
              description: 'Until the next polite question.',
              tags: 'waiting',
              entry: ['stamp', 'schedulePoll'],
              exit: ['stamp', 'countWait'],
              always: { guard: 'cannotPoll', target: 'parked' },
              invoke: {
                src: 'deadline',
                id: 'pollDeadline',
                input: ({ context }) => ({ at: context.deadlineAt }),
              },
              on: {
                'deadline.passed': 'checking',
                'app.foreground': 'checking',
                'order.recheck': 'checking',
              },
            },
            checking: {
              description: 'One read of the order status; never two at a time.',
              tags: 'waiting',
              invoke: {
                src: 'readStatus',
                id: 'pollStatus',
                input: ({ context }) => ({ orderId: context.order.orderId, urgent: false }),
                onDone: {
                  target: '#payment.open.weighing',
                  actions: [
                    { type: 'assignReading', params: ({ event }) => ({ reading: event.output }) },
                    { type: 'reportMistake', params: ({ event }) => ({ reading: event.output }) },
                  ],
                },
                onError: {
                  target: 'waiting',
                  actions: {
                    type: 'reportNoStatus',
                    params: ({ event }) => ({ error: event.error }),
                  },
                },
              },
            },
            parked: {
              description: 'Asked long enough; goes on when the app comes back or somebody asks.',
              on: {
                'app.foreground': {
                  guard: 'canQueryStatus',
                  target: 'checking',
                  actions: 'restartPolling',
                },
                'order.recheck': {
                  guard: 'canQueryStatus',
                  target: 'checking',
                  actions: 'restartPolling',
                },
              },
            },
          },
        },
      },
    },
    // No end is final: XState would name its event after the order, and remember that name for ever.
    notSent: {
      description: 'It could not be signed or written down, so nothing was sent.',
      entry: ['stamp', 'settleUnsent', 'report'],
    },
    known: {
      description: 'The storage knows how this order ended: nothing was sent.',
      entry: 'report',
    },
    success: {
      description: 'Paid.',
      entry: ['settle', 'report'],
    },
    failure: {
      description: 'Not paid.',
      entry: ['settle', 'report'],
    },
    payFailure: {
      description: 'Onboarded, but not paid.',
      entry: ['settle', 'report'],
    },
    backPress: {
      description: 'Not paid: the person went back.',
      entry: ['settle', 'report'],
    },
    userAborted: {
      description: 'Not paid: the person gave up.',
      entry: ['settle', 'report'],
    },
    refunded: {
      description: 'The money came back after a late success.',
      entry: ['settle', 'report'],
    },
    unresolved: {
      description: 'The server confirms another amount; a person must look.',
      entry: ['settle', 'report'],
    },
  },
});
