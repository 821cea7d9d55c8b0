/** Whether `text` is an amount the rails accept: rupees, at most two decimals, more than zero. */
export function isAmount(text: string): boolean {
  return /^\d{1,9}(\.\d{1,2})?$/.test(text) && toPaise(text) > 0;
}

/** Rupees as text to whole paise. */
export function toPaise(rupees: string): number {
  return Math.round(Number(rupees) * 100);
}

/** Whole paise to rupees with two decimals. */
export function toRupees(paise: number): string {
  return (paise / 100).toFixed(2);
}

/** Rupees as Juspay's servers print them. */
export function toShort(rupees: string): string {
  const text = String(Number(rupees));
  return text.includes('.') ? text : `${text}.0`;
}
