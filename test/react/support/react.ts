import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import { failOnComplaints } from './complaints.js';

// React then complains of every update that a test did not wait for.
Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

failOnComplaints();
// The last registered runs first: what React says while it cleans up counts.
afterEach(cleanup);
