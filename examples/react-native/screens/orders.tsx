import { Fragment } from 'react';
import { View } from 'react-native';
import type { UpiOrder } from 'upi-flow';
import { useOrder, useUpiFlow, useUpiState } from 'upi-flow/react';
import { nameOf, rupees } from '../shop';
import { space, themed } from '../theme';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Status } from '../ui/status';
import { Heading, Label } from '../ui/type';
import { isInDoubt, statusOf } from '../words';

/** What was ordered, each with how it stands right now. */
export function Orders() {
  const styles = useStyles();
  const ids = useUpiState(({ orders }) => Object.values(orders).sort(latestFirst).map(idOf));
  if (ids.length === 0) return null;
  return (
    <View style={styles.list}>
      <Heading>Your orders</Heading>
      <Card>
        {ids.map((orderId, at) => (
          <Fragment key={orderId}>
            {at > 0 && <View style={styles.rule} />}
            <OrderLine orderId={orderId} />
          </Fragment>
        ))}
      </Card>
    </View>
  );
}

const latestFirst = (a: UpiOrder, b: UpiOrder) => b.updatedAt - a.updatedAt;
const idOf = ({ orderId }: UpiOrder) => orderId;

function OrderLine({ orderId }: { readonly orderId: string }) {
  const styles = useStyles();
  const flow = useUpiFlow();
  const order = useOrder(orderId);
  if (order === undefined) return null;
  const recheck = { type: 'order.recheck', orderId } as const;
  const retry = { type: 'order.retry', orderId } as const;
  return (
    <View style={styles.row}>
      <View style={styles.words}>
        <Label>
          {nameOf(orderId)} · {rupees(order.amount)}
        </Label>
        <Status {...statusOf(order)} />
      </View>
      {isInDoubt(order) && (
        <Button
          kind="other"
          label="Check"
          says={`Check the payment for ${nameOf(orderId)}`}
          onPress={() => flow.send(recheck)}
        />
      )}
      {order.canRetry && (
        <Button
          kind="other"
          label="Try again"
          says={`Try again to pay for ${nameOf(orderId)}`}
          disabled={!flow.can(retry)}
          onPress={() => flow.send(retry)}
        />
      )}
    </View>
  );
}

const useStyles = themed((theme) => ({
  rule: { height: 1, backgroundColor: theme.line },
  list: { gap: space.m },
  row: { flexDirection: 'row', alignItems: 'center', gap: space.m },
  words: { flex: 1, gap: space.xs },
}));
