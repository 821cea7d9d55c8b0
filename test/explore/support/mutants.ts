/** One place of the product, and what stands there instead. */
export interface Edit {
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

/** One way to break the product. */
export interface Mutant {
  readonly name: string;
  /** Where the search starts: 1, unless what notices it is rare. */
  readonly seed?: number;
  /** The rules that may notice: any other one would be luck. */
  readonly rules: readonly string[];
  readonly edits: readonly Edit[];
}

/** Ways to break money safety and liveness. The explorer must catch every one of them. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the journal write is skipped',
    rules: ['M1'],
    edits: [
      {
        file: 'src/journal.ts',
        text: '        await writeOrder(orders, order);\n        // Another process',
        instead:
          '        if (orders.length >= 0) return { claimed: true };\n        // Another process',
      },
    ],
  },
  {
    name: 'a timeout counts as failed',
    rules: ['S3'],
    edits: [
      {
        file: 'machines/payment.machine.ts',
        text: "            'deadline.passed': 'pending',\n            'sdk.terminated'",
        instead: "            'deadline.passed': '#payment.notSent',\n            'sdk.terminated'",
      },
    ],
  },
  {
    name: 'the requestId is not compared',
    rules: ['S4', 'S3'],
    edits: [
      {
        file: 'src/sdk-client.ts',
        text: 'const request = requestId === undefined ? undefined : open.get(requestId);',
        instead: "const request = open.get(requestId ?? '') ?? [...open.values()].at(-1);",
      },
    ],
  },
  {
    name: 'FAILURE with U67 counts as failed',
    seed: 850,
    rules: ['S3'],
    edits: [
      {
        file: 'src/protocol/outcome.ts',
        text: "return moved !== (means === 'paid' ? 'yes' : 'no');",
        instead: 'return false;',
      },
    ],
  },
  {
    name: 'PENDING counts as failed',
    rules: ['S3'],
    edits: [
      {
        file: 'src/protocol/outcome.ts',
        text: "  NEW: { means: 'notPaid', outcome: 'failure', certain: false },",
        instead:
          "  NEW: { means: 'notPaid', outcome: 'failure', certain: false },\n  PENDING: { means: 'notPaid', outcome: 'failure', certain: true },",
      },
    ],
  },
  {
    name: 'a payment waits for ever',
    rules: ['L1', 'S5'],
    edits: [
      {
        file: 'machines/payment.machine.ts',
        text: "            'deadline.passed': 'pending',\n            'sdk.terminated'",
        instead: "            'sdk.terminated'",
      },
    ],
  },
  {
    name: 'unsettled orders are not looked up after a restart',
    rules: ['S3'],
    edits: [
      {
        file: 'machines/upi-flow.setup.ts',
        text: 'for (const order of orders.filter((one) => !one.settled)) {',
        instead: 'for (const order of orders.filter(() => false)) {',
      },
    ],
  },
  {
    name: 'the word of the SDK settles without the server',
    seed: 5300,
    rules: ['S3'],
    edits: [
      {
        file: 'machines/payment-verdict.ts',
        text: "  if (context.canQueryStatus && context.reading === undefined) return verdict === 'open';\n",
        instead: '',
      },
    ],
  },
  {
    name: 'the answer goes straight to the verdict',
    seed: 102400,
    rules: ['S3'],
    edits: [
      {
        file: 'src/protocol/outcome.ts',
        text: "      return report?.means === 'notPaid' ? notPaid(report.outcome) : { is: 'open' };",
        instead: "      return notPaid(report?.outcome ?? 'failure');",
      },
    ],
  },
  {
    name: 'two operations share the screen',
    rules: ['S9'],
    edits: [
      {
        file: 'machines/order-book.ts',
        text: 'return !deviceHoldsScreen && !callHoldsScreen && !Object.values(orders).some(holdsScreen);',
        instead: 'return [deviceHoldsScreen, callHoldsScreen, orders].length > 0;',
      },
    ],
  },
  {
    name: 'stop leaves the listener',
    rules: ['S8'],
    edits: [
      {
        file: 'src/sdk-client.ts',
        text: '      unsubscribe?.();\n',
        instead: '',
      },
    ],
  },
  {
    name: 'stop leaves the timers',
    rules: ['S8'],
    edits: [
      {
        file: 'src/flow.ts',
        text: '      host.deadlines.clear();\n',
        instead: '',
      },
    ],
  },
  {
    name: 'a rejected command is repeated in the notice',
    rules: ['S7'],
    edits: [
      {
        file: 'src/flow.ts',
        text: 'command: commandName(command), reason',
        instead: 'command: JSON.stringify(command), reason',
      },
    ],
  },
  {
    name: 'the amount is not compared',
    rules: ['S3'],
    edits: [
      {
        file: 'src/protocol/outcome.ts',
        text: 'return facts.amount === undefined || sameAmount(facts.amount, reading.amount);',
        instead: 'return facts.amount === undefined || reading.amount !== facts.orderId;',
      },
    ],
  },
  {
    name: 'a silent server is waited for without a clock',
    rules: ['S5', 'L1'],
    edits: [
      {
        file: 'src/wiring/payment-actors.ts',
        text: 'const answer = await withDeadline(deadlines, timings.status, asked, () =>',
        instead:
          'const answer = await ((_a, _b, promise, _c) => promise)(deadlines, timings.status, asked, () =>',
      },
    ],
  },
  {
    name: 'a call to the SDK has no clock',
    rules: ['S5', 'L1'],
    edits: [
      {
        file: 'src/sdk-client.ts',
        text: '        timeout === undefined\n          ? undefined\n          : deadlines.after(',
        instead: '        timeout !== 0\n          ? undefined\n          : deadlines.after(',
      },
    ],
  },
  {
    name: 'the SDK is initiated twice',
    rules: ['S1', 'L1'],
    edits: [
      {
        file: 'src/sdk-client.ts',
        text: '    handOver(\n      () => sdk.terminate(),\n      () => {},\n    );\n',
        instead: '',
      },
    ],
  },
  {
    name: 'a timeout sends the payment again',
    rules: ['S2'],
    edits: [
      {
        file: 'machines/payment.machine.ts',
        text: "            'deadline.passed': 'pending',\n            'sdk.terminated'",
        instead:
          "            'deadline.passed': { target: '#payment.open', reenter: true },\n            'sdk.terminated'",
      },
      { file: 'src/sdk-client.ts', text: 'if (sent.has(requestId)) {', instead: 'if (stopped) {' },
    ],
  },
  {
    name: 'an open order may be tried again',
    rules: ['S2', 'S9'],
    edits: [
      {
        file: 'machines/order-book.ts',
        text: 'return !isOld && (order === undefined || endedUnpaid(order));',
        instead: "return !isOld && order?.status !== 'success';",
      },
      {
        file: 'src/journal.ts',
        text: 'if (existing !== undefined && !endedUnpaid(existing)) return',
        instead: "if (existing?.status === 'success') return",
      },
    ],
  },
  {
    name: 'the poll of a restored order has no deadline',
    rules: ['L1'],
    edits: [
      {
        file: 'machines/payment.setup.ts',
        text: 'deadlineAt: now + pollDelay };',
        instead: 'deadlineAt: isFirst ? Number.POSITIVE_INFINITY : now + pollDelay };',
      },
    ],
  },
  {
    name: 'a restored order is settled as failed',
    rules: ['S3'],
    edits: [
      {
        file: 'machines/upi-flow.setup.ts',
        text: "(order.settled ? order : { ...order, status: 'pending' })",
        instead: "({ ...order, status: 'failure', settled: true, verified: true })",
      },
    ],
  },
  {
    name: 'an ended instance may still answer',
    rules: ['S4', 'S6'],
    edits: [
      {
        file: 'src/sdk-client.ts',
        text: 'for (const [requestId] of unanswered) finish(requestId);',
        instead: '',
      },
    ],
  },
  {
    name: 'a session token without a status counts as linked',
    seed: 8500,
    rules: ['S6'],
    edits: [
      {
        file: 'src/wiring/device-actors.ts',
        text: 'if (status === undefined) refuseFailure(result);\n  return { status,',
        instead: "return { status: status ?? 'LINKED',",
      },
    ],
  },
  {
    name: 'polling never parks',
    rules: ['L1'],
    edits: [
      {
        file: 'machines/payment.machine.ts',
        text: "always: { guard: 'cannotPoll', target: 'parked' },\n",
        instead: '',
      },
    ],
  },
  {
    name: 'a boxed value is printed',
    rules: ['S7'],
    edits: [
      {
        file: 'src/protocol/secret.ts',
        text: "  toJSON(): string {\n    return '[secret]';",
        instead: '  toJSON(): unknown {\n    return this.#value;',
      },
    ],
  },
];
