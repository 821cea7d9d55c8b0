import type { ClaimsBase } from '../protocol/index.js';
import type { UpiAccount } from '../view/accounts.js';

/** What a command is checked against, besides its own shape. */
export interface CommandContext {
  readonly base: ClaimsBase;
  readonly accounts: readonly UpiAccount[];
  readonly newId: () => string;
}
