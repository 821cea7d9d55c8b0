import type { UpiAccount } from 'upi-flow';

/** Such as `Axis Bank ·· 3891`. */
export function accountName({ bankName, maskedAccountNumber }: UpiAccount): string {
  return `${bankName ?? 'Account'} ·· ${maskedAccountNumber?.slice(-4) ?? ''}`.replace(/ ·· $/, '');
}

/** Such as `Savings, UPI PIN not set`. */
export function accountDetail({ type, mpinSet, vpa }: UpiAccount): string | undefined {
  const kind = type === undefined ? '' : `${type.charAt(0)}${type.slice(1).toLowerCase()}`;
  const pin = mpinSet === false ? 'UPI PIN not set' : '';
  const parts = [kind, pin, vpa ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(', ');
}
