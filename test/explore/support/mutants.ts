/** One way to break the product: a text in a file, and what stands there instead. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

/** Ways to break money safety and liveness. The explorer must catch every one of them. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the journal write is skipped',
    file: 'src/journal.ts',
    text: '        await writeOrder(orders, order);\n        // Another process',
    instead:
      '        if (orders.length >= 0) return { claimed: true };\n        // Another process',
  },
  {
    name: 'a timeout counts as failed',
    file: 'machines/payment.machine.ts',
    text: "            'deadline.passed': 'pending',\n            'sdk.terminated'",
    instead: "            'deadline.passed': '#payment.notSent',\n            'sdk.terminated'",
  },
  {
    name: 'the requestId is not compared',
    file: 'src/sdk-client.ts',
    text: 'const request = requestId === undefined ? undefined : open.get(requestId);',
    instead: "const request = open.get(requestId ?? '') ?? [...open.values()].at(-1);",
  },
  {
    name: 'FAILURE with U67 counts as failed',
    file: 'src/protocol/outcome.ts',
    text: "return moved !== (means === 'paid' ? 'yes' : 'no');",
    instead: 'return false;',
  },
  {
    name: 'PENDING counts as failed',
    file: 'src/protocol/outcome.ts',
    text: "  NEW: { means: 'notPaid', outcome: 'failure', certain: false },",
    instead:
      "  NEW: { means: 'notPaid', outcome: 'failure', certain: false },\n  PENDING: { means: 'notPaid', outcome: 'failure', certain: true },",
  },
  {
    name: 'a payment waits for ever',
    file: 'machines/payment.machine.ts',
    text: "            'deadline.passed': 'pending',\n            'sdk.terminated'",
    instead: "            'sdk.terminated'",
  },
  {
    name: 'unsettled orders are not looked up after a restart',
    file: 'machines/upi-flow.setup.ts',
    text: 'for (const order of orders.filter((one) => !one.settled)) {',
    instead: 'for (const order of orders.filter(() => false)) {',
  },
  {
    name: 'the word of the SDK settles without the server',
    file: 'machines/payment-verdict.ts',
    text: "  if (context.offersStatus && context.reading === undefined) return verdict === 'open';\n",
    instead: '',
  },
  {
    name: 'the answer goes straight to the verdict',
    file: 'src/protocol/outcome.ts',
    text: "      return report?.means === 'notPaid' ? notPaid(report.outcome) : { is: 'open' };",
    instead: "      return notPaid(report?.outcome ?? 'failure');",
  },
  {
    name: 'two operations share the screen',
    file: 'machines/order-book.ts',
    text: 'return !deviceHoldsScreen && !callHoldsScreen && !Object.values(orders).some(holdsScreen);',
    instead: 'return [deviceHoldsScreen, callHoldsScreen, orders].length > 0;',
  },
  {
    name: 'stop leaves the listener',
    file: 'src/sdk-client.ts',
    text: '      unsubscribe?.();\n',
    instead: '',
  },
  {
    name: 'stop leaves the timers',
    file: 'src/flow.ts',
    text: '      host.deadlines.clear();\n',
    instead: '',
  },
  {
    name: 'a rejected command is repeated in the notice',
    file: 'src/flow.ts',
    text: 'command: commandName(command), reason',
    instead: 'command: JSON.stringify(command), reason',
  },
  {
    name: 'the amount is not compared',
    file: 'src/protocol/outcome.ts',
    text: 'return facts.amount === undefined || sameAmount(facts.amount, reading.amount);',
    instead: 'return facts.amount === undefined || reading.amount !== facts.orderId;',
  },
  {
    name: 'a silent server is waited for without a clock',
    file: 'src/wiring/payment-actors.ts',
    text: 'const answer = await withDeadline(deadlines, timings.status, asked, () =>',
    instead:
      'const answer = await ((_a, _b, promise, _c) => promise)(deadlines, timings.status, asked, () =>',
  },
  {
    name: 'a call to the SDK has no clock',
    file: 'src/sdk-client.ts',
    text: '        timeout === undefined\n          ? undefined\n          : deadlines.after(',
    instead: '        timeout !== 0\n          ? undefined\n          : deadlines.after(',
  },
  {
    name: 'the SDK is initiated twice',
    file: 'src/sdk-client.ts',
    text: '    handOver(\n      () => sdk.terminate(),\n      () => {},\n    );\n',
    instead: '',
  },
];
