/**
 * Makes a text from outside safe to show to a developer: runs of digits, addresses and long tokens
 * are masked. Words, JP codes and gateway codes stay.
 *
 * @example
 * ```ts
 * safeText('SMS from 919876543210 not matched'); // 'SMS from •••• not matched'
 * ```
 */
export function safeText(text: string): string {
  return text
    .slice(0, LONGEST)
    .replaceAll(/[\w.+-]+@[\w.-]+/g, '•@•')
    .replaceAll(/\d[\d\s-]{2,}\d/g, '••••')
    .replaceAll(/[A-Za-z0-9+/=]{24,}/g, '••••');
}

const LONGEST = 200;
