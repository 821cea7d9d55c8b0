import type { ClaimsBase, VpaAccount } from '../../core/protocol/index.js';

/** What a command is checked against, besides its own shape. */
export interface CommandContext {
  readonly base: ClaimsBase;
  /** The linked accounts, with their addresses. */
  readonly vpaAccounts: readonly VpaAccount[];
}
