import type { Random } from './random.js';
import type { DeviceStatus, Settings, SimulatedAccount, SimulatedSim } from './settings.js';

const DAY = 24 * 3_600_000;
const SMS_PER_DAY = 3;

/**
 * One permission as the wire prints it.
 *
 * @example
 * ```ts
 * const permission: Permission = { label: 'android.permission.SEND_SMS', status: 'GRANTED' };
 * ```
 */
export interface Permission {
  readonly label: string;
  readonly status: 'GRANTED' | 'DENIED';
}

/**
 * An account linked to a VPA.
 *
 * @example
 * ```ts
 * const link: LinkedAccount = { vpa: 'abc@upf', account };
 * ```
 */
export interface LinkedAccount {
  readonly vpa: string;
  readonly account: SimulatedAccount;
}

/**
 * The phone: it outlives the app's process.
 *
 * @example
 * ```ts
 * simulator.phone.status; // 'FRESH'
 * simulator.phone.online = false;
 * ```
 */
export interface Phone {
  readonly platform: 'android' | 'ios';
  /** What a session token would say now for the customer of the app. */
  readonly status: DeviceStatus;
  readonly permissions: readonly Permission[];
  readonly sims: readonly SimulatedSim[];
  /** The number the customer's device is bound to, twelve digits. */
  readonly boundNumber: string | undefined;
  readonly linkedAccounts: readonly LinkedAccount[];
  /** SMS sent in the last 24 hours; the rails refuse the fourth. */
  readonly smsSent: number;
  /** Whether the phone has a network. Off: JP_005, and the merchant's server is out of reach. */
  online: boolean;
  /** Whether the phone has a WebView. Off: JP_020. */
  webView: boolean;
  grantPermissions(): void;
  revokePermissions(): void;
  /** Another device took the binding over: the customer is FRESH here. */
  unbind(): void;
}

/** The phone as operations use it. */
export interface PhoneState extends Phone {
  /** Whose profile is used; set by `initiate`. */
  customerId: string;
  readonly accounts: readonly SimulatedAccount[];
  readonly fingerprint: string;
  /** Whether the rails still accept an SMS today. */
  readonly mayBind: boolean;
  countSms(): void;
  bind(phoneNo: string): void;
  /** Links accounts to a VPA, the first of all being primary. */
  link(vpa: string, accounts: readonly SimulatedAccount[]): void;
  unlink(referenceId: string): void;
  makePrimary(referenceId: string): void;
  hasPin(referenceId: string): boolean;
  setPin(referenceId: string): void;
  /** Whether somebody has this VPA. */
  isTaken(vpa: string): boolean;
  linked(referenceId: string): LinkedAccount | undefined;
}

interface Profile {
  boundNumber: string | undefined;
  links: LinkedAccount[];
}

/**
 * Creates a phone in the state the settings ask for.
 *
 * @param now the time of the rails, epoch milliseconds
 */
export function createPhone(settings: Settings, random: Random, now: () => number): PhoneState {
  const { sims, accounts, platform } = settings;
  const profiles = new Map<string, Profile>();
  const pins = new Set(accounts.filter((account) => account.mpinSet).map((a) => a.referenceId));
  const sent: number[] = [];
  let granted = settings.device !== 'NOPERMISSION';
  let customerId = settings.merchant.customerId;

  function profile(): Profile {
    const known = profiles.get(customerId) ?? { boundNumber: undefined, links: [] };
    profiles.set(customerId, known);
    return known;
  }

  function smsSent(): number {
    return sent.filter((at) => now() - at < DAY).length;
  }

  if (settings.device === 'BOUND' || settings.device === 'LINKED') {
    profile().boundNumber = sims[0]?.phoneNo;
  }
  if (settings.device === 'LINKED') {
    const vpa = `${customerId}@${settings.merchant.handle}`;
    profile().links = accounts.slice(0, 1).map((account) => ({ vpa, account }));
  }

  return {
    platform,
    sims,
    accounts,
    fingerprint: random.hex(64),
    online: true,
    webView: true,
    get customerId() {
      return customerId;
    },
    set customerId(value) {
      customerId = value;
    },
    get status() {
      const { boundNumber, links } = profile();
      const registered = links.length > 0 ? 'LINKED' : 'BOUND';
      return !granted ? 'NOPERMISSION' : boundNumber === undefined ? 'FRESH' : registered;
    },
    get permissions() {
      const status = granted ? 'GRANTED' : 'DENIED';
      return ['android.permission.SEND_SMS', 'android.permission.READ_PHONE_STATE'].map(
        (label): Permission => ({ label, status }),
      );
    },
    get boundNumber() {
      return profile().boundNumber;
    },
    get linkedAccounts() {
      return profile().links;
    },
    get smsSent() {
      return smsSent();
    },
    get mayBind() {
      return smsSent() < SMS_PER_DAY;
    },
    grantPermissions() {
      granted = true;
    },
    revokePermissions() {
      granted = platform === 'ios';
    },
    unbind() {
      profiles.set(customerId, { boundNumber: undefined, links: [] });
    },
    countSms: () => void sent.push(now()),
    bind(phoneNo) {
      profile().boundNumber = phoneNo;
    },
    link(vpa, chosen) {
      const fresh = new Set(chosen.map((account) => account.referenceId));
      const kept = profile().links.filter((link) => !fresh.has(link.account.referenceId));
      profile().links = [...kept, ...chosen.map((account) => ({ vpa, account }))];
    },
    unlink(referenceId) {
      profile().links = profile().links.filter((l) => l.account.referenceId !== referenceId);
    },
    makePrimary(referenceId) {
      const isFirst = (link: LinkedAccount): boolean => link.account.referenceId === referenceId;
      const { links } = profile();
      profile().links = [...links.filter(isFirst), ...links.filter((link) => !isFirst(link))];
    },
    hasPin: (referenceId) => pins.has(referenceId),
    setPin: (referenceId) => void pins.add(referenceId),
    isTaken(vpa) {
      const others = [...profiles].filter(([customer]) => customer !== customerId);
      const taken = others.some(([, other]) => other.links.some((link) => link.vpa === vpa));
      return taken || vpa.startsWith('taken');
    },
    linked: (referenceId) => profile().links.find((l) => l.account.referenceId === referenceId),
  };
}
