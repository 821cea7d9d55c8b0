import { withServerStatus } from './record.js';
import { paymentSetup } from './setup.js';
import { sdkOutcomeOf } from './verdict.js';

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
    order:
      input.serverStatus === undefined
        ? input.order
        : withServerStatus(input.order, input.serverStatus),
    signed: input.attempt?.signed,
    claimed: false,
    authorizeTries: 0,
    looked: false,
    sdkOutcome: sdkOutcomeOf(input.order.reported),
    sdkProblem: undefined,
    serverStatus: input.serverStatus,
    unseenFor: undefined,
    verdict: { is: 'open' },
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
      always: [{ guard: 'isKnownFromBefore', target: 'open.deciding' }, { target: 'unsent' }],
    },
    unsent: {
      description: 'Nothing has been sent. What says that money may move elsewhere stops it.',
      type: 'parallel',
      entry: ['showAuthorizing', 'notifyParent'],
      on: {
        'order.inform': {
          guard: 'forbidsSending',
          target: '#payment.open.deciding',
          actions: ['markNeverSent', 'assignServerStatus'],
        },
        'attempt.late': {
          guard: 'raisesDoubt',
          target: '#payment.open.pending.routing',
          actions: ['markNeverSent', 'assignLate'],
        },
      },
      states: {
        attempt: {
          description: 'Signed by the server of the merchant, and written down.',
          initial: 'routing',
          on: {
            'sdk.terminated': {
              target: '.refused',
              actions: 'assignNotReady',
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
                  actions: 'assignSigned',
                },
                onError: [
                  {
                    guard: 'mayAuthorizeAgain',
                    target: 'backingOff',
                  },
                  {
                    target: 'refused',
                    actions: 'assignProblem',
                  },
                ],
              },
            },
            backingOff: {
              description: 'A short wait before the server is asked again.',
              tags: 'waiting',
              entry: 'startAuthorizeBackoff',
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
              entry: 'startLookClock',
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
                    guard: 'wasClaimed',
                    target: '#payment.open.submitted',
                    actions: 'assignClaim',
                  },
                  {
                    guard: 'hadEnded',
                    target: '#payment.known',
                    actions: 'adoptExisting',
                  },
                  {
                    target: '#payment.open.pending',
                    actions: 'adoptExisting',
                  },
                ],
                onError: {
                  target: 'refused',
                  actions: 'assignProblem',
                },
              },
            },
            refused: {
              description: 'Nothing will be sent; what the server knows is still waited for.',
              tags: 'waiting',
              entry: 'startLookClock',
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
                { guard: 'canQueryStatus', target: 'checkingStatus' },
                { target: 'looked', actions: 'assignNoLook' },
              ],
            },
            checkingStatus: {
              description: 'One read of the order status.',
              tags: 'waiting',
              invoke: {
                src: 'readStatus',
                id: 'lookBefore',
                input: ({ context }) => ({ orderId: context.order.orderId, urgent: true }),
                onDone: [
                  {
                    guard: 'forbidsSending',
                    target: '#payment.open.deciding',
                    actions: ['markNeverSent', 'assignServerStatus'],
                  },
                  {
                    target: 'looked',
                    actions: ['assignLook', 'notifyMistake'],
                  },
                ],
                onError: {
                  target: 'looked',
                  actions: ['assignNoLook', 'notifyNoStatus'],
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
          guard: 'bringsNews',
          target: '.answered',
          actions: 'assignAnswer',
        },
        'attempt.late': {
          actions: ['assignLate', 'notifyParent'],
        },
        'order.inform': {
          target: '.deciding',
          actions: 'assignServerStatus',
        },
      },
      states: {
        submitted: {
          description: 'Sent, once; the SDK owns the screen.',
          tags: 'waiting',
          entry: ['startProcessClock', 'showSubmitted', 'notifyParent'],
          invoke: {
            src: 'deadline',
            id: 'processDeadline',
            input: ({ context }) => ({ at: context.deadlineAt }),
          },
          on: {
            'attempt.unsure': 'pending',
            'attempt.unsent': {
              target: '#payment.notSent',
              actions: 'assignNotReady',
            },
            'deadline.passed': 'pending',
            'sdk.terminated': 'pending',
            'order.inform': [
              {
                guard: 'informsPaid',
                target: 'deciding',
                actions: 'assignServerStatus',
              },
              // The person may still be trying: of the money only "paid" counts.
              {
                guard: 'isSilent',
                actions: ['assignServerStatus', 'notifyParent'],
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
            { target: 'deciding' },
          ],
        },
        confirming: {
          description: 'The SDK named an outcome; the order status decides.',
          tags: 'waiting',
          entry: ['showConfirming', 'notifyParent'],
          invoke: {
            src: 'readStatus',
            id: 'confirmStatus',
            input: ({ context }) => ({ orderId: context.order.orderId, urgent: false }),
            onDone: {
              target: 'deciding',
              actions: ['assignServerStatus', 'notifyMistake'],
            },
            onError: {
              target: 'pending',
              actions: 'notifyNoStatus',
            },
          },
        },
        deciding: {
          description: 'All evidence together: the server decides, doubt stays pending.',
          entry: 'assignVerdict',
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
          entry: ['showOpen', 'notifyParent'],
          initial: 'waiting',
          on: {
            'attempt.late': {
              target: '.routing',
              actions: 'assignLate',
            },
          },
          states: {
            routing: {
              description: 'Something came up: the server is asked now, where it can be.',
              entry: ['showOpen', 'notifyParent'],
              always: [{ guard: 'canQueryStatus', target: 'checking' }, { target: 'parked' }],
            },
            waiting: {
              description: 'Until the next polite question.',
              tags: 'waiting',
              entry: 'schedulePoll',
              exit: 'countWait',
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
                  target: '#payment.open.deciding',
                  actions: ['assignServerStatus', 'notifyMistake'],
                },
                onError: {
                  target: 'waiting',
                  actions: 'notifyNoStatus',
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
      entry: ['settleUnsent', 'notifyParent'],
    },
    known: {
      description: 'The storage knows how this order ended: nothing was sent.',
      entry: 'notifyParent',
    },
    success: {
      description: 'Paid.',
      entry: ['settle', 'notifyParent'],
    },
    failure: {
      description: 'Not paid.',
      entry: ['settle', 'notifyParent'],
    },
    payFailure: {
      description: 'Onboarded, but not paid.',
      entry: ['settle', 'notifyParent'],
    },
    backPress: {
      description: 'Not paid: the person went back.',
      entry: ['settle', 'notifyParent'],
    },
    userAborted: {
      description: 'Not paid: the person gave up.',
      entry: ['settle', 'notifyParent'],
    },
    refunded: {
      description: 'The money came back after a late success.',
      entry: ['settle', 'notifyParent'],
    },
    unresolved: {
      description: 'The server confirms another amount; a person must look.',
      entry: ['settle', 'notifyParent'],
    },
  },
});
