import { fromPromise, setup } from 'xstate';

/** A machine with one of each thing the exporter must keep. */
export const parcelMachine = setup({
  types: {
    context: {} as { tries: number },
    events: {} as
      | { type: 'send' }
      | { type: 'cancel' }
      | { type: 'weather.rain' }
      | { type: 'weather.sun' },
  },
  actors: { carry: fromPromise(() => Promise.resolve('home')) },
  actions: { count: () => {}, log: (_, _params: { level: string }) => {} },
  guards: { mayRetry: () => true, isAtLeast: (_, params: { tries: number }) => params.tries > 0 },
  delays: { patience: 1000 },
}).createMachine({
  id: 'parcel',
  description: 'A parcel on its way.',
  context: () => ({ tries: 0 }),
  type: 'parallel',
  states: {
    delivery: {
      description: 'Where the parcel is.',
      initial: 'shop',
      on: { cancel: '.shop' },
      states: {
        shop: {
          description: 'Nobody has asked for it.',
          tags: ['needsUser'],
          on: {
            send: {
              target: 'road',
              actions: ['count', { type: 'log', params: { level: 'info' } }],
            },
          },
        },
        road: {
          description: 'Somebody carries it.',
          tags: ['waiting'],
          entry: 'count',
          invoke: {
            src: 'carry',
            input: ({ context }) => context.tries,
            onDone: 'home',
            onError: [
              { guard: 'mayRetry', target: 'road', reenter: true },
              { guard: { type: 'isAtLeast', params: { tries: 2 } }, target: 'shop' },
              { target: 'lost' },
            ],
          },
          after: { patience: { target: 'lost' } },
        },
        lost: {
          description: 'Nobody knows where it is.',
          always: { guard: 'mayRetry', target: 'shop' },
        },
        home: { description: 'It arrived.', type: 'final' },
      },
    },
    weather: {
      description: 'What falls from the sky.',
      initial: 'dry',
      states: {
        dry: { description: 'Nothing.', on: { 'weather.rain': 'wet' } },
        wet: { description: 'Rain.', on: { 'weather.sun': 'dry', 'weather.*': undefined } },
      },
    },
  },
});
