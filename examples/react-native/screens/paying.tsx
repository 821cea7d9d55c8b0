import { useOrder } from 'upi-flow/react';
import { nameOf, rupees } from '../shop';
import { Waiting } from '../ui/waiting';

interface PayingProps {
  readonly orderId: string;
  readonly lead: string;
}

/** Seen below and between the screens of the SDK. */
export function Paying({ orderId, lead }: PayingProps) {
  const order = useOrder(orderId);
  return <Waiting title={`Paying ${rupees(order?.amount)}`} lead={`${nameOf(orderId)}. ${lead}`} />;
}
