import { useState } from 'react';
import { View } from 'react-native';
import type { DeviceStatus, Problem, UpiOrder } from 'upi-flow';
import { useAccounts, useUpiFlow, useUpiState } from 'upi-flow/react';
import { isOrderOf, items, orderFor, rupees, shopName } from '../shop';
import { space, themed } from '../theme';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Choice } from '../ui/choice';
import { Screen } from '../ui/screen';
import { Trouble } from '../ui/trouble';
import { Amount, Body, Heading, Label, Note } from '../ui/type';
import { isInDoubt } from '../words';
import { accountDetail, accountName } from './account-words';
import { Orders } from './orders';

interface ShopProps {
  readonly device: DeviceStatus;
  readonly problem: Problem | undefined;
}

/** Nothing is asked of the person: the shop is open. */
export function Shop({ device, problem }: ShopProps) {
  const [accountRefId, chooseAccount] = useState<string>();
  return (
    <Screen title={shopName} lead="Good things from the hills, paid by UPI.">
      <Trouble problem={problem} />
      {device !== 'linked' && <SetUp />}
      <Shelf accountRefId={accountRefId} />
      <Orders />
      <PayFrom chosen={accountRefId} choose={chooseAccount} />
    </Screen>
  );
}

function SetUp() {
  const flow = useUpiFlow();
  return (
    <Card>
      <Heading>Finish setting up UPI</Heading>
      <Body>Then you can pay from your bank account.</Body>
      <Button label="Continue" onPress={() => flow.send({ type: 'device.refresh' })} />
    </Card>
  );
}

function Shelf({ accountRefId }: { readonly accountRefId: string | undefined }) {
  const styles = useStyles();
  const flow = useUpiFlow();
  // Renders when what `can` depends on changes.
  useUpiState(({ busy, device, sdk }) => ({ busy, device, sdk }));
  const doubtful = useUpiState(({ orders }) => Object.values(orders).filter(isInDoubt).map(idOf));
  return (
    <View style={styles.list}>
      {items.map((item) => {
        // A new order would be another jar: nobody should buy one only because the first is in doubt.
        const isWaiting = doubtful.some((orderId) => isOrderOf(item, orderId));
        const pay = { type: 'pay', order: orderFor(item), accountRefId } as const;
        return (
          <Card key={item.id}>
            <View style={styles.item}>
              <View style={[styles.jar, { backgroundColor: item.colour }]}>
                <View style={styles.lid} />
                <View style={styles.paper} />
              </View>
              <View style={styles.words}>
                <Label>{item.name}</Label>
                <Note>{isWaiting ? 'We are checking your last payment' : item.detail}</Note>
                <Amount>{rupees(item.price)}</Amount>
              </View>
              <Button
                label="Pay"
                says={`Pay ${rupees(item.price)} for ${item.name}`}
                disabled={isWaiting || !flow.can(pay)}
                onPress={() => flow.send({ ...pay, order: orderFor(item) })}
              />
            </View>
          </Card>
        );
      })}
    </View>
  );
}

const idOf = ({ orderId }: UpiOrder) => orderId;

interface PayFromProps {
  readonly chosen: string | undefined;
  readonly choose: (referenceId: string) => void;
}

function PayFrom({ chosen, choose }: PayFromProps) {
  const styles = useStyles();
  const accounts = useAccounts();
  const primary = accounts.find(({ isPrimary }) => isPrimary) ?? accounts[0];
  if (accounts.length === 0) return null;
  return (
    <View accessibilityRole="radiogroup" style={styles.list}>
      <Heading>Pay from</Heading>
      {accounts.map((account) => (
        <Choice
          key={account.referenceId}
          label={accountName(account)}
          detail={accountDetail(account)}
          chosen={account.referenceId === (chosen ?? primary?.referenceId)}
          disabled={account.mpinSet === false}
          onPress={() => choose(account.referenceId)}
        />
      ))}
    </View>
  );
}

const useStyles = themed(() => ({
  list: { gap: space.m },
  item: { flexDirection: 'row', alignItems: 'center', gap: space.m },
  words: { flex: 1, gap: 2 },
  jar: { width: 52, height: 64, borderRadius: 12, alignItems: 'center', paddingTop: 6 },
  lid: { width: 28, height: 4, borderRadius: 2, backgroundColor: '#ffffff', opacity: 0.55 },
  paper: {
    width: 34,
    height: 22,
    marginTop: 14,
    borderRadius: 4,
    backgroundColor: '#ffffff',
    opacity: 0.85,
  },
}));
