/** One place of the product, and what stands there instead. */
export interface Edit {
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

/** A fault that the product once had, put back. */
export interface Planted {
  readonly name: string;
  /** Where the search starts. */
  readonly seed: number;
  /** The rules that may notice: any other one would be luck. */
  readonly rules: readonly string[];
  readonly edits: readonly Edit[];
}

/** What the product did before its world got worse. The explorer must find every one of them. */
export const PLANTED: readonly Planted[] = [
  {
    name: 'a server that knows of no transaction yet is believed at once',
    seed: 225,
    rules: ['S3'],
    edits: [
      {
        file: 'core/protocol/outcome.ts',
        text: '  if (unseenFor < patienceFor(outcome, patience)) return OPEN_VERDICT;\n',
        instead: '  if (unseenFor > patienceFor(outcome, patience)) return OPEN_VERDICT;\n',
      },
    ],
  },
  {
    name: 'the failure of another transaction counts as this one’s',
    seed: 385,
    rules: ['S3'],
    edits: [
      {
        file: 'core/protocol/outcome.ts',
        text: '    if (foreignTxns.includes(txnUuid)) return false;\n    return sdkTxnUuid === undefined ? !foreignUnknown : txnUuid === sdkTxnUuid;\n',
        instead:
          '    return sdkTxnUuid !== undefined || !foreignUnknown || foreignTxns.length >= 0;\n',
      },
    ],
  },
  {
    name: 'what the server says before the order is sent stops nothing',
    seed: 2,
    rules: ['S2', 'L2'],
    edits: [
      {
        file: 'machines/payment/setup.ts',
        text: "      return means === 'paid' || means === 'refunded' || means === 'underway';\n    },\n    /** An earlier",
        instead: "      return reading.word === 'nothing stops it';\n    },\n    /** An earlier",
      },
    ],
  },
  {
    name: 'a late success of the first attempt does not stop the second',
    seed: 125,
    rules: ['S2'],
    edits: [
      {
        file: 'machines/payment/setup.ts',
        text: "raisesDoubt: ({ event }) => lateWordIn(event) !== 'notPaid',",
        instead: "raisesDoubt: ({ event }) => lateWordIn(event) === 'notPaid',",
      },
    ],
  },
  {
    name: 'a later word of the SDK takes the place of its SUCCESS',
    seed: 55,
    rules: ['S3'],
    edits: [
      {
        file: 'machines/payment/record.ts',
        text: "  if (known?.means !== 'paid') return answer.report;\n",
        instead: "  if (known?.outcome !== 'userAborted') return answer.report;\n",
      },
    ],
  },
  {
    name: 'a failed read at start is not tried again',
    seed: 20310,
    rules: ['L1', 'L2', 'S2'],
    edits: [
      {
        file: 'src/actors/restore-orders.ts',
        text: 'stopClock = deadlines.after(wait, () => read(Math.min(wait * 2, LONGEST_WAIT)));',
        instead:
          "stopClock = deadlines.after(Math.min(wait, LONGEST_WAIT), () => sendBack({ type: 'orders.restored', restored: { orders: [] } }));",
      },
    ],
  },
  {
    name: 'an answer that names another order is evidence',
    seed: 40,
    rules: ['S3', 'S4', 'L2'],
    edits: [
      {
        file: 'src/sdk/read-answer.ts',
        text: '  if (namesOther || result.isOurs === false) return FOREIGN;\n',
        instead: '  if (namesOther && result.isOurs === false) return FOREIGN;\n',
      },
    ],
  },
  {
    name: 'an initiate_result answers a payment',
    seed: 970,
    rules: ['S3', 'S4', 'L2'],
    edits: [
      {
        file: 'src/sdk/sdk-client.ts',
        text: '        if (isInitiateResult(result)) return;\n        on.answered({ ...result, isOurs: answersMoney(asked, result) });',
        instead:
          '        on.answered({ ...result, isOurs: isInitiateResult(result) || answersMoney(asked, result) });',
      },
    ],
  },
  {
    name: 'the session that is sent is the app’s own object',
    seed: 30,
    rules: ['M2'],
    edits: [
      {
        file: 'core/protocol/requests/checkout.ts',
        text: '  const request = jsonCopy(given);\n',
        instead: '  const request: unknown = jsonCopy(given) && given;\n',
      },
    ],
  },
  {
    name: 'what the server signed is not compared with what it was asked to sign',
    seed: 2,
    rules: ['M2'],
    edits: [
      {
        file: 'src/actors/sign.ts',
        text: "    throw problem('authorizeMismatch', false,",
        instead: "    if (names === '') throw problem('authorizeMismatch', false,",
      },
    ],
  },
  {
    name: 'a repeated question about an order is asked at once',
    seed: 45,
    rules: ['S10'],
    edits: [
      {
        file: 'src/actors/status-reads.ts',
        text: '    const waiting = [...queue.values()].filter(({ orderId }) => !asked.has(orderId));',
        instead: '    const waiting = [...queue.values()];',
      },
      {
        file: 'src/actors/status-reads.ts',
        text: '      const wait = isUrgent ? 0 : rateWait(orderId);',
        instead: '      const wait = isUrgent ? 0 : 0 * rateWait(orderId);',
      },
    ],
  },
  {
    name: 'two processes that claim an order do not wait for each other',
    seed: 170,
    rules: ['M1', 'S2'],
    edits: [
      {
        file: 'src/journal/doors.ts',
        text: '    if (Math.abs(now() - door.at) >= opensAfter) return false;\n',
        instead: '    if (Math.abs(now() - door.at) >= opensAfter * 0) return false;\n',
      },
      {
        file: 'src/journal/doors.ts',
        text: "if (last === nameOf(attemptId)) return 'us';",
        instead: "if (last !== nameOf('')) return 'us';",
      },
    ],
  },
  {
    name: 'a mandate object is read as an order that nobody has paid',
    seed: 700,
    rules: ['S3'],
    edits: [
      {
        file: 'core/protocol/order-status.ts',
        text: "      return { ...silent(is, fields), mandate: mandateWord(fields, 'status') };",
        instead: '      return readOrder(fields);',
      },
    ],
  },
  {
    name: 'an order is refunded while its refund is on its way',
    seed: 125,
    rules: ['S3', 'L2'],
    edits: [
      {
        file: 'core/protocol/refunds.ts',
        text: '(pending.length === 0 && done.length > 0);',
        instead: '(pending.length >= 0 && done.length >= 0);',
      },
      {
        file: 'core/protocol/refunds.ts',
        text: '[back, sum(done)]',
        instead: '[back]',
      },
    ],
  },
];
