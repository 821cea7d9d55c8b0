/** Files that are judged together, by tests that are about them and quick. */
export interface Group {
  readonly name: string;
  /** The files that are changed, one place at a time. */
  readonly files: readonly string[];
  /** The tests that must notice; globs. */
  readonly tests: readonly string[];
}

/** Everything that decides about money. A mutant costs what its tests cost, so they are few. */
export const GROUPS: readonly Group[] = [
  {
    name: 'outcome',
    files: ['core/protocol/{outcome,order-status,server-object,status-words,refunds}.ts'],
    tests: [
      'test/core/protocol/outcome*.test.ts',
      'test/core/protocol/{server-objects,refunds}.test.ts',
      'test/hostile/server-objects.test.ts',
      'test/docs/protocol-answers.test.ts',
    ],
  },
  {
    name: 'claims',
    files: ['core/protocol/requests/signed-claims.ts'],
    tests: ['test/core/protocol/requests/signed-claims*.test.ts'],
  },
  {
    name: 'record',
    files: ['machines/payment/record.ts', 'machines/payment/verdict.ts', 'core/model/order.ts'],
    tests: [
      'test/machines/payment/{record,verdict,machine}*.test.ts',
      'test/core/model/order-history.test.ts',
    ],
  },
  {
    name: 'payment',
    files: [
      'machines/payment/machine.ts',
      'machines/payment/setup.ts',
      'machines/payment/status-mistakes.ts',
    ],
    tests: ['test/machines/payment/{payment,machine}*.test.ts'],
  },
  {
    name: 'root',
    files: [
      'machines/upi-flow/machine.ts',
      'machines/upi-flow/setup.ts',
      'machines/upi-flow/orders.ts',
      'machines/look-up/machine.ts',
    ],
    tests: [
      'test/machines/{upi-flow,look-up}/machine.test.ts',
      'test/machines/upi-flow/{root,orders}*.test.ts',
      'test/hostile/server-objects.test.ts',
    ],
  },
  {
    name: 'reads',
    files: ['src/actors/status-reads.ts'],
    tests: ['test/actors/status-reads.test.ts'],
  },
  {
    name: 'client',
    files: ['src/sdk/sdk-client.ts'],
    tests: ['test/sdk/sdk-client*.test.ts'],
  },
  {
    name: 'commands',
    files: [
      'machines/upi-flow/command-needs.ts',
      'machines/upi-flow/paying-account.ts',
      'src/commands/commands.ts',
      'src/commands/fields.ts',
      'src/commands/missing-account.ts',
      'src/commands/read-inform.ts',
      'src/commands/read-payment.ts',
      'src/commands/rejection-of.ts',
      'src/commands/resolve-command.ts',
      'src/commands/with-ids.ts',
    ],
    tests: ['test/commands/{commands-,rejections,default-account}*.test.ts'],
  },
  {
    name: 'actors',
    files: [
      'src/actors/payment-actors.ts',
      'src/actors/root-actors.ts',
      'src/actors/restore-orders.ts',
      'src/actors/request-status.ts',
      'src/actors/sign.ts',
    ],
    tests: [
      'test/actors/{payment-actors,restore-orders,root-actors,sign}.test.ts',
      'test/flow/lifecycle.test.ts',
    ],
  },
  {
    name: 'journal',
    files: [
      'src/journal/journal.ts',
      'src/platform/web-locks.ts',
      'src/journal/{claim-order,doors,evidence,lossy-storage-error,run-exclusive,settled-promises,texts}.ts',
      'src/journal/{unsaved,write-order}.ts',
    ],
    tests: [
      'test/journal/journal*.test.ts',
      'test/platform/platform-locks.test.ts',
      'test/journal/{unsaved,quarantine,restore}.test.ts',
    ],
  },
  {
    name: 'storage-lists',
    files: [
      'src/journal/{bind-attempts,migrate,open-index,order-records,order-storage}.ts',
      'src/journal/{quarantine,restore-orders,settle,settled-log,replicas}.ts',
    ],
    tests: [
      'test/journal/storage-lists*.test.ts',
      'test/journal/{quarantine,restore,stored-tokens}.test.ts',
    ],
  },
  {
    name: 'storage-texts',
    files: [
      'core/model/digest.ts',
      'core/model/read-json.ts',
      'src/journal/{checksum,keys,legacy-orders,recover,scan-damaged-json}.ts',
      'src/journal/{scope,stored-order,stored-tokens}.ts',
    ],
    tests: [
      'test/journal/storage-texts*.test.ts',
      'test/journal/{legacy-orders,stored-tokens,quarantine}.test.ts',
    ],
  },
];
