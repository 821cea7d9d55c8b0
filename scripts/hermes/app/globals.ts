import { AbortController } from 'abort-controller/dist/abort-controller.js';

// XState makes one for every promise actor. React Native's InitializeCore (setUpXHR.js) takes it
// from the same file.
Object.assign(globalThis, { AbortController });
