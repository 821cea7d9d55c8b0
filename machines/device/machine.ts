import { deviceSetup, NO_PROFILE, NOTHING } from './setup.js';

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
 * const actor = createActor(machine, { input: { timings, clock } }).start();
 * actor.getSnapshot().matches('checking'); // true
 * ```
 */
export const deviceMachine = deviceSetup.createMachine({
  id: 'device',
  description: 'The way of a device from NOPERMISSION over FRESH and BOUND to LINKED.',
  context: ({ input }) => ({
    ...input,
    status: 'unknown',
    tokenStatus: undefined,
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
    deadlineAt: 0,
    tokenEndsAt: 0,
    tokenLeft: 0,
    bindWait: 0,
  }),
  initial: 'checking',
  on: {
    'device.refresh': { target: '.checking', actions: 'clearProblem' },
    'device.stale': '.checking',
    onboard: { target: '.onboarding', actions: 'clearProblem' },
  },
  states: {
    checking: {
      description: 'Asks for the session token, the only source of the status.',
      tags: 'waiting',
      invoke: {
        src: 'readSessionToken',
        id: 'readSessionToken',
        input: {},
        onDone: { target: 'deciding', actions: 'assignToken' },
        onError: {
          target: 'failed',
          actions: 'assignProblem',
        },
      },
      on: {
        'device.refresh': {},
        'device.stale': { target: 'checking', reenter: true },
      },
    },
    deciding: {
      description: 'The token said what the device is; one that nobody understands says nothing.',
      always: [
        { guard: 'isNoPermission', target: 'noPermission' },
        { guard: 'isFresh', target: 'fresh' },
        { guard: 'isBound', target: 'bound' },
        { guard: 'isLinked', target: 'linked' },
        {
          target: 'failed',
          actions: { type: 'setProblem', params: { reason: 'unreadable', retry: true } },
        },
      ],
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
          entry: 'clearProblem',
          on: { 'device.refresh': {}, 'device.stale': {}, onboard: {} },
          initial: 'checkingPermission',
          states: {
            checkingPermission: {
              description: 'The permission may have been granted in the settings.',
              tags: 'waiting',
              invoke: {
                src: 'checkPermission',
                id: 'checkPermission',
                input: {},
                onDone: [
                  {
                    guard: 'isGranted',
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
                    guard: 'isGranted',
                    target: '#device.checking',
                  },
                  {
                    target: '#device.noPermission.refused',
                    actions: {
                      type: 'setProblem',
                      params: { reason: 'permissionDenied', retry: true },
                    },
                  },
                ],
                onError: {
                  target: '#device.noPermission.refused',
                  actions: 'assignProblem',
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
            'app.foreground': { target: '#device.checking', actions: 'clearProblem' },
            'device.cancel': { target: 'idle', actions: 'clearProblem' },
          },
        },
      },
    },
    fresh: {
      description: 'Permitted, not registered.',
      initial: 'routing',
      on: {
        'device.cancel': { target: '.idle', actions: 'clearProblem' },
      },
      states: {
        routing: {
          description: 'A try that failed before leads back to where it can be repeated.',
          always: [
            { guard: 'tokenWasLate', target: 'tokenExpired' },
            { guard: 'wasRefused', target: 'refused' },
            { guard: 'bindFailed', target: 'choosingSim' },
            { target: 'readingSims' },
          ],
        },
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
              actions: 'assignSims',
            },
            onError: {
              target: 'choosingSim',
              actions: 'assignProblem',
            },
          },
        },
        choosingSim: {
          description: 'Waits for the person to choose a SIM.',
          tags: 'needsUser',
          on: {
            'sim.select': {
              guard: 'isListedSim',
              target: 'binding',
              actions: 'assignSim',
            },
            'device.retry': [
              { guard: 'hasNoSims', target: 'readingSims', actions: 'clearProblem' },
              { guard: 'hasChosenSim', target: 'binding', actions: 'clearProblem' },
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
                    guard: 'isAllowed',
                    target: 'token',
                    actions: 'assignQuota',
                  },
                  {
                    target: '#device.fresh.refused',
                    actions: [
                      'assignQuota',
                      { type: 'setProblem', params: { reason: 'bindLimit', retry: false } },
                    ],
                  },
                ],
                onError: {
                  target: '#device.fresh.choosingSim',
                  actions: 'assignProblem',
                },
              },
            },
            token: {
              description:
                'A token is alive until its end; what comes later moves nothing by itself.',
              entry: 'startTokenClock',
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
                          guard: 'isVerifying',
                          target: 'verifying',
                          actions: 'assignTokenEnd',
                        },
                        { target: '#device.checking' },
                      ],
                      onError: {
                        target: '#device.checking',
                        actions: 'assignProblem',
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
                      actions: {
                        type: 'setProblem',
                        params: { reason: 'smsTokenExpired', retry: true },
                      },
                    },
                  },
                },
                verifying: {
                  description: 'The SMS is on its way; a short wait before the next look.',
                  tags: 'waiting',
                  entry: 'startBindPoll',
                  always: {
                    guard: 'tokenIsOver',
                    target: '#device.fresh.tokenExpired',
                    actions: {
                      type: 'setProblem',
                      params: { reason: 'smsTokenExpired', retry: true },
                    },
                  },
                  invoke: {
                    src: 'deadline',
                    id: 'bindPollDeadline',
                    input: ({ context }) => ({ at: context.deadlineAt }),
                  },
                  on: { 'deadline.passed': 'pollingToken' },
                },
                pollingToken: {
                  description: 'Asks for the session token while the SMS is being verified.',
                  tags: 'waiting',
                  invoke: {
                    src: 'readSessionToken',
                    id: 'pollSessionToken',
                    input: {},
                    onDone: [
                      {
                        guard: 'isStillFresh',
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
          on: { 'device.retry': { target: 'binding', actions: 'clearProblem' } },
        },
        refused: {
          description:
            'The rails said no to this device, SIM or number, or it was tried too often.',
          tags: 'needsUser',
          on: { 'device.retry': { target: 'binding', actions: 'clearProblem' } },
        },
      },
    },
    bound: {
      description: 'Registered, no account linked.',
      initial: 'routing',
      on: {
        'device.cancel': { target: '.idle', actions: 'clearProblem' },
        'device.deregister': { target: 'deregistering', actions: 'clearProblem' },
      },
      states: {
        routing: {
          description: 'Linking that failed before can be repeated with another address.',
          always: [{ guard: 'linkFailed', target: 'namingVpa' }, { target: 'readingBanks' }],
        },
        idle: {
          description: 'At rest; refresh lists the banks again.',
          tags: 'needsUser',
          on: { 'device.cancel': {} },
        },
        readingBanks: {
          description: 'Reads the banks that take part in UPI.',
          tags: 'waiting',
          entry: 'clearChoices',
          invoke: {
            src: 'readBanks',
            id: 'readBanks',
            input: {},
            onDone: {
              target: 'choosingBank',
              actions: 'assignBanks',
            },
            onError: {
              target: 'choosingBank',
              actions: 'assignProblem',
            },
          },
        },
        choosingBank: {
          description: 'Waits for the person to choose a bank.',
          tags: 'needsUser',
          on: {
            'bank.select': {
              guard: 'isListedBank',
              target: 'readingAccounts',
              actions: 'assignBank',
            },
            'device.retry': {
              guard: 'hasNoBanks',
              target: 'readingBanks',
              actions: 'clearProblem',
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
              actions: 'assignAccounts',
            },
            onError: {
              target: 'choosingAccount',
              actions: 'assignProblem',
            },
          },
        },
        choosingAccount: {
          description: 'Waits for the person to choose one account or more.',
          tags: 'needsUser',
          on: {
            'account.select': {
              guard: 'areListedAccounts',
              target: 'namingVpa',
              actions: 'assignChosenAccounts',
            },
            'bank.select': {
              guard: 'isListedBank',
              target: 'readingAccounts',
              actions: 'assignBank',
            },
            'device.retry': {
              guard: 'hasNoAccounts',
              target: 'readingAccounts',
              actions: 'clearProblem',
            },
          },
        },
        namingVpa: {
          description: 'Waits for the person to choose an address.',
          tags: 'needsUser',
          on: {
            'vpa.select': {
              target: 'checkingVpa',
              actions: 'assignVpa',
            },
            'account.select': {
              guard: 'areListedAccounts',
              target: 'namingVpa',
              actions: 'assignChosenAccounts',
            },
            'device.retry': {
              guard: 'hasChosenVpa',
              target: 'checkingVpa',
              actions: 'clearProblem',
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
                guard: 'isAvailable',
                target: 'linking',
              },
              {
                target: 'namingVpa',
                actions: [
                  'assignSuggestions',
                  { type: 'setProblem', params: { reason: 'vpaTaken', retry: false } },
                ],
              },
            ],
            onError: {
              target: 'namingVpa',
              actions: 'assignProblem',
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
              actions: 'assignProblem',
            },
          },
        },
      },
    },
    linked: {
      description: 'Registered with accounts: ready to pay.',
      initial: 'routing',
      on: { 'device.deregister': { target: 'deregistering', actions: 'clearProblem' } },
      states: {
        routing: {
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
              guard: 'isLinkedAccount',
              target: 'settingMpin',
              actions: 'assignMpinAccount',
            },
            'mpin.skip': { target: 'idle', actions: 'skipMpin' },
          },
        },
        settingMpin: {
          description: 'The PIN page of NPCI is up.',
          tags: ['waiting', 'foreground'],
          on: { 'device.refresh': {}, 'device.stale': {}, 'device.deregister': {}, onboard: {} },
          exit: 'clearCard',
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
              actions: 'assignProblem',
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
          actions: 'assignProblem',
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
          actions: 'assignProblem',
        },
      },
    },
    failed: {
      description: 'The status could not be read; the last confirmed one still stands.',
      tags: 'needsUser',
      on: { 'device.retry': { target: 'checking', actions: 'clearProblem' } },
    },
  },
});
