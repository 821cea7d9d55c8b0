import { paymentSetup } from './payment.setup.js';
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
    signed: input.attempt?.signed,
    claimed: false,
    authorizeTries: 0,
    report: reportOf(input.order.reported),
    reading: undefined,
    lookedTwice: false,
    now: input.order.at,
    deadlineAt: input.order.at,
    pollDelay: undefined,
    pollSpent: 0,
  }),
  output: ({ context }) => context.order,
  initial: 'beginning',
  states: {
    beginning: {
      description: 'An order known from before is looked up; a new one is signed, unless it is.',
      entry: 'stamp',
      always: [
        { guard: 'isKnownFromBefore', target: 'open.weighing' },
        { guard: 'isSignedAlready', target: 'recording' },
        { target: 'authorizing' },
      ],
    },
    authorizing: {
      description: 'The server of the merchant signs the claims; nothing has been sent.',
      entry: [{ type: 'show', params: { status: 'authorizing' } }, 'report'],
      initial: 'signing',
      on: {
        'order.inform': {
          guard: { type: 'informsPaid', params: ({ event }) => ({ reading: event.reading }) },
          target: '#payment.open.weighing',
          actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.reading }) },
        },
        'sdk.terminated': {
          target: 'notSent',
          actions: { type: 'sayUnsent', params: { reason: 'notReady' } },
        },
      },
      states: {
        signing: {
          description: 'One question to the server of the merchant.',
          tags: 'waiting',
          entry: 'countAuthorizeTry',
          invoke: {
            src: 'authorize',
            id: 'authorize',
            input: ({ context }) => ({ attempt: context.attempt }),
            onDone: {
              target: '#payment.recording',
              actions: { type: 'keepSigned', params: ({ event }) => ({ signed: event.output }) },
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
                target: '#payment.notSent',
                actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
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
      },
    },
    recording: {
      description:
        'The attempt is written down before it is sent; written before means sent before.',
      tags: 'waiting',
      entry: [{ type: 'show', params: { status: 'authorizing' } }, 'report'],
      on: {
        'order.inform': {
          guard: { type: 'informsPaid', params: ({ event }) => ({ reading: event.reading }) },
          target: '#payment.open.weighing',
          actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.reading }) },
        },
        'sdk.terminated': {
          target: 'notSent',
          actions: { type: 'sayUnsent', params: { reason: 'notReady' } },
        },
      },
      invoke: {
        src: 'claimAttempt',
        id: 'claimAttempt',
        input: ({ context }) => ({ order: context.order }),
        onDone: [
          {
            guard: { type: 'wasClaimed', params: ({ event }) => ({ result: event.output }) },
            target: 'open.submitted',
            actions: { type: 'noteClaim', params: ({ event }) => ({ result: event.output }) },
          },
          {
            target: 'open.pending',
            actions: {
              type: 'adoptExisting',
              params: ({ event }) => ({ existing: event.output.existing }),
            },
          },
        ],
        onError: {
          target: 'notSent',
          actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
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
      on: {
        // Inside `open`: leaving it would end the attempt, and entering it again would send it.
        'order.inform': {
          guard: { type: 'informsPaid', params: ({ event }) => ({ reading: event.reading }) },
          target: '.weighing',
          actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.reading }) },
        },
      },
      states: {
        submitted: {
          description: 'Sent, once; the SDK owns the screen.',
          tags: 'waiting',
          entry: [
            'stamp',
            'startProcessClock',
            { type: 'show', params: { status: 'submitted' } },
            'report',
          ],
          invoke: {
            src: 'deadline',
            id: 'processDeadline',
            input: ({ context }) => ({ at: context.deadlineAt }),
          },
          on: {
            'attempt.answered': [
              {
                guard: { type: 'leavesDoubt', params: ({ event }) => ({ answer: event.answer }) },
                target: 'pending',
                actions: { type: 'noteAnswer', params: ({ event }) => ({ answer: event.answer }) },
              },
              {
                guard: 'offersStatus',
                target: 'confirming',
                actions: { type: 'noteAnswer', params: ({ event }) => ({ answer: event.answer }) },
              },
              {
                target: 'weighing',
                actions: { type: 'noteAnswer', params: ({ event }) => ({ answer: event.answer }) },
              },
            ],
            'attempt.unsure': 'pending',
            'attempt.unsent': {
              target: '#payment.notSent',
              actions: { type: 'sayUnsent', params: { reason: 'notReady' } },
            },
            'deadline.passed': 'pending',
            'sdk.terminated': 'pending',
          },
        },
        confirming: {
          description: 'The SDK named an outcome; the order status decides.',
          entry: ['stamp', 'showConfirming', 'report'],
          initial: 'asking',
          on: {
            'attempt.answered': {
              target: 'confirming',
              reenter: true,
              actions: { type: 'noteAnswer', params: ({ event }) => ({ answer: event.answer }) },
            },
            'order.inform': {
              target: 'weighing',
              actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.reading }) },
            },
          },
          states: {
            asking: {
              description: 'One read of the order status.',
              tags: 'waiting',
              invoke: {
                src: 'readStatus',
                id: 'confirmStatus',
                input: ({ context }) => ({ orderId: context.order.orderId }),
                onDone: [
                  {
                    guard: {
                      type: 'mustLookTwice',
                      params: ({ event }) => ({ reading: event.output }),
                    },
                    target: 'lookingTwice',
                  },
                  {
                    target: '#payment.open.weighing',
                    actions: {
                      type: 'noteReading',
                      params: ({ event }) => ({ reading: event.output }),
                    },
                  },
                ],
                onError: '#payment.open.pending',
              },
            },
            lookingTwice: {
              description: 'The server knows of no transaction; its knowledge may lag.',
              tags: 'waiting',
              entry: ['stamp', 'startSecondLook'],
              invoke: {
                src: 'deadline',
                id: 'secondLook',
                input: ({ context }) => ({ at: context.deadlineAt }),
              },
              on: { 'deadline.passed': 'asking' },
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
            'attempt.answered': [
              {
                guard: { type: 'leavesDoubt', params: ({ event }) => ({ answer: event.answer }) },
                actions: [
                  { type: 'noteAnswer', params: ({ event }) => ({ answer: event.answer }) },
                  'report',
                ],
              },
              {
                guard: 'offersStatus',
                target: 'confirming',
                actions: { type: 'noteAnswer', params: ({ event }) => ({ answer: event.answer }) },
              },
              {
                target: 'weighing',
                actions: { type: 'noteAnswer', params: ({ event }) => ({ answer: event.answer }) },
              },
            ],
            'order.inform': {
              target: 'weighing',
              actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.reading }) },
            },
          },
          states: {
            waiting: {
              description: 'Until the next polite question.',
              tags: 'waiting',
              entry: ['stamp', 'schedulePoll'],
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
                input: ({ context }) => ({ orderId: context.order.orderId }),
                onDone: {
                  target: '#payment.open.weighing',
                  actions: {
                    type: 'noteReading',
                    params: ({ event }) => ({ reading: event.output }),
                  },
                },
                onError: 'waiting',
              },
            },
            parked: {
              description: 'Asked long enough; goes on when the app comes back or somebody asks.',
              on: {
                'app.foreground': {
                  guard: 'offersStatus',
                  target: 'checking',
                  actions: 'restartPolling',
                },
                'order.recheck': {
                  guard: 'offersStatus',
                  target: 'checking',
                  actions: 'restartPolling',
                },
              },
            },
          },
        },
      },
    },
    notSent: {
      type: 'final',
      description: 'It could not be signed or written down, so nothing was sent.',
      entry: ['stamp', 'settleUnsent', 'report'],
    },
    success: {
      type: 'final',
      description: 'Paid.',
      entry: ['settle', 'report'],
    },
    failure: {
      type: 'final',
      description: 'Not paid.',
      entry: ['settle', 'report'],
    },
    payFailure: {
      type: 'final',
      description: 'Onboarded, but not paid.',
      entry: ['settle', 'report'],
    },
    backPress: {
      type: 'final',
      description: 'Not paid: the person went back.',
      entry: ['settle', 'report'],
    },
    userAborted: {
      type: 'final',
      description: 'Not paid: the person gave up.',
      entry: ['settle', 'report'],
    },
    refunded: {
      type: 'final',
      description: 'The money came back after a late success.',
      entry: ['settle', 'report'],
    },
    unresolved: {
      type: 'final',
      description: 'The server confirms another amount; a person must look.',
      entry: ['settle', 'report'],
    },
  },
});
