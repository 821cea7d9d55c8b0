import type { ClaimsBase, MandateTerms, Order } from '../../../../core/protocol/index.js';

export const base: ClaimsBase = {
  merchantId: 'stock',
  customerId: 'abcde12345',
  timestamp: 1668389349848,
  issuingPsp: 'YES_BIZ',
};

export const order: Order = {
  orderId: 'ABC1234567890',
  amount: '200.00',
  gatewayReferenceId: 'ABC123',
};

export const mandate: MandateTerms = {
  name: 'metadata.YES_BIZ:ABC',
  maxAmount: '2000.00',
  amountRule: 'VARIABLE',
  frequency: 'MONTHLY',
  startDate: 1665996901100,
  endDate: 1665996902100,
};
