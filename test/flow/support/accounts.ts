/** Accounts and banks of the simulator's phone, by what is special about them. */
export const axis = '607153';
export const hdfc = '607152';
/** At Axis, with a UPI PIN. */
export const accountWithPin = 'A0760cb548bb4dda9d32e3030863dd5';
/** At Axis, without a UPI PIN. */
export const accountWithoutPin = 'A1f42b9a70c1d4e6c8aa1be5a2c99d07';
