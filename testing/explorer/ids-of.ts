/** The ids in a request. The library prints requests itself, so they are where it puts them. */
export interface RequestIds {
  readonly requestId: string | undefined;
  /** Of a payment, a mandate or a checkout; however deep the order is. */
  readonly orderId: string | undefined;
}

/** Reads the ids from the text of a request. */
export function idsOf(raw: string): RequestIds {
  return {
    requestId: /"requestId":"([^"]*)"/.exec(raw)?.[1],
    orderId: /\\*"order_?[iI]d\\*":\\*"([^"\\]*)/.exec(raw)?.[1],
  };
}
