/** A record of an order, as far as the rules need to read it. */
export interface FoundRecord {
  readonly orderId: string;
  readonly requestId: string | undefined;
  readonly isOpen: boolean;
  readonly isPaid: boolean;
}

const PAID = new Set(['success', 'refunded', 'unresolved']);

/** Every record of an order in the stored texts, under whatever key and in whatever wrapping. */
export function recordsIn(texts: Iterable<string>): FoundRecord[] {
  const found: FoundRecord[] = [];
  for (const text of texts) {
    if (text.includes('"orderId"')) collect(parsed(text), found);
  }
  return found;
}

/** Most texts are looked at again and again. */
const values = new Map<string, unknown>();
const REMEMBERED = 32;

function parsed(text: string): unknown {
  if (values.has(text)) return values.get(text);
  if (values.size >= REMEMBERED) values.clear();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  values.set(text, value);
  return value;
}

function collect(value: unknown, found: FoundRecord[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) collect(one, found);
    return;
  }
  const { orderId, requestId, settled, status, paid }: Partial<Record<string, unknown>> = {
    ...value,
  };
  if (typeof orderId === 'string' && typeof settled === 'boolean') {
    found.push({
      orderId,
      requestId: typeof requestId === 'string' ? requestId : undefined,
      isOpen: !settled,
      isPaid: paid !== undefined || PAID.has(String(status)),
    });
    return;
  }
  for (const one of Object.values(value)) collect(one, found);
}
