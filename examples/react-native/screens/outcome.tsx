import { useEffect } from 'react';
import { AccessibilityInfo, ScrollView, View } from 'react-native';
import type { UpiOrder } from 'upi-flow';
import { useUpiFlow } from 'upi-flow/react';
import { nameOf, rupees } from '../shop';
import { space, themed } from '../theme';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Mark } from '../ui/mark';
import { Amount, Body, Code, Label, Note, Title } from '../ui/type';
import { isInDoubt, outcomeOf } from '../words';
import { accountName } from './account-words';

/** What became of an order. It may still change, and this screen changes with it. */
export function Outcome({ order }: { readonly order: UpiOrder }) {
  const styles = useStyles();
  const flow = useUpiFlow();
  const { orderId, canRetry } = order;
  const { title, lead, tone } = outcomeOf(order);
  useEffect(() => AccessibilityInfo.announceForAccessibility(title), [title]);
  return (
    <View style={styles.screen}>
      <ScrollView contentContainerStyle={styles.content}>
        <View style={styles.news}>
          <Mark tone={tone} />
          <Title centred>{title}</Title>
          <Amount large>{rupees(order.amount)}</Amount>
          <View accessibilityLiveRegion="polite">
            <Body centred>{lead}</Body>
          </View>
        </View>
        <Card>
          <Fact name="For" value={nameOf(orderId)} />
          {order.account !== undefined && <Fact name="From" value={accountName(order.account)} />}
          <Fact name="Order" id={orderId} />
          {order.txnUuid !== undefined && <Fact name="Transaction" id={order.txnUuid} />}
          {order.attempts > 1 && <Fact name="Tries" value={String(order.attempts)} />}
        </Card>
      </ScrollView>
      <View style={styles.actions}>
        {canRetry && (
          <Button label="Try again" onPress={() => flow.send({ type: 'order.retry', orderId })} />
        )}
        <Button
          kind={canRetry ? 'quiet' : 'main'}
          label="Back to the shop"
          onPress={() => flow.send({ type: 'order.dismiss', orderId })}
        />
        {isInDoubt(order) && (
          <Button
            kind="quiet"
            label="Check now"
            onPress={() => flow.send({ type: 'order.recheck', orderId })}
          />
        )}
      </View>
    </View>
  );
}

interface FactProps {
  readonly name: string;
  readonly value?: string;
  /** Nobody reads it, but support asks for it: it can be copied. */
  readonly id?: string;
}

function Fact({ name, value, id }: FactProps) {
  const styles = useStyles();
  return (
    <View style={styles.fact}>
      <Note>{name}</Note>
      <View style={styles.value}>
        {id === undefined ? <Label>{value}</Label> : <Code>{id}</Code>}
      </View>
    </View>
  );
}

const useStyles = themed(() => ({
  screen: { flex: 1 },
  content: { padding: space.xl, gap: space.xxl, flexGrow: 1, justifyContent: 'center' },
  news: { alignItems: 'center', gap: space.m },
  fact: { flexDirection: 'row', alignItems: 'center', gap: space.l },
  value: { flex: 1, alignItems: 'flex-end' },
  actions: { paddingHorizontal: space.xl, paddingVertical: space.m, gap: space.s },
}));
