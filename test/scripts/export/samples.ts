import { createMachine } from 'xstate';

/** A machine with one of each thing the exporter must keep. */
export const parcelMachine = createMachine({
  id: 'parcel',
  description: 'A parcel on its way.',
  context: () => ({ tries: 0 }),
  type: 'parallel',
  states: {
    delivery: {
      initial: 'shop',
      on: { cancel: '.shop' },
      states: {
        shop: {
          tags: ['needsUser'],
          on: {
            send: {
              target: 'road',
              actions: ['count', { type: 'log', params: { level: 'info' } }],
            },
          },
        },
        road: {
          tags: ['waiting'],
          entry: 'count',
          invoke: {
            src: 'carry',
            input: () => 1,
            onDone: 'home',
            onError: [
              { guard: 'mayRetry', target: 'road', reenter: true },
              { guard: { type: 'isAtLeast', params: { tries: 2 } }, target: 'shop' },
              { target: 'lost' },
            ],
          },
          after: { patience: { target: 'lost' } },
        },
        lost: { always: { guard: 'mayRetry', target: 'shop' } },
        home: { type: 'final' },
      },
    },
    weather: {
      initial: 'dry',
      states: {
        dry: { on: { 'weather.rain': 'wet' } },
        wet: { on: { 'weather.sun': 'dry', 'weather.*': undefined } },
      },
    },
  },
});
