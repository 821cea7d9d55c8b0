import type { Customer } from 'upi-flow/server';

/** Somebody who has an account with the shop. */
export interface ShopCustomer {
  readonly customerId: string;
  /** FOR THE EXAMPLE ONLY: your customers get a token that ends when they log in. */
  readonly token: string;
  readonly email: string;
  readonly phone: string;
  /** The account whose owner was checked: money for a fund may come from no other. */
  readonly bankAccount: { readonly accountNumber: string; readonly ifsc: string };
}

export const customers: readonly ShopCustomer[] = [
  {
    customerId: 'asha',
    token: 'demo-token-of-asha',
    email: 'asha@example.com',
    phone: '9876500001',
    bankAccount: { accountNumber: '198731890', ifsc: 'ICIC0000300' },
  },
  {
    customerId: 'ravi',
    token: 'demo-token-of-ravi',
    email: 'ravi@example.com',
    phone: '9876500002',
    bankAccount: { accountNumber: '640021735', ifsc: 'HDFC0000456' },
  },
];

/**
 * Who sends a request. DO NOT COPY THIS ONE: a token that never changes is a password in the source. Ask your own
 * session store, and answer `undefined` for whoever is not logged in.
 */
export function authenticate(request: Request): Customer | undefined {
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  const found = customers.find((customer) => customer.token === token);
  // With the number, no other phone is signed for this customer.
  return found && { customerId: found.customerId, mobileNumber: found.phone };
}

/** What the shop knows of a customer who is logged in. */
export function customerWithId(customerId: string): ShopCustomer {
  const found = customers.find((customer) => customer.customerId === customerId);
  if (found === undefined) throw new Error('The shop has no such customer.');
  return found;
}
