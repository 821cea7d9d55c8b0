import { deviceSetup, NO_PROFILE, NOTHING } from './device.setup.js';

/**
 * The device's way from NOPERMISSION over FRESH and BOUND to LINKED. The session token is the only
 * source of the status: whatever a bind, link, onboarding or deregister call answers, the machine
 * then asks for the token.
 *
 * A bare machine can be looked at. To run one, provide its actors; one that is missing fails with
 * `notReady`. `createUpiFlow` provides all of them.
 *
 * @example
 * ```ts
 * const machine = deviceMachine.provide({ actors: { readSessionToken: fromPromise(readToken) } });
 * const actor = createActor(machine, { input: { timings: defaultTimings } }).start();
 * actor.getSnapshot().matches('checking'); // true
 * ```
 */
export const deviceMachine = deviceSetup.createMachine({
  id: 'device',
  description: 'The way of a device from NOPERMISSION over FRESH and BOUND to LINKED.',
  context: ({ input }) => ({
    ...input,
    status: 'unknown',
    vpaAccounts: NOTHING,
    profile: NO_PROFILE,
    prefix: '',
    sims: NOTHING,
    simId: undefined,
    mobileNumber: undefined,
    bindAttempts: [],
    banks: [],
    bankCode: undefined,
    accounts: NOTHING,
    referenceIds: [],
    vpa: undefined,
    vpaSuggestions: NOTHING,
    mpinReferenceId: undefined,
    card: undefined,
    mpinSkipped: false,
    problem: undefined,
    now: 0,
    deadlineAt: 0,
    tokenEndsAt: 0,
    tokenLeft: 0,
  }),
  initial: 'checking',
  on: {
    'device.refresh': { target: '.checking', actions: 'forgetProblem' },
    'device.stale': '.checking',
    onboard: { target: '.onboarding', actions: 'forgetProblem' },
  },
  states: {
    checking: {
      description: 'Asks for the session token, the only source of the status.',
      tags: 'waiting',
      invoke: {
        src: 'readSessionToken',
        id: 'readSessionToken',
        input: {},
        onDone: [
          {
            guard: { type: 'isNoPermission', params: ({ event }) => ({ token: event.output }) },
            target: 'noPermission',
            actions: { type: 'noteToken', params: ({ event }) => ({ token: event.output }) },
          },
          {
            guard: { type: 'isFreshAfterExpiry', params: ({ event }) => ({ token: event.output }) },
            target: 'fresh.tokenExpired',
            actions: { type: 'noteToken', params: ({ event }) => ({ token: event.output }) },
          },
          {
            guard: {
              type: 'isFreshAfterRefusal',
              params: ({ event }) => ({ token: event.output }),
            },
            target: 'fresh.refused',
            actions: { type: 'noteToken', params: ({ event }) => ({ token: event.output }) },
          },
          {
            guard: {
              type: 'isFreshAfterFailure',
              params: ({ event }) => ({ token: event.output }),
            },
            target: 'fresh.choosingSim',
            actions: { type: 'noteToken', params: ({ event }) => ({ token: event.output }) },
          },
          {
            guard: { type: 'isFresh', params: ({ event }) => ({ token: event.output }) },
            target: 'fresh',
            actions: { type: 'noteToken', params: ({ event }) => ({ token: event.output }) },
          },
          {
            guard: {
              type: 'isBoundAfterFailure',
              params: ({ event }) => ({ token: event.output }),
            },
            target: 'bound.namingVpa',
            actions: { type: 'noteToken', params: ({ event }) => ({ token: event.output }) },
          },
          {
            guard: { type: 'isBound', params: ({ event }) => ({ token: event.output }) },
            target: 'bound',
            actions: { type: 'noteToken', params: ({ event }) => ({ token: event.output }) },
          },
          {
            guard: { type: 'isLinked', params: ({ event }) => ({ token: event.output }) },
            target: 'linked',
            actions: { type: 'noteToken', params: ({ event }) => ({ token: event.output }) },
          },
          {
            target: 'failed',
            actions: { type: 'say', params: { reason: 'unreadable', retry: true } },
          },
        ],
        onError: {
          target: 'failed',
          actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
        },
      },
      on: {
        'device.refresh': {},
        'device.stale': { target: 'checking', reenter: true },
      },
    },
    noPermission: {
      description: 'The app may not read the SIM or send the SMS yet.',
      initial: 'idle',
      states: {
        idle: {
          description: 'Waits for the person to agree to be asked.',
          tags: 'needsUser',
          on: { 'permission.request': 'asking' },
        },
        asking: {
          description: 'Looks whether it was granted meanwhile, then shows the dialog.',
          tags: 'foreground',
          entry: 'forgetProblem',
          on: { 'device.refresh': {}, 'device.stale': {}, onboard: {} },
          initial: 'looking',
          states: {
            looking: {
              description: 'The permission may have been granted in the settings.',
              tags: 'waiting',
              invoke: {
                src: 'checkPermission',
                id: 'checkPermission',
                input: {},
                onDone: [
                  {
                    guard: {
                      type: 'isGranted',
                      params: ({ event }) => ({ granted: event.output }),
                    },
                    target: '#device.checking',
                  },
                  { target: 'prompting' },
                ],
                onError: 'prompting',
              },
            },
            prompting: {
              description: 'The dialog of the system is up.',
              tags: 'waiting',
              invoke: {
                src: 'askPermission',
                id: 'askPermission',
                input: {},
                onDone: [
                  {
                    guard: {
                      type: 'isGranted',
                      params: ({ event }) => ({ granted: event.output }),
                    },
                    target: '#device.checking',
                  },
                  {
                    target: '#device.noPermission.refused',
                    actions: { type: 'say', params: { reason: 'permissionDenied', retry: true } },
                  },
                ],
                onError: {
                  target: '#device.noPermission.refused',
                  actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
                },
              },
            },
          },
        },
        refused: {
          description: 'The person, or the system, said no.',
          tags: 'needsUser',
          on: {
            'permission.request': 'asking',
            'app.foreground': { target: '#device.checking', actions: 'forgetProblem' },
            'device.cancel': { target: 'idle', actions: 'forgetProblem' },
          },
        },
      },
    },
    fresh: {
      description: 'Permitted, not registered.',
      initial: 'readingSims',
      on: {
        'device.cancel': { target: '.idle', actions: 'forgetProblem' },
      },
      states: {
        idle: {
          description: 'At rest; refresh lists the SIMs again.',
          tags: 'needsUser',
          on: { 'device.cancel': {} },
        },
        readingSims: {
          description: 'Reads the SIMs of the phone.',
          tags: 'waiting',
          invoke: {
            src: 'readSims',
            id: 'readSims',
            input: {},
            onDone: {
              target: 'choosingSim',
              actions: { type: 'noteSims', params: ({ event }) => ({ sims: event.output }) },
            },
            onError: {
              target: 'choosingSim',
              actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
        choosingSim: {
          description: 'Waits for the person to choose a SIM.',
          tags: 'needsUser',
          on: {
            'sim.select': {
              guard: { type: 'isListedSim', params: ({ event }) => ({ simId: event.simId }) },
              target: 'binding',
              actions: {
                type: 'chooseSim',
                params: ({ event }) => ({ simId: event.simId, mobileNumber: event.mobileNumber }),
              },
            },
            'device.retry': [
              { guard: 'hasNoSims', target: 'readingSims', actions: 'forgetProblem' },
              { guard: 'hasChosenSim', target: 'binding', actions: 'forgetProblem' },
            ],
          },
        },
        binding: {
          description: 'One SMS token: asked for, sent, verified, or over.',
          tags: 'foreground',
          on: { 'device.refresh': {}, 'device.stale': {}, onboard: {} },
          initial: 'counting',
          states: {
            counting: {
              description: 'The rails block a device after three tokens a day: counted first.',
              tags: 'waiting',
              invoke: {
                src: 'countBindAttempt',
                id: 'countBindAttempt',
                input: ({ context }) => ({ limit: context.timings.bindAttempts }),
                onDone: [
                  {
                    guard: { type: 'isAllowed', params: ({ event }) => ({ quota: event.output }) },
                    target: 'token',
                    actions: {
                      type: 'noteQuota',
                      params: ({ event }) => ({ quota: event.output }),
                    },
                  },
                  {
                    target: '#device.fresh.refused',
                    actions: [
                      { type: 'noteQuota', params: ({ event }) => ({ quota: event.output }) },
                      { type: 'say', params: { reason: 'bindLimit', retry: false } },
                    ],
                  },
                ],
                onError: {
                  target: '#device.fresh.choosingSim',
                  actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
                },
              },
            },
            token: {
              description:
                'A token is alive until its end; what comes later moves nothing by itself.',
              entry: ['stamp', 'startTokenClock'],
              initial: 'requesting',
              states: {
                requesting: {
                  description: 'The SDK fetches the token, sends the SMS and waits.',
                  tags: 'waiting',
                  invoke: [
                    {
                      src: 'bindDevice',
                      id: 'bindDevice',
                      input: ({ context }) => ({
                        simId: context.simId ?? '',
                        mobileNumber: context.mobileNumber,
                      }),
                      onDone: [
                        {
                          guard: {
                            type: 'isVerifying',
                            params: ({ event }) => ({ answer: event.output }),
                          },
                          target: 'verifying',
                          actions: [
                            'stamp',
                            {
                              type: 'noteTokenEnd',
                              params: ({ event }) => ({ answer: event.output }),
                            },
                          ],
                        },
                        { target: '#device.checking' },
                      ],
                      onError: {
                        target: '#device.checking',
                        actions: {
                          type: 'noteProblem',
                          params: ({ event }) => ({ error: event.error }),
                        },
                      },
                    },
                    {
                      src: 'deadline',
                      id: 'tokenDeadline',
                      input: ({ context }) => ({ at: context.tokenEndsAt }),
                    },
                  ],
                  on: {
                    'deadline.passed': {
                      target: '#device.fresh.tokenExpired',
                      actions: { type: 'say', params: { reason: 'smsTokenExpired', retry: true } },
                    },
                  },
                },
                verifying: {
                  description: 'The SMS is on its way; a short wait before the next look.',
                  tags: 'waiting',
                  entry: ['stamp', 'startBindPoll'],
                  always: {
                    guard: 'tokenIsOver',
                    target: '#device.fresh.tokenExpired',
                    actions: { type: 'say', params: { reason: 'smsTokenExpired', retry: true } },
                  },
                  invoke: {
                    src: 'deadline',
                    id: 'bindPollDeadline',
                    input: ({ context }) => ({ at: context.deadlineAt }),
                  },
                  on: { 'deadline.passed': 'looking' },
                },
                looking: {
                  description: 'Asks for the session token while the SMS is being verified.',
                  tags: 'waiting',
                  invoke: {
                    src: 'readSessionToken',
                    id: 'lookAtSessionToken',
                    input: {},
                    onDone: [
                      {
                        guard: {
                          type: 'isStillFresh',
                          params: ({ event }) => ({ token: event.output }),
                        },
                        target: 'verifying',
                      },
                      { target: '#device.checking' },
                    ],
                    onError: 'verifying',
                  },
                },
              },
            },
          },
        },
        tokenExpired: {
          description: 'The SMS was not verified in time; a new token may be asked for.',
          tags: 'needsUser',
          on: { 'device.retry': { target: 'binding', actions: 'forgetProblem' } },
        },
        refused: {
          description:
            'The rails said no to this device, SIM or number, or it was tried too often.',
          tags: 'needsUser',
          on: { 'device.retry': { target: 'binding', actions: 'forgetProblem' } },
        },
      },
    },
    bound: {
      description: 'Registered, no account linked.',
      initial: 'readingBanks',
      on: {
        'device.cancel': { target: '.idle', actions: 'forgetProblem' },
        'device.deregister': { target: 'deregistering', actions: 'forgetProblem' },
      },
      states: {
        idle: {
          description: 'At rest; refresh lists the banks again.',
          tags: 'needsUser',
          on: { 'device.cancel': {} },
        },
        readingBanks: {
          description: 'Reads the banks that take part in UPI.',
          tags: 'waiting',
          entry: 'forgetChoices',
          invoke: {
            src: 'readBanks',
            id: 'readBanks',
            input: {},
            onDone: {
              target: 'choosingBank',
              actions: { type: 'noteBanks', params: ({ event }) => ({ banks: event.output }) },
            },
            onError: {
              target: 'choosingBank',
              actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
        choosingBank: {
          description: 'Waits for the person to choose a bank.',
          tags: 'needsUser',
          on: {
            'bank.select': {
              guard: {
                type: 'isListedBank',
                params: ({ event }) => ({ bankCode: event.bankCode }),
              },
              target: 'readingAccounts',
              actions: {
                type: 'chooseBank',
                params: ({ event }) => ({ bankCode: event.bankCode }),
              },
            },
            'device.retry': {
              guard: 'hasNoBanks',
              target: 'readingBanks',
              actions: 'forgetProblem',
            },
          },
        },
        readingAccounts: {
          description: 'Asks the bank for the accounts behind the number of the SIM.',
          tags: 'waiting',
          invoke: {
            src: 'readAccounts',
            id: 'readAccounts',
            input: ({ context }) => ({ bankCode: context.bankCode ?? '' }),
            onDone: {
              target: 'choosingAccount',
              actions: {
                type: 'noteAccounts',
                params: ({ event }) => ({ accounts: event.output }),
              },
            },
            onError: {
              target: 'choosingAccount',
              actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
        choosingAccount: {
          description: 'Waits for the person to choose one account or more.',
          tags: 'needsUser',
          on: {
            'account.select': {
              guard: {
                type: 'areListedAccounts',
                params: ({ event }) => ({ referenceIds: event.referenceIds }),
              },
              target: 'namingVpa',
              actions: {
                type: 'chooseAccounts',
                params: ({ event }) => ({ referenceIds: event.referenceIds }),
              },
            },
            'bank.select': {
              guard: {
                type: 'isListedBank',
                params: ({ event }) => ({ bankCode: event.bankCode }),
              },
              target: 'readingAccounts',
              actions: {
                type: 'chooseBank',
                params: ({ event }) => ({ bankCode: event.bankCode }),
              },
            },
            'device.retry': {
              guard: 'hasNoAccounts',
              target: 'readingAccounts',
              actions: 'forgetProblem',
            },
          },
        },
        namingVpa: {
          description: 'Waits for the person to choose an address.',
          tags: 'needsUser',
          on: {
            'vpa.select': {
              target: 'checkingVpa',
              actions: { type: 'chooseVpa', params: ({ event }) => ({ vpa: event.vpa }) },
            },
            'account.select': {
              guard: {
                type: 'areListedAccounts',
                params: ({ event }) => ({ referenceIds: event.referenceIds }),
              },
              target: 'namingVpa',
              actions: {
                type: 'chooseAccounts',
                params: ({ event }) => ({ referenceIds: event.referenceIds }),
              },
            },
            'device.retry': {
              guard: 'hasChosenVpa',
              target: 'checkingVpa',
              actions: 'forgetProblem',
            },
          },
        },
        checkingVpa: {
          description: 'Asks whether the address is free; if so, linking begins.',
          tags: ['waiting', 'foreground'],
          invoke: {
            src: 'checkVpa',
            id: 'checkVpa',
            input: ({ context }) => ({ vpa: context.vpa }),
            onDone: [
              {
                guard: { type: 'isAvailable', params: ({ event }) => ({ answer: event.output }) },
                target: 'linking',
              },
              {
                target: 'namingVpa',
                actions: [
                  { type: 'noteSuggestions', params: ({ event }) => ({ answer: event.output }) },
                  { type: 'say', params: { reason: 'vpaTaken', retry: false } },
                ],
              },
            ],
            onError: {
              target: 'namingVpa',
              actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
        linking: {
          description: 'Links the accounts to the address.',
          tags: ['waiting', 'foreground'],
          on: {
            'device.cancel': {},
            'device.refresh': {},
            'device.stale': {},
            'device.deregister': {},
            onboard: {},
          },
          invoke: {
            src: 'linkAccounts',
            id: 'linkAccounts',
            input: ({ context }) => ({
              vpa: context.vpa,
              referenceIds: context.referenceIds,
            }),
            onDone: '#device.checking',
            onError: {
              target: '#device.checking',
              actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
      },
    },
    linked: {
      description: 'Registered with accounts: ready to pay.',
      initial: 'arriving',
      on: { 'device.deregister': { target: 'deregistering', actions: 'forgetProblem' } },
      states: {
        arriving: {
          description: 'Looks whether an account still lacks its UPI PIN.',
          always: [{ guard: 'pinIsMissing', target: 'pinMissing' }, { target: 'idle' }],
        },
        idle: {
          description: 'At rest.',
          tags: 'needsUser',
        },
        pinMissing: {
          description: 'An account lacks its UPI PIN; the person sets it, or skips.',
          tags: 'needsUser',
          on: {
            'mpin.set': {
              guard: {
                type: 'isLinkedAccount',
                params: ({ event }) => ({ referenceId: event.referenceId }),
              },
              target: 'settingMpin',
              actions: {
                type: 'chooseMpinAccount',
                params: ({ event }) => ({ referenceId: event.referenceId, card: event.card }),
              },
            },
            'mpin.skip': { target: 'idle', actions: 'skipMpin' },
          },
        },
        settingMpin: {
          description: 'The PIN page of NPCI is up.',
          tags: ['waiting', 'foreground'],
          on: { 'device.refresh': {}, 'device.stale': {}, 'device.deregister': {}, onboard: {} },
          exit: 'forgetCard',
          invoke: {
            src: 'setMpin',
            id: 'setMpin',
            input: ({ context }) => ({
              vpaAccounts: context.vpaAccounts,
              referenceId: context.mpinReferenceId ?? '',
              prefix: context.prefix,
              card: context.card,
            }),
            onDone: '#device.checking',
            onError: {
              target: '#device.checking',
              actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
      },
    },
    deregistering: {
      description: 'Removes the binding and every link.',
      tags: ['waiting', 'foreground'],
      on: { 'device.refresh': {}, 'device.stale': {}, onboard: {} },
      invoke: {
        src: 'deregister',
        id: 'deregister',
        input: {},
        onDone: 'checking',
        onError: {
          target: 'checking',
          actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
        },
      },
    },
    onboarding: {
      description: "The SDK's own screens lead the person through everything.",
      tags: ['waiting', 'foreground'],
      on: { 'device.refresh': {}, 'device.stale': {}, onboard: {} },
      invoke: {
        src: 'runOnboarding',
        id: 'runOnboarding',
        input: {},
        onDone: 'checking',
        onError: {
          target: 'checking',
          actions: { type: 'noteProblem', params: ({ event }) => ({ error: event.error }) },
        },
      },
    },
    failed: {
      description: 'The status could not be read; the last confirmed one still stands.',
      tags: 'needsUser',
      on: { 'device.retry': { target: 'checking', actions: 'forgetProblem' } },
    },
  },
});
